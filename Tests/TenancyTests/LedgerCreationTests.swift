import Database
import Migrations
import Names
import SQL
import Tenancy
import Testing

/// How a tenant comes into being, on both engines: wholly or not at all.
@Suite struct LedgerCreationTests {
  @Test(arguments: TestEngine.available)
  func `a new tenant has its schema, heads, history, audit record and directory entry`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind) { scope in
      let target = try scope.target()
      let record = try await scope.create(from: target, domains: ["acme.example.com"])
      #expect(record.phase == .active)
      #expect(record.fault == nil)
      #expect(record.template == Samples.template)
      #expect(record.labels == [LabelKey(unchecked: "plan"): LabelValue(unchecked: "pro")])
      #expect(record.domains.map(\.text) == ["acme.example.com"])
      #expect(record.heads == target.sets[0].point(at: 3).map { [target.sets[0].name: $0] })
      #expect(try await scope.numbers("SELECT n FROM $.counter ORDER BY n") == [2, 3])
      let history = try await scope.ledger.history(of: record.name)
      #expect(history.map(\.action) == ["create"])
      #expect(history.first?.migrations == ["standard/0001_items", "standard/0002_counter", "standard/0003_more"])
      #expect(try await scope.ledger.auditTrail(of: record.name).map(\.action) == ["create"])
      let entry = try #require(try await scope.ledger.directory().first)
      #expect(entry.name == record.name && entry.database == .main && entry.phase == .active)
      #expect(entry.domains.map(\.text) == ["acme.example.com"])
    }
  }

  @Test(arguments: TestEngine.available)
  func `a suspended tenant is made like any other`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind) { scope in
      var tenant = try Samples.tenant()
      tenant.state = .suspended
      try await scope.engine.create(tenant, from: scope.target(), Samples.stamp)
      #expect(try await scope.record()?.phase == .suspended)
      #expect(try await scope.ledger.directory().map(\.phase) == [.suspended])
    }
  }

  @Test(arguments: TestEngine.available)
  func `an empty template makes an empty schema`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind) { scope in
      let record = try await scope.create(from: TemplateSets(template: Samples.template, sets: []))
      #expect(record.heads.isEmpty)
      #expect(try await scope.hasSchema("t_acme"))
    }
  }

  @Test(arguments: TestEngine.available)
  func `a name is given once`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind) { scope in
      let target = try scope.target()
      try await scope.create(from: target)
      let error = await failure { try await scope.create(from: target) }
      #expect(error?.code == .tenantExists)
      let other = await failure { try await scope.create(from: target, schema: "other") }
      #expect(other?.code == .tenantExists)
      #expect(try await !scope.hasSchema("other"))
      #expect(try await scope.numbers("SELECT n FROM $.counter ORDER BY n") == [2, 3])
    }
  }

  @Test(arguments: TestEngine.available)
  func `a schema that belongs to a tenant is not given to another`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind) { scope in
      let target = try scope.target()
      try await scope.create(from: target)
      let error = await failure { try await scope.create("globex", from: target, schema: "t_acme") }
      #expect(error?.code == .schemaExists)
      #expect(error?.message == "Schema t_acme belongs to tenant acme.")
      #expect(error?.hint == "Choose another schema.")
      #expect(try await scope.record("globex") == nil)
      #expect(try await scope.ledger.directory().map(\.name.text) == ["acme"])
    }
  }

  @Test(arguments: TestEngine.available)
  func `a schema that belongs to nobody is not taken over`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind) { scope in
      try await scope.database.withConnection(.newTenant(SchemaName("t_acme"))) { lease in
        if kind == .postgres { try await lease.query("CREATE SCHEMA t_acme") }
        try await lease.query(kind == .postgres ? "CREATE TABLE t_acme.mine (n integer)" : "CREATE TABLE mine (n integer)")
      }
      let target = try scope.target()
      let error = await failure { try await scope.create(from: target) }
      #expect(error?.code == .schemaExists)
      #expect(error?.hint?.contains("belongs to no tenant") == true)
      #expect(try await scope.record() == nil)
      #expect(try await scope.ledger.directory().isEmpty)
      #expect(try await scope.numbers("SELECT count(*) FROM $.mine") == [0])
    }
  }

  @Test(arguments: TestEngine.available)
  func `a domain leads to one tenant`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind) { scope in
      let target = try scope.target()
      try await scope.create(from: target, domains: ["a.example.com", "shared.example.com"])
      let error = await failure {
        try await scope.create("globex", from: target, domains: ["g.example.com", "shared.example.com"])
      }
      #expect(error?.code == .domainTaken)
      #expect(error?.message == "Domain shared.example.com leads to tenant acme.")
      #expect(try await scope.record("globex") == nil)
      #expect(try await !scope.hasSchema("t_globex"))
      #expect(try await scope.ledger.directory().map(\.name.text) == ["acme"])
      #expect(try await scope.texts("SELECT domain FROM \(scope.table("directory_domains"))").count == 2)
    }
  }

  @Test(arguments: TestEngine.available)
  func `a statement that fails is named and leaves nothing`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind) { scope in
      let target = try scope.target([
        "0001_items.sql": "CREATE TABLE items (id integer PRIMARY KEY);",
        "0002_broken.sql": "CREATE TABLE good (n integer);\n\n  INSERT INTO\n    nowhere VALUES (1);",
      ])
      let error = await failure { try await scope.create(from: target, domains: ["acme.example.com"]) }
      #expect(error?.code == .statementFailed)
      #expect(error?.underlying?.sqlState == .undefinedTable)
      #expect(error?.location?.file.hasSuffix("/0002_broken.sql") == true)
      // PostgreSQL points at the table; SQLite knows no more than the statement.
      let place = try #require(error?.location)
      #expect([place.line, place.column] == (kind == .postgres ? [5, 5] : [4, 3]))
      #expect(try await scope.record() == nil)
      #expect(try await !scope.hasSchema("t_acme"))
      #expect(try await scope.ledger.directory().isEmpty)
      #expect(try await scope.texts("SELECT action FROM \(scope.table("history"))").isEmpty)
      #expect(try await scope.texts("SELECT action FROM \(scope.table("audit"))").isEmpty)
      // What is repaired can be created at once.
      try await scope.create(from: scope.target(), domains: ["acme.example.com"])
    }
  }

  @Test(arguments: TestEngine.available)
  func `a seed that fails leaves nothing either`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind) { scope in
      var target = try scope.target()
      target.seed = try migrationSet(["0001_seed.sql": "INSERT INTO items VALUES (1, 'a'), (1, 'b');"], for: kind.dialect)
        .migrations[0].up
      let error = await failure { try await scope.create(from: target) }
      #expect(error?.code == .statementFailed)
      #expect(error?.underlying?.sqlState == .uniqueViolation)
      #expect(try await !scope.hasSchema("t_acme"))
    }
  }

  @Test(arguments: TestEngine.available)
  func `of two that create the same tenant at once one comes out`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind) { scope in
      let target = try scope.target()
      let errors = await withTaskGroup(of: TenancyError?.self) { group in
        for _ in 0..<4 { group.addTask { await failure { try await scope.create(from: target) } } }
        return await group.reduce(into: [TenancyError?]()) { $0.append($1) }
      }
      #expect(errors.contains { $0 == nil })
      #expect(errors.allSatisfy { $0 == nil || $0?.code == .tenantExists })
      #expect(try await scope.numbers("SELECT n FROM $.counter ORDER BY n") == [2, 3])
      #expect(try await scope.ledger.history(of: TenantName("acme")).map(\.action) == ["create"])
      #expect(try await scope.ledger.auditTrail(of: TenantName("acme")).count == 1)
    }
  }
}
