public import SQL

/// Everything that the database has to know about a model.
public struct ModelDescriptor: Sendable {
  /// What stands behind a model.
  public enum Kind: Sendable, Hashable {
    /// A table that we create.
    case table
    /// A table that exists: it is read and written, and never created, changed or dropped.
    case existingTable
    /// A view that exists: it is read.
    case view
  }

  /// The Swift type's name.
  public var name: String
  /// The table's name.
  public var table: Identifier
  /// What stands behind it.
  public var kind: Kind
  /// The stored properties that are columns, in the order in which they are read and written.
  public internal(set) var fields: [FieldDescriptor]
  /// All columns, in that order.
  public let columns: [ColumnDescriptor]
  /// The fields that are the primary key, by their places.
  public let primaryKey: [Int]
  /// The relations that are no columns.
  public var relations: [RelationDescriptor]
  /// Rules that no two rows are the same in some fields.
  public var uniques: [UniqueDescriptor]
  /// Conditions that every row meets.
  public var checks: [CheckDescriptor]
  /// Indexes.
  public var indexes: [IndexDescriptor]
  /// What the catalog says about the table.
  public var comment: String?
  /// Describes a model.
  ///
  /// - Parameter primaryKey: The fields of the primary key, by their places in `fields`.
  public init(
    _ name: String, table: Identifier, kind: Kind = .table, fields: [FieldDescriptor], primaryKey: [Int],
    relations: [RelationDescriptor] = [], uniques: [UniqueDescriptor] = [], checks: [CheckDescriptor] = [],
    indexes: [IndexDescriptor] = [], comment: String? = nil
  ) {
    self.name = name
    self.table = table
    self.kind = kind
    self.fields = fields
    self.primaryKey = primaryKey
    self.relations = relations
    self.uniques = uniques
    self.checks = checks
    self.indexes = indexes
    self.comment = comment
    columns = fields.flatMap(\.columns)
  }

  /// The columns of some fields.
  func columns(of fields: [Int]) -> [ColumnDescriptor] { fields.flatMap { self.fields[$0].columns } }

  /// The columns of the primary key.
  var keyColumns: [ColumnDescriptor] { columns(of: primaryKey) }
}
