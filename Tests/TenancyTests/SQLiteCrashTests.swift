import Database
import Migrations
import Names
import SQL
import Tenancy
import Testing

/// The moments between two files, at which a crash may come: running the same again goes on from there.
@Suite struct SQLiteCrashTests {
  /// Copies what `main.db` says of a tenant aside, runs work, and puts it back: the work in the tenant's own file stays.
  private func undoingMain(_ scope: LedgerScope, _ body: () async throws -> Void) async throws {
    let tables = ["tenantry_tenants", "tenantry_heads", "tenantry_history", "tenantry_audit"]
    for table in tables { try await scope.run("CREATE TABLE saved_\(table) AS SELECT * FROM \(table)") }
    try await body()
    for table in tables.reversed() { try await scope.run("DELETE FROM \(table)") }
    for table in tables { try await scope.run("INSERT INTO \(table) SELECT * FROM saved_\(table)") }
  }

  private func reserve(_ scope: LedgerScope) async throws {
    try await scope.run(
      """
      INSERT INTO tenantry_tenants (name, schema_name, template, isolation, phase, created_at, updated_at)
      VALUES ('acme', 't_acme', 'standard', 'qualified', 'creating', '2026-01-01T00:00:00.000000Z', '2026-01-01T00:00:00.000000Z')
      """)
  }

  @Test func `a reservation without a file is taken up`() async throws {
    try await LedgerScope.with(.sqlite) { scope in
      try await reserve(scope)
      let target = try scope.target()
      #expect(try await scope.ledger.tenants(TenantFilter(behind: [target])).map(\.phase) == [.creating])
      let record = try #require(try await scope.record())
      let error = await failure { _ = try await scope.engine.migrate(record, to: target, Samples.stamp) }
      #expect(error?.code == .schemaMissing)
      try await scope.create(from: target)
      #expect(try await scope.record()?.phase == .active)
      #expect(try await scope.ledger.history(of: record.name).count == 1)
    }
  }

  @Test func `a file that was finished is confirmed and not made again, with the migrations that it has`() async throws {
    try await LedgerScope.with(.sqlite) { scope in
      try await reserve(scope)
      try await undoingMain(scope) { try await scope.create(from: scope.target(Samples.two)) }
      #expect(try await scope.record()?.phase == .creating)
      // A migration was added between the crash and the next run.
      let target = try scope.target()
      let record = try await scope.create(from: target)
      #expect(record.phase == .active)
      #expect(record.heads.values.map(\.position) == [2])
      #expect(try await scope.numbers("SELECT n FROM $.counter") == [2])
      #expect(try await scope.ledger.history(of: record.name).map(\.migrations.count) == [2])
      #expect(try await scope.engine.migrate(record, to: target, Samples.stamp).count == 1)
      #expect(try await scope.numbers("SELECT n FROM $.counter ORDER BY n") == [2, 3])
    }
  }

  @Test func `a migration that main does not know of is recorded and not run again`() async throws {
    try await LedgerScope.with(.sqlite) { scope in
      let record = try await scope.create(from: scope.target(Samples.two))
      let target = try scope.target()
      try await undoingMain(scope) { _ = try await scope.engine.migrate(record, to: target, Samples.stamp) }
      #expect(try await scope.record()?.heads == record.heads)
      #expect(try await scope.engine.migrate(record, to: target, Samples.stamp).isEmpty)
      let current = try #require(try await scope.record())
      #expect(current.heads.values.map(\.position) == [3])
      #expect(try await scope.numbers("SELECT n FROM $.counter ORDER BY n") == [2, 3])
      #expect(try await scope.ledger.history(of: record.name).map(\.action) == ["create", "migrate"])
      #expect(try await scope.ledger.auditTrail(of: record.name).map(\.action) == ["create", "migrate"])
    }
  }

  @Test func `a file that was restored from before a migration gets it again`() async throws {
    try await LedgerScope.with(.sqlite) { scope in
      try await scope.create(from: scope.target(Samples.two))
      let (old, target) = (try #require(try await scope.record()), try scope.target())
      _ = try await scope.engine.migrate(old, to: target, Samples.stamp)
      let record = try #require(try await scope.record())
      try await scope.database.withConnection(.tenant(record.schema)) { lease in
        try await lease.query("DELETE FROM counter WHERE n = 3")
        try await lease.query("DELETE FROM tenantry_history WHERE action = 'migrate'")
        try await lease.query(
          "UPDATE tenantry_stamp SET head = \(old.heads.first?.value.head.hex), migration = '0002_counter', position = 2")
      }
      let more = try scope.target([
        "0001_items.sql": Samples.three[0].value, "0002_counter.sql": Samples.three[1].value,
        "0003_more.sql": Samples.three[2].value, "0004_next.sql": "INSERT INTO counter VALUES (4);",
      ])
      #expect(try await scope.engine.migrate(record, to: more, Samples.stamp).count == 2)
      #expect(try await scope.numbers("SELECT n FROM $.counter ORDER BY n") == [2, 3, 4])
      #expect(try await scope.record()?.heads.values.map(\.position) == [4])
    }
  }

  @Test func `a drop that was interrupted is finished`() async throws {
    try await LedgerScope.with(.sqlite) { scope in
      let record = try await scope.create(from: scope.target())
      try await scope.run("UPDATE tenantry_tenants SET phase = 'dropping'")
      #expect(try await scope.record()?.phase == .dropping)
      try await scope.database.files?.bury(record.schema, as: SchemaName("tenantry_dropped_\(record.id)"))
      try await scope.dropAndPurge(record)
      #expect(try await scope.record() == nil)
      #expect(try await scope.texts("SELECT phase FROM tenantry_tenants") == ["dropped"])
    }
  }

  @Test func `the file of another tenant is not migrated`() async throws {
    try await LedgerScope.with(.sqlite) { scope in
      let record = try await scope.create(from: scope.target(Samples.two))
      try await scope.database.withConnection(.tenant(record.schema)) { lease in
        _ = try await lease.query("UPDATE tenantry_tenant SET id = 77")
      }
      let target = try scope.target()
      let error = await failure { _ = try await scope.engine.migrate(record, to: target, Samples.stamp) }
      #expect(error?.code == .stampDiffers)
      #expect(try await scope.numbers("SELECT n FROM $.counter") == [2])
    }
  }
}
