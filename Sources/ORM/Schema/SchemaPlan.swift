import Database
import SQL

/// What is sent to make, or to drop, the tables of some models: a value.
struct SchemaPlan {
  let tables: [TableDefinition]
  let engine: Dialect.Engine

  /// The tables of a scope that are ours to make.
  init(_ registry: Registry, _ scope: ModelScope, for dialect: Dialect) throws(ORMError) {
    var tables: [TableDefinition] = []
    for model in registry.models where model.scope == scope {
      let descriptor = try registry.descriptor(of: model)
      guard descriptor.kind == .table else { continue }
      tables.append(TableDefinition(descriptor: descriptor, scope: scope, engine: dialect.engine))
    }
    self.tables = tables
    engine = dialect.engine
  }

  /// Types, tables, then what needs all tables to be there: models may refer to each other in circles.
  func creation() throws(ORMError) -> [SQLFragment] {
    var statements = enumTypes.map { name, placement, type -> SQLFragment in
      let cases = type.cases.map { "\(SQLValue.untyped($0))" as SQLFragment }.joined(separator: ", ")
      return "CREATE TYPE \(schemaOf: placement).\(name) AS ENUM (\(cases))"
    }
    for table in tables { statements.append(try table.create()) }
    for table in tables { statements += try table.complete() }
    return statements
  }

  /// The tables and types that are ours, and nothing else.
  func removal() -> [SQLFragment] {
    switch engine {
    case .postgres:
      guard !tables.isEmpty else { return [] }
      let names = tables.map { "\($0.table)" as SQLFragment }.joined(separator: ", ")
      return ["DROP TABLE IF EXISTS \(names)"]
        + enumTypes.map { name, placement, _ in "DROP TYPE IF EXISTS \(schemaOf: placement).\(name)" }
    case .sqlite:
      // Dropping a table deletes its rows first: the references to them are looked at when all tables are gone.
      return ["PRAGMA defer_foreign_keys = ON"] + tables.reversed().map { "DROP TABLE IF EXISTS \($0.table)" }
    }
  }

  private var enumTypes: [(Identifier, TableReference.Placement, EnumType)] {
    var seen: Set<Identifier> = []
    return tables.flatMap { table in
      table.enumTypes.sorted { $0.key.text < $1.key.text }.filter { seen.insert($0.key).inserted }
        .map { ($0.key, table.placement, $0.value) }
    }
  }
}
