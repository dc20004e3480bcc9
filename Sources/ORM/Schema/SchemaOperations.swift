import Database
public import Names
import SQL

/// Makes and drops the tables of a registry's models: those, and nothing else.
///
/// It is for tests, tools and first steps. Schemas that live are changed by migrations.
public struct SchemaOperations: Sendable {
  let registry: Registry
  let database: DatabaseName

  /// Makes the tables of the shared models.
  public func createShared() async throws {
    try await registry.withOpenDatabase(database) { open in
      let plan = try SchemaPlan(registry, .shared, for: open.dialect)
      try await send(try plan.creation(), open, .shared, tenant: nil)
    }
  }

  /// Drops the tables of the shared models.
  public func dropShared() async throws {
    try await registry.withOpenDatabase(database) { open in
      try await send(try SchemaPlan(registry, .shared, for: open.dialect).removal(), open, .shared, tenant: nil)
    }
  }

  /// Makes a schema with the tables of the tenants' models: wholly, or not at all.
  ///
  /// - Throws: ``ORMError`` with ``ORMError/Code/invalidValue`` for a schema that no tenant may have; `DatabaseError` with state `42P06`
  ///   when it exists.
  public func create(_ schema: SchemaName) async throws {
    if let violation = schema.violationForTenant(shared: registry.sharedSchemaName, extensions: .extensions) {
      throw ORMError(.invalidValue, "The schema \(schema) \(violation.reason). \(violation.hint)")
    }
    try await registry.withOpenDatabase(database) { open in
      let statements = try SchemaPlan(registry, .tenant, for: open.dialect).creation()
      guard let files = open.files else {
        return try await send(["CREATE SCHEMA \(schema)"] + statements, open, .work(schema), tenant: schema)
      }
      try await createFile(of: schema, files, open, statements)
    }
  }

  private func createFile(
    of schema: SchemaName, _ files: any SchemaFiles, _ open: any Database, _ statements: [SQLFragment]
  ) async throws {
    try await files.withCreationLock(of: schema, patience: .seconds(10)) {
      guard !files.exists(schema) else {
        throw DatabaseError(.server, "The schema \(schema) exists already.", sqlState: SQLState("42P06"))
      }
      do {
        try await open.withConnection(.newTenant(schema)) { _ in }
        try await send(statements, open, .work(schema), tenant: schema)
      } catch {
        if files.exists(schema) { try await remove(schema, files) }
        throw error
      }
    }
  }

  /// Drops a schema with the tables of the tenants' models; refused when anything else is in it, unless `includingForeign` says so.
  public func drop(_ schema: SchemaName, includingForeign: Bool = false) async throws {
    if let violation = schema.violationForTenant(shared: registry.sharedSchemaName, extensions: .extensions) {
      throw ORMError(.invalidValue, "The schema \(schema) \(violation.reason). \(violation.hint)")
    }
    try await registry.withOpenDatabase(database) { open in
      if let files = open.files { return try await remove(schema, files) }
      let own = try SchemaPlan(registry, .tenant, for: open.dialect).removal()
      let end: SQLFragment = includingForeign ? "DROP SCHEMA \(schema) CASCADE" : "DROP SCHEMA \(schema)"
      try await send(own + [end], open, .shared, tenant: schema)
    }
  }

  private func remove(_ schema: SchemaName, _ files: any SchemaFiles) async throws {
    let tombstone = try SchemaName("tenantry_dropped_" + String(UInt64.random(in: .min ... .max), radix: 16))
    try await files.bury(schema, as: tombstone)
    try await files.purge(tombstone)
  }

  /// True when the schema exists.
  public func exists(_ schema: SchemaName) async throws -> Bool { try await list().contains(schema) }

  /// The schemas in which the first of the tenants' models has its table, in order.
  public func list() async throws -> [SchemaName] {
    try await registry.withOpenDatabase(database) { open in
      if let files = open.files { return try files.list() }
      guard let table = try SchemaPlan(registry, .tenant, for: open.dialect).tables.first else { return [] }
      let statement: SQLFragment = """
        SELECT n.nspname FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace \
        WHERE c.relname = \(table.descriptor.table.text) AND c.relkind IN ('r', 'p') \
        AND n.nspname <> \(registry.sharedSchemaName.text) ORDER BY n.nspname COLLATE "C"
        """
      return try await open.withConnection(.shared) { connection in
        try await connection.query(statement).compactMap { row in try? SchemaName(row.decode(0, as: String.self)) }
      }
    }
  }

  private func send(
    _ statements: [SQLFragment], _ open: any Database, _ target: ConnectionTarget, tenant: SchemaName?
  ) async throws {
    let schemas = SchemaResolution(tenant: tenant, shared: registry.sharedSchema(on: open.dialect))
    let message = SQLMessage(try statements.map { try $0.inlined(for: open.dialect, in: schemas) })
    guard !message.statements.isEmpty else { return }
    try await open.withConnection(target) { connection in _ = try await connection.run(message) }
  }
}

extension Registry {
  /// Makes and drops tables on a database; by default on the main one.
  public func schemas(on database: DatabaseName? = nil) -> SchemaOperations {
    SchemaOperations(registry: self, database: database ?? mainDatabase)
  }
}
