import Database
import Names
import ORM
import SQL
import TenantryTestSupport
import Testing

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct RelationTests {
  @Test(arguments: Engine.allCases) func `T6 a prefetch follows the query that it belongs to`(engine: Engine) async throws {
    try await withRegistry(engine) { _ in
      let ada = try await makeUser()
      for tenant in ["acme", "globex"] {
        try await withTenant(tenant) {
          let project = try await makeProject("a", ada)
          _ = try await Ticket.create(.init(title: "of \(tenant)", project: Reference(project)))
        }
      }
      let found = try await withTenant("globex") {
        try await Project.query.using(schema: acme).prefetch { $0.tickets }.get()
      }
      #expect(try found.tickets.loaded().map(\.title) == ["of acme"])
      #expect(!found.hasChanges)
    }
  }

  @Test(arguments: Engine.allCases) func `a prefetched query may be refined, and prefetch more`(engine: Engine) async throws {
    try await withRegistry(engine) { _ in
      let ada = try await makeUser()
      try await withTenant("acme") {
        for slug in ["a", "b"] {
          let project = try await makeProject(slug, ada)
          for title in ["2", "1", "3"] {
            _ = try await Ticket.create(.init(title: slug + title, done: title == "3", project: Reference(project)))
          }
        }
        let users = try await User.query.prefetch {
          $0.projects
        } _: {
          $0.order { $0.slug }.prefetch {
            $0.tickets
          } _: {
            $0.filter { !$0.done }.order { $0.title }
          }
        }.all()
        let projects = try users[0].projects.loaded()
        #expect(projects.map(\.slug) == ["a", "b"])
        #expect(try projects.map { try $0.tickets.loaded().map(\.title) } == [["a1", "a2"], ["b1", "b2"]])
      }
    }
  }

  @Test(arguments: Engine.allCases) func `a model may refer to itself`(engine: Engine) async throws {
    try await withRegistry(engine) { _ in
      let boss = try await makeUser("boss@example.com")
      _ = try await User.create(.init(email: "w@example.com", name: "W", manager: Reference(boss)))
      let worker = try await User.query.filter { $0.manager.email == "boss@example.com" }.selectRelated { $0.manager }.get()
      #expect(try worker.manager?.loaded() == boss)
      let reports = try await User.query.filter { $0.id == boss.id }.prefetch { $0.reports }.get().reports.loaded()
      #expect(reports.map(\.email) == ["w@example.com"])
    }
  }

  @Test(arguments: Engine.allCases) func `T1 a row's children are its own, whatever tenant is in scope`(engine: Engine)
    async throws
  {
    try await withRegistry(engine) { _ in
      let ada = try await makeUser()
      let ours = try await withTenant("acme") {
        let project = try await makeProject("a", ada)
        _ = try await Ticket.create(.init(title: "ours", project: Reference(project)))
        return project
      }
      let elsewhere = try await withTenant("globex") {
        let project = try await makeProject("g", ada)
        _ = try await Ticket.create(.init(title: "theirs", project: Reference(project)))
        var copy = ours
        try await copy.load { $0.tickets }
        try await copy.load { $0.owner }
        #expect(try copy.owner.loaded() == ada)
        #expect(!copy.hasChanges)
        let queried = try await ours.related { $0.tickets }.query.all().map(\.title)
        return try copy.tickets.loaded().map(\.title) + queried
      }
      #expect(elsewhere == ["ours", "ours"])
    }
  }

  @Test(arguments: Engine.allCases) func `T2 the same without any tenant`(engine: Engine) async throws {
    try await withRegistry(engine) { _ in
      let ada = try await makeUser()
      var project = try await withTenant("acme") {
        let project = try await makeProject("a", ada)
        _ = try await Ticket.create(.init(title: "ours", project: Reference(project)))
        return project
      }
      try await project.load { $0.tickets }
      #expect(try project.tickets.loaded().map(\.title) == ["ours"])
    }
  }

  @Test(arguments: Engine.allCases) func `many-to-many rows are added, set, removed and cleared`(engine: Engine) async throws {
    try await withRegistry(engine) { _ in
      let ada = try await makeUser()
      let (project, tags) = try await withTenant("acme") {
        (try await makeProject("a", ada), try await Tag.query.createAll(["x", "y", "z"].map { .init(name: $0) }))
      }
      let related = try project.related { $0.tags }
      func names() async throws -> [String] { try await related.query.order { $0.name }.all().map(\.name) }
      try await related.add(tags[0], tags[1])
      try await related.add(tags[0])
      #expect(try await names() == ["x", "y"])
      try await related.set(to: [tags[1], tags[2]])
      #expect(try await names() == ["y", "z"])
      try await related.remove(tags[1])
      let new = try await related.create(.init(name: "w"))
      #expect(try await names() == ["w", "z"])
      var loaded = project
      try await loaded.load {
        $0.tags
      } _: {
        $0.order { $0.name.descending }
      }
      #expect(try loaded.tags.loaded().map(\.name) == ["z", "w"])
      #expect(try await new.related { $0.projects }.query.all() == [project])
      try await related.clear()
      #expect(try await names() == [])
      let foreign = try await withTenant("globex") { try await Tag.create(.init(name: "f")) }
      #expect(await ORMError.code { try await related.add(foreign) } == .foreignTenant)
    }
  }

  @Test(arguments: Engine.allCases) func `an explicit handle needs no scope`(engine: Engine) async throws {
    try await withRegistry(engine) { registry in
      let ada = try await makeUser()
      let handle = try await registry.tenant(named: "acme")
      let project = try await handle.query(Project.self).create(.init(slug: "a", title: "A", owner: Reference(ada)))
      #expect(try await handle.query(Project.self).all() == [project])
      #expect(try await handle.query(User.self).all() == [ada])
    }
  }
}
