import Names
import Tenancy
import TenantOperations
import Testing

/// Taking migrations back, and files that are not what was applied.
@Suite struct RollbackAndDivergenceTests {
  private func writeDowns(_ fleet: FleetScope) throws {
    try fleet.write(
      "tenant/0002_counter.sql",
      "-- migrate:up\nCREATE TABLE counter (n integer);\nINSERT INTO counter VALUES (2);\n-- migrate:down\nDROP TABLE counter;\n")
    try fleet.write(
      "tenant/0003_more.sql",
      "-- migrate:up\nINSERT INTO counter VALUES (3);\n-- migrate:down\nDELETE FROM counter WHERE n = 3;\n")
  }

  @Test(arguments: TestEngine.available)
  func `a fleet goes back to a version, and who is there already stays`(_ kind: TestEngine) async throws {
    try await FleetScope.with(kind) { fleet in
      try writeDowns(fleet)
      let manifest = try fleet.manifest("{name: acme}", "{name: globex}")
      try await fleet.apply(manifest)
      try await fleet.with(manifest) { workspace in
        #expect(try await workspace.rollBack(.named("acme"), .steps(1), .test).words == ["acme rolled back 1"])
        let plan = try await workspace.rollbackPlan(.all, .to("2"))
        #expect(plan.items.map(\.tenant.text) == ["globex"] && plan.unchanged.map(\.tenant.text) == ["acme"])
        #expect(try await workspace.rollBack(.all, .to("2"), .test).words == ["acme unchanged", "globex rolled back 1"])
        #expect(try await workspace.rollBack(.all, .to("2"), .test).isUnchanged)
        #expect(await failure { _ = try await workspace.rollBack(.all, .to("77"), .test) }?.code == "migration-missing")
      }
      #expect(try await fleet.counter("globex") == [2])
      #expect(try await fleet.apply(manifest).words == ["acme migrated 1", "globex migrated 1"])
    }
  }

  @Test(arguments: TestEngine.available)
  func `a migration without a down section stops everything before it begins`(_ kind: TestEngine) async throws {
    try await FleetScope.with(kind) { fleet in
      try writeDowns(fleet)
      let manifest = try fleet.manifest("{name: acme}", "{name: globex}")
      try await fleet.apply(manifest)
      try await fleet.with(manifest) { workspace in
        let error = await failure { _ = try await workspace.rollBack(.all, .everything, .test) }
        #expect(error?.code == "irreversible" && error?.kind == .conflicting)
        #expect(error?.location?.file.hasSuffix("0001_items.sql") == true && error?.location?.line == 2)
      }
      #expect(try await fleet.counter("acme") == [2, 3])
    }
  }

  @Test(arguments: TestEngine.available)
  func `the last applied migration goes first, whichever set it is of`(_ kind: TestEngine) async throws {
    try await FleetScope.with(kind) { fleet in
      try writeDowns(fleet)
      try fleet.write(
        "pro/0001_extras.sql", "-- migrate:up\nCREATE TABLE extras (n integer);\n-- migrate:down\nDROP TABLE extras;\n")
      let manifest = try fleet.manifest("{name: acme, template: pro}")
      try await fleet.apply(manifest)
      try fleet.write(
        "tenant/0004_last.sql",
        "-- migrate:up\nINSERT INTO counter VALUES (4);\n-- migrate:down\nDELETE FROM counter WHERE n = 4;\n")
      try await fleet.apply(manifest)
      try await fleet.with(manifest) { workspace in
        func taken() async throws -> [String] {
          guard
            case .rolledBack(let migrations)? = try await workspace.rollBack(.named("acme"), .steps(1), .test).outcomes.first?
              .result
          else { return [] }
          return migrations.map(\.description)
        }
        let order = [try await taken(), try await taken(), try await taken()]
        #expect(order == [["standard/0004_last"], ["pro/0001_extras"], ["standard/0003_more"]])
      }
    }
  }

  @Test(arguments: TestEngine.available)
  func `the first file that changed is named, and nobody is created beside`(_ kind: TestEngine) async throws {
    try await FleetScope.with(kind) { fleet in
      try fleet.addMigration()
      let manifest = try fleet.manifest("{name: acme}")
      try await fleet.apply(manifest)
      try fleet.write("tenant/0002_counter.sql", "-- migrate:up\nCREATE TABLE counter (n bigint);\n")
      try await fleet.with(manifest) { workspace in
        guard case .broken(let error)? = try await workspace.status().tenants.first?.condition else {
          Issue.record("not broken")
          return
        }
        #expect(error.code == "lineage-diverged")
        #expect(error.location?.file.hasSuffix("0002_counter.sql") == true)
        let migration = try await workspace.migrate(.all, .test).failures.first?.error
        #expect(migration?.location == error.location)
        let names = [CreationRequest(name: TenantName(unchecked: "globex"))]
        let creation = try await workspace.create(names, ifNotExists: false, .test)
        #expect(creation.words == ["globex failed fleet-diverged"])
        #expect(creation.failures.first?.error?.kind == .conflicting)
      }
      let more = try fleet.manifest("{name: acme}", "{name: globex}")
      #expect(try await fleet.apply(more).words == ["acme failed lineage-diverged", "globex failed fleet-diverged"])
      #expect(
        try await fleet.with(more) { try await $0.createAll(.test) }.words == ["acme unchanged", "globex failed fleet-diverged"])
    }
  }

  @Test(arguments: TestEngine.available)
  func `a schema that only the ledger knows is not written literally either`(_ kind: TestEngine) async throws {
    try await FleetScope.with(kind) { fleet in
      try await fleet.apply(fleet.manifest("{name: acme}", "{name: secret}"))
      try fleet.addMigration("INSERT INTO counter SELECT n FROM t_secret.counter;")
      let manifest = try fleet.manifest("{name: acme}")
      for work in [
        { @Sendable (workspace: Workspace) async throws in _ = try await workspace.apply(.test) },
        { _ = try await $0.migrate(.all, .test) },
      ] {
        let error = await failure { try await fleet.with(manifest) { try await work($0) } }
        #expect(error?.code == "literal-schema" && error?.kind == .malformed)
        #expect(error?.location?.file.hasSuffix("0003_more.sql") == true)
      }
      #expect(try await fleet.counter("acme") == [2])
    }
  }
}
