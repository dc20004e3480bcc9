import Database
import Names
import ORM
import SQL
import TenantryTestSupport
import Testing

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct ScopeTests {
  @Test(arguments: Engine.allCases) func `T27 a forgotten tenant throws before anything is sent`(engine: Engine) async throws {
    try await withRegistry(engine) { _ in
      #expect(await ORMError.code { _ = try await Project.query.all() } == .noTenant)
      #expect(await ORMError.code { _ = try await Ticket.query.delete() } == .noTenant)
      // Also where only a relation leads to a tenant's rows, and where a schema is named that is no tenant's.
      _ = try await makeUser()
      #expect(await ORMError.code { _ = try await User.query.prefetch { $0.projects }.all() } == .noTenant)
      for schema in [SchemaName.public, .main, .ledger] {
        #expect(await ORMError.code { _ = try await withSchema(schema) { try await Project.query.all() } } == .noTenant)
        #expect(await ORMError.code { _ = try await Project.query.using(schema: schema).all() } == .noTenant)
      }
    }
  }

  @Test(arguments: Engine.allCases) func `T3 a shared model works inside of a tenant`(engine: Engine) async throws {
    try await withRegistry(engine) { _ in
      let ada = try await makeUser()
      let inside = try await withTenant("acme") { try await User.query.all() }
      #expect(inside == [ada])
    }
  }

  @Test(arguments: Engine.allCases) func `T4 tenants' rows are joined with shared ones`(engine: Engine) async throws {
    try await withRegistry(engine) { _ in
      let ada = try await makeUser()
      try await withTenant("acme") {
        let project = try await makeProject("apollo", ada)
        _ = try await Ticket.create(.init(title: "t", project: Reference(project)))
        let ticket = try await Ticket.query.filter { $0.project.owner.name == "Ada" }.selectRelated { $0.project.owner }.get()
        let loaded = try ticket.project.loaded()
        #expect(loaded == project)
        #expect(try loaded.owner.loaded() == ada)
        #expect(!ticket.hasChanges)
      }
    }
  }

  @Test(arguments: Engine.allCases) func `T5 a query goes where it is executed, not where it was built`(engine: Engine)
    async throws
  {
    try await withRegistry(engine) { _ in
      let ada = try await makeUser()
      try await withTenant("acme") { _ = try await makeProject("a", ada) }
      try await withTenant("globex") { _ = try await makeProject("g", ada) }
      let built = try await withTenant("acme") { Project.query.filter { $0.id == 1 } }
      let slugs = try await withTenant("globex") { try await built.order { $0.id }.all().map(\.slug) }
      #expect(slugs == ["g"])
      // What was said explicitly stays.
      let fixed = try await withTenant("acme") { Project.query.using(schema: acme) }
      #expect(try await withTenant("globex") { try await fixed.all().map(\.slug) } == ["a"])
    }
  }

  @Test(arguments: Engine.allCases) func `explicit goes before tenant, tenant before schema`(engine: Engine) async throws {
    try await withRegistry(engine) { _ in
      let ada = try await makeUser()
      try await withSchema(acme) { _ = try await makeProject("a", ada) }
      let seen = try await withTenant("globex") {
        try await withSchema(acme) {
          (try await Project.query.count(), try await Project.query.using(schema: acme).count())
        }
      }
      #expect(seen == (0, 1))
    }
  }

  @Test(arguments: Engine.allCases) func `T8 equal keys in two tenants are two rows`(engine: Engine) async throws {
    try await withRegistry(engine) { _ in
      let ada = try await makeUser()
      let here = try await withTenant("acme") { try await makeProject("same", ada) }
      let there = try await withTenant("globex") { try await makeProject("same", ada) }
      #expect(here.id == there.id)
      #expect(here != there)
    }
  }

  @Test(arguments: Engine.allCases) func `T7 a row of one tenant is refused as a reference of another`(engine: Engine)
    async throws
  {
    try await withRegistry(engine) { _ in
      let ada = try await makeUser()
      let here = try await withTenant("acme") { try await makeProject("a", ada) }
      try await withTenant("globex") {
        let code = await ORMError.code { _ = try await Ticket.create(.init(title: "t", project: Reference(here))) }
        #expect(code == .foreignTenant)
        let there = try await makeProject("g", ada)
        let ticket = try await Ticket.create(.init(title: "t", project: Reference(there)))
        let changing = await ORMError.code {
          var ticket = ticket
          ticket.project = Reference(here)
          try await ticket.save()
        }
        #expect(changing == .foreignTenant)
      }
    }
  }

  @Test(arguments: Engine.allCases) func `a row is saved to where it came from`(engine: Engine) async throws {
    try await withRegistry(engine) { _ in
      let ada = try await makeUser()
      var here = try await withTenant("acme") { try await makeProject("a", ada) }
      _ = try await withTenant("globex") { try await makeProject("g", ada) }
      here.title = "Changed"
      let changed = here
      try await withTenant("globex") {
        var copy = changed
        try await copy.save()
      }
      #expect(try await withTenant("globex") { try await Project.query.get(1).title } == "G")
      #expect(try await withTenant("acme") { try await Project.query.get(1).title } == "Changed")
    }
  }

  @Test(arguments: Engine.allCases) func `a tenant that may not be used throws on entry`(engine: Engine) async throws {
    try await withRegistry(engine) { _ in
      #expect(await ORMError.code { try await withTenant("nobody") {} } == .tenantUnavailable)
      #expect(await ORMError.code { try await withTenant("No Name") {} } == .tenantUnavailable)
    }
  }

  @Test func `a tenant in scope says nothing about another registry`() async throws {
    try await withRegistry(.sqlite) { other in
      let ada = try await makeUser()
      try await withTenant("acme") { _ = try await makeProject("a", ada) }
      try await withRegistry(.sqlite) { _ in
        let code = try await withTenant("acme") {
          await ORMError.code { _ = try await ada.related { $0.projects }.query.all() }
        }
        #expect(code == .noTenant)
        // The row itself still finds where it came from.
        var again = ada
        try await again.refresh()
        let handle = try await other.tenant(named: "acme")
        let count = try await withTenant("globex") { try await handle.query(Project.self).count() }
        #expect(count == 1)
      }
    }
  }
}
