/// A piece of SQL: text, values that become binds, and names that are quoted when it is rendered.
///
/// Interpolated values never become text. Text that is not a literal of the source code needs `raw:`.
///
/// ```swift
/// let fragment: SQLFragment = "SELECT \(column) FROM \(table) WHERE id = \(id)"
/// // PostgreSQL: SELECT "title" FROM "t_acme"."projects" WHERE id = $1
/// ```
public struct SQLFragment: Sendable, Hashable {
  /// A part of a fragment.
  enum Segment: Sendable, Hashable {
    case text(String)
    case bind(SQLValue)
    case identifier(Identifier)
    case table(TableReference)
    case schema(TableReference.Placement)
  }

  private(set) var segments: [Segment]

  init(segments: [Segment]) { self.segments = segments }

  /// Makes an empty fragment.
  public init() { segments = [] }

  /// Makes a fragment of text that is trusted: a constant of the program, or SQL that the user of the program wrote as SQL.
  public init(raw text: String) { segments = [.text(text)] }

  /// True when there is nothing in it.
  public var isEmpty: Bool { segments.isEmpty }

  /// True when a table, or the schema, of the tenant in scope is named in it.
  package var namesTenantTables: Bool {
    segments.contains { segment in
      switch segment {
      case .table(let table): table.placement == .tenant
      case .schema(let placement): placement == .tenant
      default: false
      }
    }
  }

  /// Adds another fragment at the end.
  public mutating func append(_ other: SQLFragment) { segments += other.segments }

  /// The two, one after the other.
  public static func + (left: SQLFragment, right: SQLFragment) -> SQLFragment {
    SQLFragment(segments: left.segments + right.segments)
  }
}

extension Sequence<SQLFragment> {
  /// The fragments with another between them.
  public func joined(separator: SQLFragment) -> SQLFragment {
    var result = SQLFragment()
    for (index, fragment) in enumerated() {
      if index > 0 { result.append(separator) }
      result.append(fragment)
    }
    return result
  }
}
