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

  @Test(arguments: TestEngine.available)
  func `a database that went down fails its own tenants, by name`(_ kind: TestEngine) async throws {
    try await FleetScope.with(kind) { fleet in
      let tenants = "[{name: acme, database: away}, {name: globex}, {name: hooli, database: third}]"
      func text(away: String) -> String {
        """
        version: 1
        databases:
          main: {url: "sqlite:home"}
          away: {url: "\(away)"}
          third: {url: "sqlite:third"}
        shared: {schema: public, migrations: shared}
        templates: {standard: {migrations: tenant}}
        defaults: {database: main, template: standard}
        tenants: \(tenants)
        """
      }
      try await fleet.apply(fleet.manifest(text: text(away: "${URL}")))
      try fleet.addMigration("INSERT INTO counter VALUES (3);\n-- migrate:down\nDELETE FROM counter;")
      let down = try fleet.manifest(text: text(away: "postgres://nobody@127.0.0.1:1/none"))
      try await fleet.with(down) { workspace in
        let report = try await workspace.migrate(.all, .test)
        #expect(report.words == ["acme failed connection-failed", "globex migrated 1", "hooli migrated 1"])
        #expect(report.failures.first?.error?.kind == .unreachable)
        #expect(try await workspace.migrate(.named("acme"), .test).words == ["acme failed connection-failed"])
        #expect(try await workspace.rollbackPlan(.named("globex"), .steps(1)).unreachable.isEmpty)
        #expect(try await workspace.rollBack(.named("acme"), .steps(1), .test).words == ["acme failed connection-failed"])
        let back = try await workspace.rollBack(.all, .steps(1), .test)
        #expect(back.words == ["acme failed connection-failed", "globex rolled back 1", "hooli rolled back 1"])
        let listing = try await workspace.list(.all)
        #expect(listing.tenants.map(\.record.name.text) == ["globex", "hooli"] && listing.unreachable.count == 1)
        #expect(listing.lost.map { "\($0.name) \($0.database)" } == ["acme away"])
        #expect(try await workspace.status().lost == listing.lost)
        #expect(try await workspace.list(.named("globex")).lost.isEmpty)
        let pruning = await failure { _ = try await workspace.apply(pruning: 0, .test) }
        #expect(pruning?.kind == .unreachable)
        let renaming = RenameRequest(TenantName(unchecked: "globex"), to: TenantName(unchecked: "initech"))
        #expect(try await workspace.rename(renaming, .test).words == ["initech renamed from globex, t_initech"])
      }
    }
  }

  @Test(arguments: TestEngine.available)
  func `a name that was given up is kept back on every database`(_ kind: TestEngine) async throws {
    try await FleetScope.with(kind) { fleet in
      let (acme, globex) = (TenantName(unchecked: "acme"), TenantName(unchecked: "globex"))
      let manifest = try manifest(
        fleet, "{name: acme, database: away, schema: chosen}", "{name: gone, database: away}", "{name: other}")
      try await fleet.apply(manifest)
      try await fleet.with(manifest, nameRetention: .seconds(3600)) { workspace in
        _ = try await workspace.rename(RenameRequest(acme, to: globex), .test)
        _ = try await workspace.drop([TenantName(unchecked: "gone")], purging: true, .test)
      }
      let moved = try self.manifest(fleet, "{name: acme}", "{name: gone}", "{name: other}")
      let words = ["acme failed name-kept-back", "gone failed name-kept-back"]
      let requests = ["acme", "gone"].map { CreationRequest(name: TenantName(unchecked: $0)) }
      let (applied, created, taken) = try await fleet.with(moved, nameRetention: .seconds(3600)) { workspace in
        let planned = try await workspace.plan().items.flatMap(\.actions)
        #expect(planned.count { if case .refuse = $0 { true } else { false } } == 2)
        let applied = try await workspace.apply(.test).words
        let created = try await workspace.create(requests, ifNotExists: false, .test).words
        let other = RenameRequest(TenantName(unchecked: "other"), to: acme)
        let taken = await failure { _ = try await workspace.rename(other, .test) }
        return (applied, created, taken)
      }
      #expect(applied == words + ["other unchanged"] && created == words)
      #expect(taken?.code == "name-kept-back" && taken?.kind == .busy)
      // The tenant itself takes its name back.
      let back = try await fleet.with(manifest, nameRetention: .seconds(3600)) {
        try await $0.rename(RenameRequest(globex, to: acme), .test).words
      }
      #expect(back == ["acme renamed from globex, chosen"])
      #expect(try await fleet.apply(moved).words.contains("gone created"))
    }
  }

  @Test(arguments: TestEngine.available)
  func `without the home, tenants elsewhere are still seen and migrated, and nothing is made`(_ kind: TestEngine) async throws {
    try await FleetScope.with(kind) { fleet in
      try await fleet.apply(manifest(fleet, "{name: acme, database: away}", "{name: globex}"))
      try fleet.addMigration()
      let down = try fleet.manifest(
        text: """
          version: 1
          databases:
            main: {url: "postgres://nobody@127.0.0.1:1/none"}
            away: {url: "${URL}"}
          shared: {schema: public, migrations: shared}
          templates: {standard: {migrations: tenant}}
          defaults: {database: main, template: standard}
          tenants: [{name: acme, database: away}, {name: globex}]
          """)
      try await fleet.with(down) { workspace in
        let status = try await workspace.status()
        #expect(status.tenants.map(\.tenant.record.name.text) == ["acme"] && status.unreachable.keys.map(\.text) == ["main"])
        let report = try await workspace.migrate(.all, .test)
        #expect(report.words == ["acme migrated 1"] && report.databaseErrors[.main]?.kind == .unreachable)
        let creation = [CreationRequest(name: TenantName(unchecked: "hooli"))]
        #expect(await failure { _ = try await workspace.create(creation, ifNotExists: false, .test) }?.kind == .unreachable)
      }
    }
  }
}
