public import SQL

/// An index.
public struct IndexDescriptor: Sendable, Hashable {
  /// How PostgreSQL keeps it; SQLite has one kind.
  public enum Method: String, Sendable, Hashable, CaseIterable {
    case btree, hash, gin, gist, spgist, brin
  }

  /// What is indexed: a field, or an expression.
  public struct Part: Sendable, Hashable {
    /// What it is.
    public enum Subject: Sendable, Hashable {
      /// All columns of a field, by its place in ``ModelDescriptor/fields``.
      case field(Int)
      /// A column.
      case column(Identifier)
      /// An expression.
      case expression(SQLVariant)
    }

    /// What is indexed.
    public var subject: Subject
    /// Whether the largest comes first.
    public var isDescending: Bool
    /// Whether NULL comes first; nil for the engine's own way.
    public var nullsFirst: Bool?
    /// PostgreSQL's operator class.
    public var operatorClass: String?
    /// How text is ordered.
    public var collation: Identifier?

    /// Makes a part.
    public init(
      _ subject: Subject, isDescending: Bool = false, nullsFirst: Bool? = nil, operatorClass: String? = nil,
      collation: Identifier? = nil
    ) {
      self.subject = subject
      self.isDescending = isDescending
      self.nullsFirst = nullsFirst
      self.operatorClass = operatorClass
      self.collation = collation
    }
  }

  /// Its name; one is made of table and columns where none is given.
  public var name: Identifier?
  /// What is indexed.
  public var parts: [Part]
  /// Whether no two rows may have the same.
  public var isUnique: Bool
  /// How PostgreSQL keeps it.
  public var method: Method
  /// Columns that are kept in the index beside: left out on SQLite.
  public var including: [Identifier]
  /// Which rows are indexed; all where it is nil.
  public var condition: SQLVariant?

  /// Describes an index.
  public init(
    _ parts: [Part], name: Identifier? = nil, isUnique: Bool = false, method: Method = .btree, including: [Identifier] = [],
    where condition: SQLVariant? = nil
  ) {
    self.name = name
    self.parts = parts
    self.isUnique = isUnique
    self.method = method
    self.including = including
    self.condition = condition
  }

  /// Describes an index over fields, by their places.
  public init(fields: [Int], name: Identifier? = nil, isUnique: Bool = false) {
    self.init(fields.map { Part(.field($0)) }, name: name, isUnique: isUnique)
  }
}
