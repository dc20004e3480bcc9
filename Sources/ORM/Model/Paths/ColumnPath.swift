import SQL

/// A column of a table of a query, with the type of its values.
///
/// ```swift
/// Project.query.filter { $0.title == "Apollo" && $0.owner.email != "" }.order { $0.createdAt.descending }
/// ```
public struct ColumnPath<Value: ColumnValue>: Sendable {
  /// The table.
  let table: TablePath
  /// The column.
  let column: Identifier

  /// A column of a field that has one.
  ///
  /// - Parameter field: Its place in ``ModelDescriptor/fields``.
  public init<Row: Model>(_ row: Row.Type, field: Int, at table: TablePath) {
    self.init(Row.descriptor.fields[field].columns[0], at: table)
  }

  /// A column of a group.
  public init(_ column: ColumnDescriptor, at table: TablePath) {
    self.table = table
    self.column = column.name
  }
}

extension ColumnGroupPaths {
  /// The paths of a group that is embedded in a model.
  public init<Row: Model>(_ row: Row.Type, field: Int, at table: TablePath) {
    self.init(at: table, columns: Row.descriptor.fields[field].columns)
  }
}
