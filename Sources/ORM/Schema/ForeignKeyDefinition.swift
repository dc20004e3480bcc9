import SQL

/// A foreign key, as a constraint of a table.
struct ForeignKeyDefinition {
  let name: Identifier
  let columns: [ColumnDescriptor]
  let reference: ReferenceDescriptor
  let engine: Dialect.Engine

  var constraint: SQLFragment {
    let target = reference.target
    let own = columns.map { "\($0.name)" as SQLFragment }.joined(separator: ", ")
    let keys = target.descriptor.keyColumns.map { "\($0.name)" as SQLFragment }.joined(separator: ", ")
    // On SQLite a foreign key stays within its file, and names no schema.
    let table: SQLFragment = engine == .postgres ? "\(target.tableReference)" : "\(target.descriptor.table)"
    var result: SQLFragment = "CONSTRAINT \(name) FOREIGN KEY (\(own)) REFERENCES \(table) (\(keys))"
    result.append(" ON DELETE \(raw: reference.rules.onDelete.sql) ON UPDATE \(raw: reference.rules.onUpdate.sql)")
    if reference.rules.isDeferred { result.append(" DEFERRABLE INITIALLY DEFERRED") }
    return result
  }
}

extension ReferenceDescriptor.Action {
  fileprivate var sql: String {
    switch self {
    case .noAction: "NO ACTION"
    case .restrict: "RESTRICT"
    case .cascade: "CASCADE"
    case .setNull: "SET NULL"
    case .setDefault: "SET DEFAULT"
    }
  }
}
