import Database
import Manifest
import Names
import SQL
import Tenancy
import TenantOperations
import Testing

/// A fleet over several databases: a home that is embedded, and another database.
@Suite struct SeveralDatabasesTests {
  private func manifest(_ fleet: FleetScope, away: String = "${URL}", _ tenants: String...) throws -> Manifest {
    try fleet.manifest(
      text: """
        version: 1
        databases:
          main: {url: "sqlite:home"}
          away: {url: "\(away)"}
        shared: {schema: public, migrations: shared}
        templates: {standard: {migrations: tenant}}
        defaults: {database: main, template: standard}
        tenants: [\(tenants.joined(separator: ", "))]
        """)
  }

  @Test(arguments: TestEngine.available)
  func `every database gets its shared schema and its tenants`(_ kind: TestEngine) async throws {
    try await FleetScope.with(kind) { fleet in
      let manifest = try manifest(fleet, "{name: acme, database: away}", "{name: globex}")
      let report = try await fleet.apply(manifest)
      #expect(report.words == ["acme created", "globex created"])
      #expect(report.shared.mapValues(\.count) == [.main: 1, DatabaseName(unchecked: "away"): 1])
      #expect(try await fleet.apply(manifest).isUnchanged)
      let found = try await fleet.with(manifest) { try await $0.list(.all).tenants }
      #expect(found.map { "\($0.record.name) \($0.database)" } == ["acme away", "globex main"])
    }
  }

  @Test(arguments: TestEngine.available)
  func `a tenant is not moved by editing the manifest`(_ kind: TestEngine) async throws {
    try await FleetScope.with(kind) { fleet in
      try await fleet.apply(manifest(fleet, "{name: acme, database: away}"))
      let report = try await fleet.apply(manifest(fleet, "{name: acme}"))
      #expect(report.words == ["acme failed placement-differs"])
    }
  }

  @Test func `a database that is out does not keep the others from their work`() async throws {
    try await FleetScope.with(.sqlite) { fleet in
      // Nobody listens on port 1.
      let manifest = try manifest(
        fleet, away: "postgres://nobody@127.0.0.1:1/none", "{name: acme, database: away}", "{name: globex}")
      let report = try await fleet.apply(manifest)
      #expect(report.words == ["acme failed connection-failed", "globex created"])
      #expect(report.databaseErrors[DatabaseName(unchecked: "away")]?.kind == .unreachable)
      let status = try await fleet.with(manifest) { try await $0.status() }
      #expect(status.unreachable.count == 1)
      #expect(!status.isCurrent)
    }
  }

  @Test(arguments: TestEngine.available)
  func `a crash between the databases is made good by the next run`(_ kind: TestEngine) async throws {
    try await FleetScope.with(kind) { fleet in
      let manifest = try manifest(fleet, "{name: acme, database: away}")
      try await fleet.apply(manifest)
      func home(_ query: SQLFragment) async throws -> [String] {
        let database = try TestConnector().database(#require(manifest.databases.first), defaults: manifest.defaults)
        let texts = try await database.withConnection(.shared) { lease in
          try await lease.query(query).map { try $0.decode(0, as: String.self) }
        }
        await database.shutdown()
        return texts
      }
      _ = try await home("UPDATE tenantry_directory SET phase = 'creating' RETURNING name")
      #expect(try await fleet.apply(manifest).isUnchanged)
      #expect(try await home("SELECT phase FROM tenantry_directory") == ["active"])
    }
  }
}
