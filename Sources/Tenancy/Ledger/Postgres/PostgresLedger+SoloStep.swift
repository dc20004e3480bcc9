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
    // Everything happens in one session that nobody gets afterwards: it has settings of its own, and the lock.
    do {
      try await database.withSession { lease in
        try await lockAlone(scope, lease)
        try await build(statement, migration, scope, lease)
      }
    } catch { throw TenancyError(work: error, Self.translated) }
  }

  /// Keeps everybody else away from the tenant's statement: another one would take an index that is being built for a broken one.
  ///
  /// It asks again and again, as who waits inside of the server would keep the very index from being finished.
  private func lockAlone(_ scope: SoloStep.Scope, _ lease: borrowing ConnectionLease) async throws {
    let deadline = ContinuousClock.now + settings.lockTimeout
    while true {
      let rows = try await lease.query(
        """
        SELECT pg_catalog.pg_try_advisory_lock(pg_catalog.hashtextextended('tenantry:' || \(scope.tenantID)::text, 1952804466))
        """)
      if try rows.first?.decode(0, as: Bool.self) == true { return }
      guard ContinuousClock.now < deadline else {
        throw TenancyError(
          .headMoved, "Somebody else is building an index in schema \(scope.schema).", hint: "Run the command again later.")
      }
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  private func build(
    _ statement: SchemaScript.Statement, _ migration: MigrationReference, _ scope: SoloStep.Scope,
    _ lease: borrowing ConnectionLease
  ) async throws {
    if let index = DroppedIndex(statement.source)?.name {
      return try await remove(index, statement, migration, scope, lease)
    }
    let index = ConcurrentIndex(statement.source)?.name
    switch try await Self.state(of: index, in: scope.schema, lease) {
    case .missing: try await recordIntent(migration, index, scope, lease)
    case .valid:
      if try await Self.isPending(migration, scope.tenantID, lease) { return }
      // Either somebody finished it meanwhile, which the heads say, or it is somebody's own: the statement says whether that is fine.
      try await lease.run(Self.message([scope.enter]))
    case .invalid:
      try await recordIntent(migration, index, scope, lease)
      if let index { try await lease.query("DROP INDEX CONCURRENTLY IF EXISTS \(scope.schema).\(index)") }
    }
    try await run(statement, scope, lease)
    guard let index, try await Self.state(of: index, in: scope.schema, lease) == .invalid else { return }
    throw TenancyError(
      .statementFailed, "Index \(index) was built and is not valid.",
      hint: "Run the command again: it is dropped and built anew.", at: statement.source.location)
  }

  /// Drops an index, unless it went before a crash.
  private func remove(
    _ index: Identifier, _ statement: SchemaScript.Statement, _ migration: MigrationReference, _ scope: SoloStep.Scope,
    _ lease: borrowing ConnectionLease
  ) async throws {
    let isGone = try await Self.state(of: index, in: scope.schema, lease) == .missing
    if isGone, try await Self.isPending(migration, scope.tenantID, lease) { return }
    try await recordIntent(migration, index, scope, lease)
    try await run(statement, scope, lease)
  }

  private func recordIntent(
    _ migration: MigrationReference, _ index: Identifier?, _ scope: SoloStep.Scope, _ lease: borrowing ConnectionLease
  ) async throws {
    try await lease.run(
      Self.message([
        scope.enter,
        """
        INSERT INTO tenantry.pending_steps (tenant_id, migration, index_name)
        VALUES (\(scope.tenantID), \(migration.description), \(index?.text))
        ON CONFLICT (tenant_id) DO UPDATE SET migration = EXCLUDED.migration, index_name = EXCLUDED.index_name
        """,
      ]))
  }

  private func run(
    _ statement: SchemaScript.Statement, _ scope: SoloStep.Scope, _ lease: borrowing ConnectionLease
  ) async throws {
    let text = statement.source.text(tenantSchema: scope.schemas.tenant, sharedSchema: scope.schemas.shared)
    try await lease.query("SELECT pg_catalog.set_config('search_path', \(scope.path), false)")
    do {
      _ = try await lease.query(SQLFragment(raw: text))
    } catch {
      var located = error
      located.statementIndex = 0
      throw TenancyError(message: located, firstStatement: 0, statements: [statement], schemas: scope.schemas)
    }
  }

  // MARK: What is there

  private enum IndexState { case missing, valid, invalid }

  private static func state(
    of index: Identifier?, in schema: SchemaName, _ lease: borrowing ConnectionLease
  ) async throws(DatabaseError) -> IndexState {
    guard let index else { return .missing }
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

  private static func isPending(
    _ migration: MigrationReference, _ tenantID: Int64, _ lease: borrowing ConnectionLease
  ) async throws(DatabaseError) -> Bool {
    try await !lease.query(
      "SELECT FROM tenantry.pending_steps WHERE tenant_id = \(tenantID) AND migration = \(migration.description)"
    ).isEmpty
  }
}
