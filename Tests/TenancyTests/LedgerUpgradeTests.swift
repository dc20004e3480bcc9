import Database
import Names
import SQL
import Tenancy
import Testing

/// A ledger of an older version is brought up to date by whoever opens it first.
@Suite struct LedgerUpgradeTests {
  @Test(arguments: TestEngine.available)
  func `a ledger of version 1 is upgraded, with its tenants`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind) { scope in
      let record = try await scope.create(from: scope.target())
      // What version 2 added is taken away again.
      if kind == .postgres {
        try await scope.run("DROP TABLE tenantry.retired_names")
        try await scope.run("DROP INDEX tenantry.tenants_tombstones")
        for function in ["rename_tenant", "purge_part", "purgeable", "check_free"] {
          try await scope.run("DROP FUNCTION tenantry.\(function)")
        }
        try await scope.run("DROP FUNCTION tenantry.update_tenant")
        let old = "(text, text, text, text, jsonb, text[], text, text, text) RETURNS void LANGUAGE sql AS 'SELECT'"
        try await scope.run("CREATE FUNCTION tenantry.update_tenant\(old)")
        try await scope.run("CREATE FUNCTION tenantry.purge_tenant(bigint, text, text) RETURNS void LANGUAGE sql AS 'SELECT'")
      } else {
        try await scope.run("DROP TABLE tenantry_retired_names")
        try await scope.run("DROP TABLE tenantry_renames")
      }
      try await scope.run("UPDATE \(scope.table("ledger")) SET version = 1")
      #expect(try await scope.ledger.open(creating: false))
      #expect(try await scope.record() == record)
      try await scope.engine.rename(
        record, to: TenantName("globex"), schema: SchemaName("t_globex"), Samples.stamp)
      try await scope.dropAndPurge(try #require(try await scope.record("globex")))
      #expect(try await scope.ledger.tombstones(of: nil).isEmpty)
      #expect(try await scope.ledger.open(creating: false))
    }
  }
}
