public import Database

/// A foreign key, and the row that it leads to once that was loaded.
///
/// Nothing is queried behind the reader's back: the row is there after `selectRelated`, `prefetch` or `load`, or when the reference
/// was made of it.
///
/// ```swift
/// project.owner.key                 // always known
/// project.owner.row                 // nil until it is loaded
/// project.owner = Reference(user)   // a user of another tenant's is refused when the project is saved
/// ```
public struct Reference<Target: Model>: ModelField {
  private final class Box: Sendable {
    let row: Target
    init(_ row: Target) { self.row = row }
  }

  /// The key of the row that it leads to.
  public let key: Target.RowKey
  /// Where it was read, or where the row is that it was made of; nil for a key by itself, which leads to wherever it is put.
  let origin: Origin?
  private var box: Box?

  /// Refers to a row.
  public init(_ row: Target) {
    key = row.rowKey
    origin = row.rowState.origin
    box = Box(row)
  }

  /// Refers to a row by its key, in the tenant and database of the row that this is put into.
  public init(key: Target.RowKey) {
    self.key = key
    origin = nil
  }

  /// The row, when it was loaded.
  public var row: Target? { box?.row }

  /// The row.
  ///
  /// - Throws: ``ORMError`` with ``ORMError/Code/notLoaded`` when it was not loaded.
  public func loaded() throws(ORMError) -> Target {
    guard let box else {
      throw ORMError(
        .notLoaded, "The \(Target.descriptor.name) of this reference is not loaded. Ask for it with selectRelated or load.")
    }
    return box.row
  }

  /// Keeps the row that it leads to.
  public mutating func setLoaded(_ row: Target) { box = Box(row) }

  /// How many columns it takes.
  @inlinable
  public static var columnCount: Int { Target.RowKey.columnCount }

  /// Reads the key.
  @inlinable
  public init(from reader: inout RowReader) throws(DatabaseError) {
    self.init(key: try reader.next(), origin: reader.origin)
  }

  @usableFromInline
  init(key: Target.RowKey, origin: Origin?) {
    self.key = key
    self.origin = origin
  }

  /// Writes the key.
  public func write(to writer: inout ValueWriter) { writer.append(self) }

  /// True when something at one place may refer to what is at another.
  static func stays(within origin: Origin, _ other: Origin) -> Bool {
    Target.scope == .shared ? origin.hasSameDatabase(as: other) : origin == other
  }
}

extension Reference: Hashable {
  /// The same key of the same tenant and database; whether the row is loaded does not matter.
  public static func == (left: Reference, right: Reference) -> Bool {
    guard left.key == right.key else { return false }
    guard let first = left.origin, let second = right.origin else { return left.origin == nil && right.origin == nil }
    return stays(within: first, second)
  }

  /// Hashes the key.
  public func hash(into hasher: inout Hasher) { hasher.combine(key) }
}

extension Reference: Codable where Target.RowKey: Codable {
  /// Decodes the key.
  public init(from decoder: any Decoder) throws { self.init(key: try Target.RowKey(from: decoder)) }

  /// Encodes the key.
  public func encode(to encoder: any Encoder) throws { try key.encode(to: encoder) }
}
