import Migrations
import Names
import Tenancy
import TenantOperations
import Testing

/// Single operations, on both engines.
@Suite struct CreateMigrateStatusTests {
  private func request(_ name: String, template: String? = nil) -> CreationRequest {
    CreationRequest(name: TenantName(unchecked: name), template: template.map { TemplateName(unchecked: $0) })
  }

  @Test(arguments: TestEngine.available)
  func `a named tenant is created from its entry, another one from the defaults`(_ kind: TestEngine) async throws {
    try await FleetScope.with(kind) { fleet in
      let manifest = try fleet.manifest("{name: acme, schema: acme_kept, labels: {plan: pro}}")
      let report = try await fleet.with(manifest) {
        try await $0.create([request("acme"), request("walk-in", template: "pro")], ifNotExists: false, .test)
      }
      #expect(report.words == ["acme created", "walk-in created"])
      let found = try await fleet.with(manifest) { try await $0.list(.all).tenants }.map(\.record)
      #expect(found.map(\.schema.text) == ["acme_kept", "t_walk_in"])
      #expect(found.map(\.template?.text) == ["standard", "pro"])
      let again = try await fleet.with(manifest) { try await $0.create([request("acme")], ifNotExists: false, .test) }
      #expect(again.failures.first?.error?.kind == .exists)
      let fine = try await fleet.with(manifest) { try await $0.create([request("acme")], ifNotExists: true, .test) }
      #expect(fine.isUnchanged)
    }
  }

  @Test(arguments: TestEngine.available)
  func `a template that is not declared is found before anything is made`(_ kind: TestEngine) async throws {
    try await FleetScope.with(kind) { fleet in
      let manifest = try fleet.manifest()
      let error = await failure {
        _ = try await fleet.with(manifest) {
          try await $0.create([request("acme", template: "none")], ifNotExists: false, .test)
        }
      }
      #expect(error?.code == "template-missing")
      let secondError = await failure { _ = try await fleet.with(manifest) { try await $0.status() } }
      #expect(secondError?.code == "ledger-missing")
    }
  }

  @Test(arguments: TestEngine.available)
  func `create all makes what is missing and leaves who is behind`(_ kind: TestEngine) async throws {
    try await FleetScope.with(kind) { fleet in
      try await fleet.apply(fleet.manifest("{name: acme}"))
      try fleet.addMigration()
      let report = try await fleet.with(fleet.manifest("{name: acme}", "{name: globex}")) { try await $0.createAll(.test) }
      #expect(report.words == ["acme unchanged", "globex created"])
      #expect(try await fleet.counter("acme") == [2])
      #expect(try await fleet.counter("globex") == [2, 3])
    }
  }

  @Test(arguments: TestEngine.available)
  func `migrate takes the selected ones that are behind, up to a version`(_ kind: TestEngine) async throws {
    try await FleetScope.with(kind) { fleet in
      let manifest = try fleet.manifest(
        "{name: acme, labels: {wave: canary}}", "{name: globex}", "{name: hooli, state: suspended}")
      try await fleet.apply(manifest)
      try fleet.addMigration()
      try fleet.write("tenant/0004_late.sql", "-- migrate:up\nINSERT INTO counter VALUES (4);\n")
      let labels = [LabelKey(unchecked: "wave"): LabelValue(unchecked: "canary")]
      let dry = try await fleet.with(manifest) { try await $0.migrationPlan(TenantSelection(labels: labels)) }
      #expect(dry.items.map(\.tenant.text) == ["acme"])
      let canary = try await fleet.with(manifest) { try await $0.migrate(TenantSelection(labels: labels), to: "3", .test) }
      #expect(canary.words == ["acme migrated 1"])
      let bounded = try await fleet.with(manifest) { try await $0.migrate(.all, to: "0003_more", .test) }
      #expect(bounded.words.filter { !$0.hasSuffix("unchanged") } == ["globex migrated 1", "hooli migrated 1"])
      #expect(try await fleet.counter("acme") == [2, 3])
      let all = try await fleet.with(manifest) { try await $0.migrate(.all, .test) }
      #expect(all.words == ["acme migrated 1", "globex migrated 1", "hooli migrated 1"])
      let report = try await fleet.with(manifest) { try await $0.migrate(.all, .test) }
      #expect(report.isUnchanged)
      let named = try await fleet.with(manifest) { try await $0.migrate(.named("acme"), .test) }
      #expect(named.words == ["acme unchanged"])
    }
  }

  @Test(arguments: TestEngine.available)
  func `who and what does not exist is said`(_ kind: TestEngine) async throws {
    try await FleetScope.with(kind) { fleet in
      let manifest = try fleet.manifest("{name: acme}")
      try await fleet.apply(manifest)
      try await fleet.with(manifest) { workspace in
        let error = await failure { _ = try await workspace.migrate(.named("nobody"), .test) }
        #expect(error?.code == "tenant-missing")
        let secondError = await failure { _ = try await workspace.migrate(.all, to: "0099", .test) }
        #expect(secondError?.code == "migration-missing")
        let thirdError = await failure { _ = try await workspace.status(.named("nobody")) }
        #expect(thirdError?.code == "tenant-missing")
        let fourthError = await failure { _ = try await workspace.history(of: TenantName("nobody")) }
        #expect(fourthError?.code == "tenant-missing")
        #expect(
          await failure { _ = try await workspace.drop([TenantName("nobody")], purging: false, .test) }?.code == "tenant-missing")
      }
    }
  }

  @Test(arguments: TestEngine.available)
  func `a template that is gone from the manifest breaks its tenants and no others`(_ kind: TestEngine) async throws {
    try await FleetScope.with(kind) { fleet in
      try await fleet.apply(fleet.manifest("{name: acme}", "{name: odd, template: other}"))
      try fleet.addMigration()
      let manifest = try fleet.manifest("{name: acme}", templates: "  standard: {migrations: tenant, seed: seed.sql}")
      let status = try await fleet.with(manifest) { try await $0.status() }
      #expect(
        status.tenants.map(\.condition) == [
          .behind([MigrationReference(set: .init(Samples.standard), migration: .init(unchecked: "0003_more"))]),
          .broken(try #require(status.broken(1))),
        ])
      #expect(status.broken(1)?.code == "template-missing")
      let report = try await fleet.with(manifest) { try await $0.migrate(.all, .test) }
      #expect(report.words == ["acme migrated 1", "odd failed template-missing"])
    }
  }

  @Test(arguments: TestEngine.available)
  func `status counts who is where`(_ kind: TestEngine) async throws {
    try await FleetScope.with(kind) { fleet in
      try await fleet.apply(fleet.manifest("{name: acme}", "{name: globex}"))
      try fleet.addMigration()
      try fleet.write("shared/0002_more.sql", "-- migrate:up\nCREATE TABLE more (n integer);\n")
      let manifest = try fleet.manifest("{name: acme}", "{name: globex}", "{name: hooli}")
      _ = try await fleet.with(manifest) { try await $0.migrate(.named("acme"), to: "3", .test) }
      let status = try await fleet.with(manifest) { try await $0.status() }
      #expect([status.current, status.behind, status.broken] == [1, 1, 0])
      #expect(status.missing.map(\.text) == ["hooli"])
      #expect(status.shared[.main]?.pending.map(\.description) == ["shared/0002_more"])
      #expect(!status.isCurrent)
      try await fleet.apply(manifest)
      let secondStatus = try await fleet.with(manifest) { try await $0.status() }
      #expect(secondStatus.isCurrent)
    }
  }

  @Test(arguments: TestEngine.available)
  func `dropped tenants are gone and can come back`(_ kind: TestEngine) async throws {
    try await FleetScope.with(kind) { fleet in
      let manifest = try fleet.manifest("{name: acme}", "{name: globex}")
      try await fleet.apply(manifest)
      let names = [TenantName(unchecked: "acme")]
      let report = try await fleet.with(manifest) { try await $0.drop(names, purging: true, .test) }
      #expect(report.words == ["acme purged"])
      let tenants = try await fleet.with(manifest) { try await $0.list(.all).tenants }
      #expect(tenants.map(\.record.name.text) == ["globex"])
      #expect(try await fleet.apply(manifest).words == ["acme created", "globex unchanged"])
    }
  }
}

private enum Samples {
  static let standard = TemplateName(unchecked: "standard")
}

extension FleetStatus {
  /// Why a tenant is broken.
  fileprivate func broken(_ index: Int) -> OperationError? {
    if case .broken(let error) = tenants[index].condition { error } else { nil }
  }
}
