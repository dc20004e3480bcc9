public import SQL

/// A rule that no two rows have the same values in some fields.
public struct UniqueDescriptor: Sendable, Hashable {
  /// The fields, by their places in ``ModelDescriptor/fields``.
  public var fields: [Int]
  /// Its name; one is made of table and columns where none is given.
  public var name: Identifier?
  /// Whether two rows with NULL are the same; PostgreSQL only.
  public var nullsAreEqual: Bool
  /// Whether it is checked at the end of the transaction; PostgreSQL only.
  public var isDeferred: Bool

  /// Describes a rule.
  public init(_ fields: [Int], name: Identifier? = nil, nullsAreEqual: Bool = false, isDeferred: Bool = false) {
    self.fields = fields
    self.name = name
    self.nullsAreEqual = nullsAreEqual
    self.isDeferred = isDeferred
  }
}

/// A condition that every row meets.
public struct CheckDescriptor: Sendable, Hashable {
  /// The condition.
  public var condition: SQLVariant
  /// Its name; one is made of the table and a number where none is given.
  public var name: Identifier?

  /// Describes a condition.
  public init(_ condition: SQLVariant, name: Identifier? = nil) {
    self.condition = condition
    self.name = name
  }
}
