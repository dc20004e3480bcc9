import Database
import Migrations
import Names
import SQL
import Tenancy
import TenantryTestSupport
import Testing

/// Statements that cannot run in a transaction, and the states that a crash leaves them in.
@Suite(.requiresPostgres) struct ConcurrentIndexTests {
  private static let files: KeyValuePairs = [
    "0001_items.sql": "CREATE TABLE items (id integer, note text);",
    "0002_index.sql": "-- migrate:up transaction:false\nCREATE UNIQUE INDEX CONCURRENTLY items_id ON items (id);",
    "0003_more.sql": "CREATE TABLE more (n integer);",
  ]

  /// A tenant that has the table and lacks the index.
  private func withTenant(_ body: (LedgerScope, TenantRecord, TemplateSets) async throws -> Void) async throws {
    let settings = LedgerSettings(lockTimeout: .milliseconds(200))
    try await LedgerScope.with(.postgres, settings: settings) { scope in
      let target = try scope.target(Self.files)
      let record = try await scope.create(from: #require(target.upTo("0001")))
      try await body(scope, record, target)
    }
  }

  private func isValid(_ scope: LedgerScope) async throws -> [String?] {
    try await scope.texts("SELECT indisvalid::text FROM pg_index WHERE indexrelid = to_regclass('t_acme.items_id')")
  }

  /// Leaves the index as a failed build does.
  private func leaveInvalidIndex(_ scope: LedgerScope) async throws {
    try await scope.run("INSERT INTO t_acme.items VALUES (1, 'a'), (1, 'b')")
    await #expect(throws: (any Error).self) {
      try await scope.run("CREATE UNIQUE INDEX CONCURRENTLY items_id ON t_acme.items (id)")
    }
    try await scope.run("DELETE FROM t_acme.items WHERE note = 'b'")
    #expect(try await isValid(scope) == ["false"])
  }

  @Test func `an index is built beside the traffic, between the other migrations`() async throws {
    try await withTenant { scope, record, target in
      let applied = try await scope.engine.migrate(record, to: target, Samples.stamp)
      #expect(applied.count == 2)
      #expect(try await isValid(scope) == ["true"])
      #expect(try await scope.record()?.heads.values.map(\.position) == [3])
      #expect(try await scope.ledger.history(of: record.name).map(\.migrations.count) == [1, 1, 1])
      #expect(try await scope.texts("SELECT migration FROM tenantry.pending_steps").isEmpty)
    }
  }

  @Test func `a new tenant gets the index in its own transaction`() async throws {
    try await LedgerScope.with(.postgres) { scope in
      try await scope.create(from: scope.target(Self.files))
      #expect(try await isValid(scope) == ["true"])
      #expect(try await scope.ledger.history(of: TenantName("acme")).count == 1)
    }
  }

  @Test func `an index that a crash left invalid is dropped and built anew`() async throws {
    try await withTenant { scope, record, target in
      try await leaveInvalidIndex(scope)
      try await scope.run(
        "INSERT INTO tenantry.pending_steps VALUES (\(record.id), 'standard/0002_index', 'items_id', now())")
      #expect(try await scope.engine.migrate(record, to: target, Samples.stamp).count == 2)
      #expect(try await isValid(scope) == ["true"])
    }
  }

  @Test func `an index that was finished before a crash is not built again`() async throws {
    try await withTenant { scope, record, target in
      try await scope.run("CREATE UNIQUE INDEX items_id ON t_acme.items (id)")
      let number = "SELECT 't_acme.items_id'::regclass::oid::text"
      let before = try await scope.texts(number)
      try await scope.run(
        "INSERT INTO tenantry.pending_steps VALUES (\(record.id), 'standard/0002_index', 'items_id', now())")
      #expect(try await scope.engine.migrate(record, to: target, Samples.stamp).count == 2)
      #expect(try await scope.texts(number) == before)
    }
  }

  @Test func `an index of somebody else's under that name is not taken for ours, however often one tries`() async throws {
    try await withTenant { scope, record, target in
      try await scope.run("CREATE INDEX items_id ON t_acme.items (note)")
      for _ in 0..<2 {
        let error = await failure { _ = try await scope.engine.migrate(record, to: target, Samples.stamp) }
        #expect(error?.code == .statementFailed)
        #expect(error?.underlying?.sqlState == .duplicateTable)
        #expect(error?.location?.file.hasSuffix("/0002_index.sql") == true)
        #expect(try await scope.record()?.heads == record.heads)
      }
    }
  }

  @Test func `a build that fails is told with its place, and works once its cause is gone`() async throws {
    try await withTenant { scope, record, target in
      try await scope.run("INSERT INTO t_acme.items VALUES (1, 'a'), (1, 'b')")
      let error = await failure { _ = try await scope.engine.migrate(record, to: target, Samples.stamp) }
      #expect(error?.code == .statementFailed)
      #expect(error?.underlying?.sqlState == .uniqueViolation)
      #expect(error?.location?.line == 2)
      #expect(try await isValid(scope) == ["false"])
      try await scope.run("DELETE FROM t_acme.items")
      #expect(try await scope.engine.migrate(record, to: target, Samples.stamp).count == 2)
      #expect(try await isValid(scope) == ["true"])
    }
  }

  @Test func `several that migrate at once leave one whole index`() async throws {
    try await withTenant { scope, record, target in
      await withTaskGroup(of: TenancyError?.self) { group in
        for _ in 0..<3 {
          group.addTask { await failure { _ = try await scope.engine.migrate(record, to: target, Samples.stamp) } }
        }
        for await error in group { #expect(error == nil || error?.code == .headMoved) }
      }
      let current = try #require(try await scope.record())
      _ = try await scope.engine.migrate(current, to: target, Samples.stamp)
      #expect(try await isValid(scope) == ["true"])
      #expect(try await scope.record()?.heads.values.map(\.position) == [3])
    }
  }
}
