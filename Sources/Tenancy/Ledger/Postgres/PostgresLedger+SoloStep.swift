import Database
import Migrations
import Names
import SQL

/// A statement that cannot run in a transaction, and how a crash in the middle of it is found out and made good.
///
/// The intent is recorded first; then the statement runs on a connection of its own; then the outcome is recorded together with
/// the heads. Who finds an intent looks at what is there: a valid index is done, an invalid one is dropped and built anew.
struct SoloStep {
  /// Where the statement runs.
  struct Scope {
    var schema: SchemaName
    var tenantID: Int64
    var path: String
    var schemas: SchemaTexts
    var enter: SQLFragment
  }
}

extension PostgresLedger {
  func runAlone(_ step: SchemaScript.Step, _ scope: SoloStep.Scope) async throws(TenancyError) {
    guard let statement = step.statements.first, let migration = step.migrations.first else { return }
    let index = ConcurrentIndex(statement.source)?.name
    var isBuilt = false
    if let index {
      switch try await state(of: index, in: scope.schema) {
      case .valid: isBuilt = try await isPending(migration, scope.tenantID)
      // One that nobody of us began is somebody's own: the statement will say that the name is taken.
      case .invalid: if try await isPending(migration, scope.tenantID) { try await discard(index, in: scope.schema) }
      case .missing: break
      }
    }
    guard !isBuilt else { return }
    try await send([
      scope.enter,
      """
      INSERT INTO tenantry.pending_steps (tenant_id, migration, index_name) VALUES (\(scope.tenantID), \(migration.description), \(index?.text))
      ON CONFLICT (tenant_id) DO UPDATE SET migration = EXCLUDED.migration, index_name = EXCLUDED.index_name
      """,
    ])
    try await execute(statement, scope)
    guard let index, try await state(of: index, in: scope.schema) == .invalid else { return }
    throw TenancyError(
      .statementFailed, "Index \(index) was built and is not valid.",
      hint: "Run the command again: it is dropped and built anew.",
      at: statement.source.location)
  }

  /// Runs the statement with settings of the session, on a connection that is closed afterwards.
  private func execute(_ statement: SchemaScript.Statement, _ scope: SoloStep.Scope) async throws(TenancyError) {
    let text = statement.source.text(tenantSchema: scope.schemas.tenant, sharedSchema: scope.schemas.shared)
    do {
      try await database.withConnection(.shared) { lease in
        try await lease.query("SELECT pg_catalog.set_config('search_path', \(scope.path), false)")
        do {
          _ = try await lease.query(SQLFragment(raw: text))
        } catch {
          await lease.close()
          throw error
        }
        await lease.close()
      }
    } catch let error as DatabaseError {
      var located = error
      located.statementIndex = 0
      throw TenancyError(message: located, firstStatement: 0, statements: [statement], schemas: scope.schemas)
    } catch {
      throw TenancyError(.database, String(describing: error))
    }
  }

  private enum IndexState { case missing, valid, invalid }

  private func state(of index: Identifier, in schema: SchemaName) async throws(TenancyError) -> IndexState {
    try await perform { lease in
      let rows = try await lease.query(
        """
        SELECT i.indisvalid FROM pg_catalog.pg_index i
        JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = \(schema.text) AND c.relname = \(index.text)
        """)
      guard let row = rows.first else { return .missing }
      return try row.decode(0, as: Bool.self) ? .valid : .invalid
    }
  }

  private func isPending(_ migration: MigrationReference, _ tenantID: Int64) async throws(TenancyError) -> Bool {
    try await perform { lease in
      try await !lease.query(
        "SELECT FROM tenantry.pending_steps WHERE tenant_id = \(tenantID) AND migration = \(migration.description)"
      ).isEmpty
    }
  }

  private func discard(_ index: Identifier, in schema: SchemaName) async throws(TenancyError) {
    try await perform { lease in
      _ = try await lease.query("DROP INDEX CONCURRENTLY IF EXISTS \(schema).\(index)")
    }
  }
}
