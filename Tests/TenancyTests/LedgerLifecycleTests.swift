import Database
import Migrations
import Names
import SQL
import Tenancy
import Testing

/// What becomes of a tenant later, on both engines.
@Suite struct LedgerLifecycleTests {
  private static let forgetful = LedgerSettings(nameRetention: .zero)

  @Test(arguments: TestEngine.available)
  func `a dropped tenant leaves a tombstone and frees its name and its domains`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind, settings: Self.forgetful) { scope in
      let target = try scope.target()
      let record = try await scope.create(from: target, domains: ["acme.example.com"])
      try await scope.engine.drop(record, Samples.stamp)
      #expect(try await scope.record() == nil)
      #expect(try await !scope.hasSchema("t_acme"))
      #expect(try await scope.ledger.directory().isEmpty)
      #expect(
        try await scope.texts("SELECT tombstone FROM \(scope.table("tenants"))") == ["tenantry_dropped_\(record.id)"])
      let successor = try await scope.create(from: target, domains: ["acme.example.com"])
      #expect(successor.id != record.id)
      #expect(try await scope.ledger.history(of: record.name).map(\.action) == ["create"])
    }
  }

  @Test(arguments: TestEngine.available)
  func `a dropped name is kept back for a while`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind, settings: LedgerSettings(nameRetention: .seconds(3600))) { scope in
      let target = try scope.target()
      let record = try await scope.create(from: target)
      try await scope.dropAndPurge(record)
      let error = await failure { try await scope.create(from: target) }
      #expect(error?.code == .nameKeptBack)
      #expect(error?.message.contains("Its name is free in ") == true)
      #expect(try await scope.record() == nil)
      // It is the schema that somebody may still know: under another one the tenant can come back.
      try await scope.create(from: target, schema: "t_acme2")
    }
  }

  @Test(arguments: TestEngine.available)
  func `a purged tenant leaves nothing but its records`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind) { scope in
      let record = try await scope.create(from: scope.target())
      try await scope.dropAndPurge(record)
      #expect(try await scope.texts("SELECT tombstone FROM \(scope.table("tenants"))") == [nil])
      if kind == .postgres { #expect(try await !scope.hasSchema("tenantry_dropped_\(record.id)")) }
      let actions = try await scope.texts(
        "SELECT action FROM \(scope.table("audit")) WHERE tenant_id = \(record.id) ORDER BY sequence")
      #expect(actions == ["create", "drop", "purge"])
    }
  }

  @Test(arguments: TestEngine.available)
  func `a tenant is dropped once`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind, settings: Self.forgetful) { scope in
      let target = try scope.target()
      let old = try await scope.create(from: target)
      try await scope.engine.drop(old, Samples.stamp)
      let again = await failure { try await scope.engine.drop(old, Samples.stamp) }
      #expect(again?.code == .tenantMissing)
      // An old record must not reach the tenant that has the name now.
      let successor = try await scope.create(from: target)
      let late = await failure { try await scope.dropAndPurge(old) }
      #expect(late != nil)
      #expect(try await scope.record() == successor)
      #expect(try await scope.numbers("SELECT n FROM $.counter ORDER BY n") == [2, 3])
    }
  }

  @Test(arguments: TestEngine.available)
  func `labels, domains, state and template are changed in the ledger and the directory`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind) { scope in
      let target = try scope.target()
      let record = try await scope.create(from: target, domains: ["old.example.com", "both.example.com"])
      var wanted = try Samples.tenant(domains: ["both.example.com", "new.example.com"])
      wanted.labels = [try LabelKey("region"): try LabelValue("it's \"ü\" \\ here")]
      wanted.state = .suspended
      wanted.template = TemplateName(unchecked: "pro")
      try await scope.engine.update(record, to: wanted, Samples.stamp)
      let changed = try #require(try await scope.record())
      #expect(changed.labels == wanted.labels)
      #expect(changed.domains == wanted.domains)
      #expect(changed.phase == .suspended)
      #expect(changed.template?.text == "pro")
      #expect(changed.heads == record.heads)
      let entry = try #require(try await scope.ledger.directory().first)
      #expect(entry.phase == .suspended && entry.domains == wanted.domains)
      // The domain that was given up is free.
      try await scope.create("globex", from: target, domains: ["old.example.com"])
    }
  }

  @Test(arguments: TestEngine.available)
  func `a change to a domain that is taken changes nothing`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind) { scope in
      let target = try scope.target()
      let record = try await scope.create(from: target)
      try await scope.create("globex", from: target, domains: ["globex.example.com"])
      var wanted = try Samples.tenant(domains: ["globex.example.com"])
      wanted.state = .suspended
      let error = await failure { [wanted] in try await scope.engine.update(record, to: wanted, Samples.stamp) }
      #expect(error?.code == .domainTaken)
      #expect(try await scope.record() == record)
    }
  }

  @Test(arguments: TestEngine.available)
  func `a schema that is gone is reported and not migrated`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind) { scope in
      let record = try await scope.create(from: scope.target(Samples.two))
      if let files = scope.database.files {
        try await files.bury(record.schema, as: SchemaName("elsewhere"))
      } else {
        try await scope.run("DROP SCHEMA t_acme CASCADE")
      }
      let found = try #require(try await scope.record())
      #expect(found.fault == .schemaMissing)
      let target = try scope.target()
      #expect(try await scope.ledger.tenants(TenantFilter(behind: [target])).count == 1)
      let error = await failure { _ = try await scope.engine.migrate(found, to: target, Samples.stamp) }
      #expect(error?.code == .schemaMissing)
      // One that did not look first is stopped in the database.
      let secondError = await failure { _ = try await scope.engine.migrate(record, to: target, Samples.stamp) }
      #expect(secondError?.code == .schemaMissing)
      try await scope.engine.drop(found, Samples.stamp)
      #expect(try await scope.record() == nil)
    }
  }
}
