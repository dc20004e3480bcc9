import Database
import Events
import Migrations
import Names
import SQL
import SQLiteDriver
import Tenancy
import TenantryTestSupport
import Testing

/// Tenants on a database that is not the home: the directory is at home, and a crash in between is made good.
@Suite struct TwoDatabaseTests {
  /// A home, and a database that tenants are placed on.
  private struct Fleet: Sendable {
    let home: LedgerScope
    let away: LedgerScope

    func directory() async throws -> [String] {
      try await home.ledger.directory().map { "\($0.name) \($0.database) \($0.phase.rawValue)" }
    }
  }

  private func withFleet(_ kind: TestEngine, _ body: (Fleet) async throws -> Void) async throws {
    try await withTemporaryDirectory { directory in
      let database = SQLiteDatabase(
        name: DatabaseName(unchecked: "home"),
        configuration: SQLiteConfiguration(directory: directory + "/home", busyTimeout: .seconds(60), durability: .normal))
      try await withDatabase(kind) { other in
        let settings = LedgerSettings(nameRetention: .zero)
        let home = try LedgerScope(.sqlite, database, settings)
        let away = try LedgerScope(kind, other, settings, home: home.ledger)
        for scope in [home, away] { #expect(try await scope.ledger.open(creating: true)) }
        try await body(Fleet(home: home, away: away))
      }
      await database.shutdown()
    }
  }

  @Test(arguments: TestEngine.available)
  func `a tenant elsewhere is in the directory at home`(_ kind: TestEngine) async throws {
    try await withFleet(kind) { fleet in
      try await fleet.away.create(from: fleet.away.target(), domains: ["acme.example.com"])
      try await fleet.home.create("globex", from: fleet.home.target())
      #expect(try await fleet.directory() == ["acme main active", "globex home active"])
      #expect(try await fleet.away.ledger.directory().isEmpty)
      #expect(try await fleet.home.ledger.tenants(TenantFilter()).map(\.name.text) == ["globex"])
      let record = try #require(try await fleet.away.record())
      var wanted = try Samples.tenant()
      wanted.state = .suspended
      try await fleet.away.engine.update(record, to: wanted, Samples.stamp)
      #expect(try await fleet.directory() == ["acme main suspended", "globex home active"])
      try await fleet.away.engine.drop(record, Samples.stamp)
      #expect(try await fleet.directory() == ["globex home active"])
    }
  }

  @Test(arguments: TestEngine.available)
  func `a name and a domain are unique in the fleet`(_ kind: TestEngine) async throws {
    try await withFleet(kind) { fleet in
      try await fleet.home.create(from: fleet.home.target(), domains: ["acme.example.com"])
      let target = try fleet.away.target()
      let secondError = await failure { try await fleet.away.create(from: target) }
      #expect(secondError?.code == .tenantExists)
      let error = await failure { try await fleet.away.create("globex", from: target, domains: ["acme.example.com"]) }
      #expect(error?.code == .domainTaken, "\(String(describing: error))")
      #expect(try await fleet.directory() == ["acme home active"])
      #expect(try await fleet.away.ledger.tenants(TenantFilter()).isEmpty)
      #expect(try await !fleet.away.hasSchema("t_acme"))
    }
  }

  @Test(arguments: TestEngine.available)
  func `a creation that is refused gives its reservation back`(_ kind: TestEngine) async throws {
    try await withFleet(kind) { fleet in
      let broken = try fleet.away.target(["0001_x.sql": "INSERT INTO nowhere VALUES (1);"])
      let error = await failure { try await fleet.away.create(from: broken) }
      #expect(error?.code == .statementFailed)
      #expect(try await fleet.directory().isEmpty)
      try await fleet.home.create(from: fleet.home.target())
    }
  }

  @Test(arguments: TestEngine.available)
  func `a second creation leaves the entry of the first as it is`(_ kind: TestEngine) async throws {
    try await withFleet(kind) { fleet in
      let target = try fleet.away.target()
      try await fleet.away.create(from: target, domains: ["acme.example.com"])
      let error = await failure { try await fleet.away.create(from: target) }
      #expect(error?.code == .tenantExists)
      let entry = try #require(try await fleet.home.ledger.directory().first)
      #expect(entry.phase == .active)
      #expect(entry.domains.map(\.text) == ["acme.example.com"])
    }
  }

  @Test(arguments: TestEngine.available)
  func `what a crash left undone at home is put right`(_ kind: TestEngine) async throws {
    try await withFleet(kind) { fleet in
      let target = try fleet.away.target()
      try await fleet.away.create("made", from: target, domains: ["made.example.com"])
      let dropped = try await fleet.away.create("dropped", from: target)
      // The three moments of a crash: after the reservation, after the tenant was made, after it was dropped.
      let reserved = try Samples.tenant("reserved")
      try await fleet.home.ledger.enlist(
        DirectoryEntry(name: reserved.name, schema: reserved.schema, database: .main, phase: .creating, domains: []))
      try await fleet.home.run("UPDATE tenantry_directory SET phase = 'creating' WHERE name = 'made'")
      try await fleet.away.ledger.drop(dropped, Samples.stamp)
      #expect(try await fleet.directory() == ["dropped main active", "made main creating", "reserved main creating"])
      try await fleet.away.engine.reconcileDirectory()
      #expect(try await fleet.directory() == ["made main active", "reserved main creating"])
      try await fleet.away.create("reserved", from: target)
      #expect(try await fleet.directory() == ["made main active", "reserved main active"])
    }
  }

  @Test(arguments: TestEngine.available)
  func `a directory that was lost is rebuilt`(_ kind: TestEngine) async throws {
    try await withFleet(kind) { fleet in
      try await fleet.away.create(from: fleet.away.target(), domains: ["acme.example.com"])
      let before = try await fleet.home.ledger.directory()
      try await fleet.home.run("DELETE FROM tenantry_directory")
      #expect(try await fleet.directory().isEmpty)
      try await fleet.away.engine.reconcileDirectory()
      #expect(try await fleet.home.ledger.directory() == before)
    }
  }

  @Test(arguments: TestEngine.available)
  func `a rename is known at home, and its domains come along`(_ kind: TestEngine) async throws {
    try await withFleet(kind) { fleet in
      let record = try await fleet.away.create(from: fleet.away.target(), domains: ["acme.example.com"])
      try await fleet.home.create("globex", from: fleet.home.target())
      let taken = await failure {
        try await fleet.away.engine.rename(record, to: TenantName("globex"), schema: record.schema, Samples.stamp)
      }
      #expect(taken?.code == .tenantExists)
      #expect(try await fleet.directory() == ["acme main active", "globex home active"])
      try await fleet.away.engine.rename(record, to: TenantName("initech"), schema: SchemaName("t_initech"), Samples.stamp)
      #expect(try await fleet.directory() == ["globex home active", "initech main active"])
      #expect(try await fleet.home.ledger.directory().last?.domains.map(\.text) == ["acme.example.com"])
    }
  }

  @Test(arguments: TestEngine.available)
  func `a rename that was interrupted is put right at home`(_ kind: TestEngine) async throws {
    try await withFleet(kind) { fleet in
      let record = try await fleet.away.create(from: fleet.away.target(), domains: ["acme.example.com"])
      let (name, schema) = (TenantName(unchecked: "initech"), SchemaName(unchecked: "t_initech"))
      // After the reservation: the same rename goes on from there.
      try await fleet.home.ledger.enlist(
        DirectoryEntry(name: name, schema: schema, database: .main, phase: .creating, domains: []))
      // After the rename on the tenant's own database.
      try await fleet.away.ledger.rename(record, to: name, schema: schema, Samples.stamp)
      #expect(try await fleet.directory() == ["acme main active", "initech main creating"])
      try await fleet.away.engine.reconcileDirectory()
      #expect(try await fleet.directory() == ["initech main active"])
      #expect(try await fleet.home.ledger.directory().last?.domains.map(\.text) == ["acme.example.com"])
    }
  }
}
