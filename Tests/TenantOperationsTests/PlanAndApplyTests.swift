import Database
import Manifest
import Names
import Tenancy
import TenantOperations
import Testing

/// The manifest against what is there, on both engines.
@Suite struct PlanAndApplyTests {
  @Test(arguments: TestEngine.available)
  func `an empty database gets everything, and the second run finds nothing`(_ kind: TestEngine) async throws {
    try await FleetScope.with(kind) { fleet in
      let manifest = try fleet.manifest("{name: globex}", "{name: acme, domains: [acme.example.com]}")
      let plan = try await fleet.with(manifest) { try await $0.plan() }
      #expect(plan.shared[.main]?.map(\.description) == ["shared/0001_plans"])
      #expect(plan.items.map(\.tenant.text) == ["acme", "globex"])
      #expect(!plan.isEmpty)
      // A plan makes nothing.
      #expect(try await fleet.with(manifest) { try await $0.plan() } == plan)
      let report = try await fleet.apply(manifest)
      #expect(report.words == ["acme created", "globex created"])
      #expect(report.shared[.main]?.count == 1)
      #expect(try await fleet.with(manifest) { try await $0.plan() }.isEmpty)
      let second = try await fleet.apply(manifest)
      #expect(second.isUnchanged)
      #expect(second.words == ["acme unchanged", "globex unchanged"])
    }
  }

  @Test(arguments: TestEngine.available)
  func `tenants that the manifest does not declare are named and not touched`(_ kind: TestEngine) async throws {
    try await FleetScope.with(kind) { fleet in
      try await fleet.apply(fleet.manifest("{name: acme}", "{name: globex}"))
      try fleet.addMigration()
      let report = try await fleet.apply(fleet.manifest("{name: acme}"))
      #expect(report.words == ["acme migrated 1"])
      #expect(report.unmanaged.map(\.text) == ["globex"])
      #expect(try await fleet.counter("globex") == [2])
      // To migrate it is another matter: that is for all tenants that there are.
      let migrated = try await fleet.with(fleet.manifest("{name: acme}")) { try await $0.migrate(.all, .test) }
      #expect(migrated.words == ["globex migrated 1"])
    }
  }

  @Test(arguments: TestEngine.available)
  func `labels, domains, state and an extending template are brought about`(_ kind: TestEngine) async throws {
    try await FleetScope.with(kind) { fleet in
      try await fleet.apply(fleet.manifest("{name: acme, domains: [a.example.com]}"))
      let wanted = try fleet.manifest(
        "{name: acme, template: pro, state: suspended, labels: {plan: pro}, domains: [b.example.com]}")
      let plan = try await fleet.with(wanted) { try await $0.plan() }
      #expect(plan.items.map(\.actions.count) == [2])
      #expect(try await fleet.apply(wanted).words == ["acme migrated 1"])
      let status = try await fleet.with(wanted) { try await $0.status() }
      let record = try #require(status.tenants.first?.tenant.record)
      #expect(record.template?.text == "pro")
      #expect(record.phase == .suspended)
      #expect(record.labels.map { "\($0.key)=\($0.value)" } == ["plan=pro"])
      #expect(record.domains.map(\.text) == ["b.example.com"])
      #expect(record.heads.count == 2)
      #expect(status.isCurrent)
      #expect(try await fleet.apply(wanted).isUnchanged)
      // Back to active, and nothing else.
      let active = try fleet.manifest("{name: acme, template: pro, labels: {plan: pro}, domains: [b.example.com]}")
      #expect(try await fleet.apply(active).words == ["acme updated state"])
    }
  }

  @Test(arguments: TestEngine.available)
  func `a template that does not extend the present one is refused, and the others go on`(_ kind: TestEngine) async throws {
    try await FleetScope.with(kind) { fleet in
      try await fleet.apply(fleet.manifest("{name: acme}"))
      let report = try await fleet.apply(fleet.manifest("{name: acme, template: other}", "{name: globex}"))
      #expect(report.words == ["acme failed template-differs", "globex created"])
      #expect(report.failures.first?.error?.kind == .conflicting)
      #expect(try await fleet.counter("acme") == [2])
    }
  }

  @Test(arguments: TestEngine.available)
  func `another schema for a tenant that exists is refused with its place`(_ kind: TestEngine) async throws {
    try await FleetScope.with(kind) { fleet in
      try await fleet.apply(fleet.manifest("{name: acme}"))
      let report = try await fleet.apply(fleet.manifest("{name: acme, schema: elsewhere}"))
      #expect(report.words == ["acme failed schema-differs"])
      #expect(report.failures.first?.error?.location?.line == 10)
    }
  }

  @Test(arguments: TestEngine.available)
  func `one tenant's failure neither stops nor undoes another's`(_ kind: TestEngine) async throws {
    try await FleetScope.with(kind) { fleet in
      let manifest = try fleet.manifest("{name: acme}", "{name: globex}", "{name: hooli}")
      try await fleet.apply(manifest)
      _ = try await fleet.with(manifest) {
        try await $0.execute(.text("CREATE TABLE late (n integer)", named: "<sql>"), in: .named("globex"), .test)
      }
      try fleet.addMigration("CREATE TABLE late (n integer);")
      let report = try await fleet.apply(manifest)
      #expect(report.words == ["acme migrated 1", "globex failed statement-failed", "hooli migrated 1"])
      #expect(report.failures.first?.error?.sqlState?.code == "42P07")
      #expect(report.failures.first?.error?.location?.file.hasSuffix("tenant/0003_more.sql") == true)
    }
  }

  @Test(arguments: TestEngine.available)
  func `a shared migration that fails leaves the tenants of its database as they are`(_ kind: TestEngine) async throws {
    try await FleetScope.with(kind) { fleet in
      let manifest = try fleet.manifest("{name: acme}")
      try await fleet.apply(manifest)
      try fleet.write("shared/0002_broken.sql", "-- migrate:up\nINSERT INTO nowhere VALUES (1);\n")
      try fleet.addMigration()
      let report = try await fleet.apply(manifest)
      #expect(report.databaseErrors[.main]?.code == "statement-failed")
      #expect(report.words == ["acme failed statement-failed"])
      #expect(try await fleet.counter("acme") == [2])
    }
  }

  @Test(arguments: TestEngine.available)
  func `a run that is asked to stop leaves the rest for the next one`(_ kind: TestEngine) async throws {
    try await FleetScope.with(kind) { fleet in
      let manifest = try fleet.manifest("{name: a}", "{name: b}", "{name: c}")
      var context = OperationContext.test
      context.jobs = 1
      context.shouldStop = { true }
      let report = try await fleet.with(manifest) { [context] in try await $0.apply(context) }
      #expect(report.words == ["a skipped", "b skipped", "c skipped"])
      #expect(report.skipped == 3)
      #expect(try await fleet.apply(manifest).words == ["a created", "b created", "c created"])
    }
  }
}
