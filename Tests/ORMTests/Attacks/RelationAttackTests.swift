import Database
import Names
import ORM
import TenantryTestSupport
import Testing

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct RelationAttackTests {
  @Test(arguments: Engine.allCases) func `a query of one tenant cannot be filtered by the row of another`(engine: Engine)
    async throws
  {
    try await withRegistry(engine) { _ in
      let ada = try await makeUser()
      let ours = try await withTenant("acme") { try await makeProject("a", ada) }
      try await withTenant("globex") {
        let theirs = try await makeProject("g", ada)
        #expect(theirs.id == ours.id)
        _ = try await Ticket.create(.init(title: "theirs", project: Reference(theirs)))
        #expect(await ORMError.code { _ = try await Ticket.query.filter { $0.project == ours }.all() } == .foreignTenant)
        #expect(await ORMError.code { _ = try await Ticket.query.filter { $0.project == ours }.count() } == .foreignTenant)
        #expect(await ORMError.code { try await Ticket.query.filter { $0.project == ours }.delete() } == .foreignTenant)
        #expect(
          await ORMError.code { try await Ticket.query.exclude { $0.project == ours }.update { $0.done.set(to: true) } }
            == .foreignTenant)
        // A shared row may be asked for everywhere.
        #expect(try await Ticket.query.filter { $0.project.owner == ada }.count() == 1)
        #expect(try await Ticket.query.filter { $0.project == theirs }.count() == 1)
      }
    }
  }

  @Test(arguments: Engine.allCases) func `many-to-many rows are prefetched from both sides`(engine: Engine) async throws {
    try await withRegistry(engine) { _ in
      let ada = try await makeUser()
      for tenant in ["acme", "globex"] {
        try await withTenant(tenant) {
          let tags = try await Tag.query.createAll(["x", "y"].map { .init(name: "\(tenant) \($0)") })
          for slug in ["a", "b"] { try await makeProject(slug, ada).related { $0.tags }.add(contentsOf: tags) }
        }
      }
      try await withTenant("acme") {
        let tags = try await Tag.query.prefetch {
          $0.projects
        } _: {
          $0.order { $0.slug }.prefetch { $0.tags }
        }.all()
        let slugs = try tags.map { try $0.projects.loaded().map(\.slug) }
        #expect(slugs == [["a", "b"], ["a", "b"]])
        let inner = try tags.flatMap { try $0.projects.loaded() }.flatMap { try $0.tags.loaded() }
        #expect(Set(inner.map(\.name)) == ["acme x", "acme y"])
        #expect(inner.allSatisfy { $0.origin?.schema == acme })
      }
    }
  }

  @Test(arguments: Engine.allCases) func `composite keys of texts that look the same are not the same`(engine: Engine)
    async throws
  {
    try await withPlaces(engine) { _ in
      // The second is written with a letter and a combining mark: Swift takes both for equal, databases do not.
      let names = ["caf\u{E9}", "cafe\u{301}"]
      for (index, name) in names.enumerated() {
        let whole = try await Place.create(.init("x", name))
        _ = try await Place.create(.init("part", "\(index)", within: Reference(whole)))
      }
      let wholes = try await Place.query.filter { $0.country == "x" }.prefetch { $0.parts }.all()
      for whole in wholes {
        let index = whole.code.utf8.elementsEqual(names[0].utf8) ? "0" : "1"
        #expect(try whole.parts.loaded().map(\.code) == [index])
        #expect(try await whole.related { $0.parts }.query.all().map(\.code) == [index])
      }
      #expect(wholes.count == 2)
      let parts = try await Place.query.filter { $0.within.country == "x" }.selectRelated { $0.within }.all()
      let countries = try parts.map { try $0.within?.loaded().country }
      #expect(countries == ["x", "x"])
      let loose = try await Place.query.filter { $0.within.isNull }.count()
      #expect(loose == 2)
    }
  }

  @Test(arguments: Engine.allCases) func `more rows are added to a relation than a statement takes values`(engine: Engine)
    async throws
  {
    try await withRegistry(engine) { _ in
      let ada = try await makeUser()
      try await withTenant("acme") {
        let project = try await makeProject("a", ada)
        let tags = try await Tag.query.createAll((0..<33_000).map { .init(name: "\($0)") })
        let related = try project.related { $0.tags }
        try await related.set(to: tags)
        #expect(try await related.query.count() == 33_000)
        let loaded = try await Tag.query.prefetch { $0.projects }.all()
        #expect(loaded.allSatisfy { $0.projects.rows?.count == 1 })
      }
    }
  }

  @Test(arguments: Engine.allCases) func `an update writes the model's own columns and no others`(engine: Engine) async throws {
    try await withRegistry(engine) { _ in
      let ada = try await makeUser()
      try await withTenant("acme") {
        let project = try await makeProject("a", ada)
        _ = try await Ticket.create(.init(title: "t", project: Reference(project)))
        let code = await ORMError.code { try await Ticket.query.update { $0.project.title.set(to: "x") } }
        #expect(code == .unsupported)
        #expect(try await Ticket.query.get().title == "t")
      }
    }
  }
}
