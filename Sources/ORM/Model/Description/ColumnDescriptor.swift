public import SQL

/// A column, as the database has to know it.
public struct ColumnDescriptor: Sendable, Hashable {
  /// Where the values of a column come from.
  public enum Source: Sendable, Hashable {
    /// They are given; where a draft leaves one out, the default holds.
    case given(default: ColumnDefault?)
    /// The database numbers the rows.
    ///
    /// It always does, or only where a draft gives no number.
    case identity(always: Bool)
    /// The database computes them from other columns: stored, or, on SQLite, when they are read.
    case generated(SQLVariant, isStored: Bool = true)
  }

  /// What happens to a column by itself when its row is saved.
  public enum SaveAction: Sendable, Hashable {
    /// The moment of the change is written.
    case touch
    /// It counts the changes.
    case count
    /// It counts the changes, and a change that did not see the last one is refused.
    case version
  }

  /// Its name.
  public var name: Identifier
  /// Its type.
  public var type: ColumnType
  /// Whether NULL may stand in it.
  public var isNullable: Bool
  /// Where its values come from.
  public var source: Source
  /// What happens to it when its row is saved.
  public var saveAction: SaveAction?
  /// How its text is ordered.
  public var collation: Identifier?
  /// Whether its values are left out of what is shown.
  public var isSecret: Bool
  /// What the catalog says about it.
  public var comment: String?

  /// Describes a column.
  public init(
    _ name: Identifier, _ type: ColumnType, isNullable: Bool = false, source: Source = .given(default: nil),
    saveAction: SaveAction? = nil, collation: Identifier? = nil, isSecret: Bool = false, comment: String? = nil
  ) {
    self.name = name
    self.type = type
    self.isNullable = isNullable
    self.source = source
    self.saveAction = saveAction
    self.collation = collation
    self.isSecret = isSecret
    self.comment = comment
  }
}

/// What the database writes where a draft gives no value.
public enum ColumnDefault: Sendable, Hashable {
  /// The moment, or the day.
  case now
  /// A value.
  case value(SQLValue)
  /// An expression.
  case expression(SQLVariant)
}

/// A piece of SQL, for each engine.
public struct SQLVariant: Sendable, Hashable {
  /// For PostgreSQL.
  public var postgres: SQLFragment
  /// For SQLite.
  public var sqlite: SQLFragment

  /// SQL that differs.
  public init(postgres: SQLFragment, sqlite: SQLFragment) {
    self.postgres = postgres
    self.sqlite = sqlite
  }

  /// SQL that means the same on both.
  public init(_ fragment: SQLFragment) { self.init(postgres: fragment, sqlite: fragment) }

  /// The piece for an engine.
  public func fragment(for engine: Dialect.Engine) -> SQLFragment { engine == .postgres ? postgres : sqlite }
}

extension SQLVariant: ExpressibleByStringInterpolation {
  /// SQL that means the same on both engines.
  public init(stringLiteral value: String) { self.init(SQLFragment(stringLiteral: value)) }

  /// SQL that means the same on both engines.
  public init(stringInterpolation: SQLFragment.StringInterpolation) {
    self.init(SQLFragment(stringInterpolation: stringInterpolation))
  }
}
