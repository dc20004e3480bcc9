import Database
import Names
import SQL

/// What a case works with: a database, and a schema that nobody else has.
struct ConformanceScope: Sendable {
  let database: any Database
  let schema: SchemaName

  var dialect: Dialect { database.dialect }

  /// Makes a schema, runs a case in it, and removes it on both ways out.
  static func withScope(on database: any Database, _ body: (ConformanceScope) async throws -> Void) async throws {
    let scope = ConformanceScope(database: database, schema: try SchemaName("conformance_" + uniqueSuffix()))
    try await scope.createSchema()
    do { try await body(scope) } catch {
      try? await scope.dropSchema()
      throw error
    }
    try await scope.dropSchema()
  }

  private func createSchema() async throws {
    try await database.withConnection(.newTenant(schema)) { connection in
      if database.files == nil { _ = try await connection.query("CREATE SCHEMA \(schema)") }
    }
  }

  private func dropSchema() async throws {
    guard let files = database.files else {
      return try await database.withConnection(.shared) { connection in
        _ = try await connection.query("DROP SCHEMA \(schema) CASCADE")
      }
    }
    let tombstone = try SchemaName("tombstone_" + uniqueSuffix())
    try await files.bury(schema, as: tombstone)
    try await files.purge(tombstone)
  }

  /// Lends a connection that sees the schema.
  @discardableResult
  func lease<Value: Sendable>(_ body: (borrowing ConnectionLease) async throws -> Value) async throws -> Value {
    try await database.withConnection(.work(schema), body)
  }

  /// A table of the schema.
  func table(_ name: String) throws -> TableReference { TableReference(try Identifier(name), in: .fixed(schema)) }

  /// Makes a table of one column `n` that holds no number twice.
  func createNumbers(_ name: String = "numbers") async throws -> TableReference {
    let table = try table(name)
    try await lease { connection in _ = try await connection.query("CREATE TABLE \(table) (n BIGINT NOT NULL UNIQUE)") }
    return table
  }

  /// The numbers in such a table, seen by a lease of its own.
  func numbers(in table: TableReference) async throws -> [Int64] {
    try await lease { connection in try await Self.numbers(in: table, connection) }
  }

  /// The numbers in such a table.
  static func numbers(in table: TableReference, _ connection: borrowing ConnectionLease) async throws -> [Int64] {
    try await connection.query("SELECT n FROM \(table) ORDER BY n").map { try $0.decode(0, as: Int64.self) }
  }

  /// The type that a kind of value is kept in.
  func columnType(of value: SQLValue) -> SQLFragment {
    switch dialect.engine {
    case .postgres: SQLFragment(raw: value.postgresType)
    case .sqlite: SQLFragment(raw: value.sqliteType)
    }
  }

  /// PostgreSQL's name for a kind of value, as a column may be declared on both engines.
  func declaredType(of value: SQLValue) -> SQLFragment {
    let name = value.postgresType
    guard dialect.engine == .sqlite, ["numeric", "jsonb"].contains(name) else { return SQLFragment(raw: name) }
    // Without the word SQLite makes a number of it, and drops digits.
    return SQLFragment(raw: name + " text")
  }
}

/// Letters that nobody else has.
func uniqueSuffix() -> String { String(UInt64.random(in: .min ... .max), radix: 36) }

extension SQLValue {
  fileprivate var postgresType: String {
    switch self {
    case .null, .text: "text"
    case .bool: "boolean"
    case .integer: "bigint"
    case .double: "double precision"
    case .bytes: "bytea"
    case .uuid: "uuid"
    case .timestamp: "timestamptz"
    case .json: "jsonb"
    case .textArray: "text[]"
    case .integerArray: "bigint[]"
    case .numeric: "numeric"
    case .date: "date"
    case .time: "time"
    case .localTimestamp: "timestamp"
    case .interval: "interval"
    case .network: "inet"
    case .range(let range): range.type.postgresName
    case .array(let list): list.elementType.postgresName + "[]"
    case .untyped: "text"
    }
  }

  fileprivate var sqliteType: String {
    switch self {
    case .bool, .integer: "INTEGER"
    case .double: "REAL"
    case .bytes: "BLOB"
    default: "TEXT"
    }
  }
}
