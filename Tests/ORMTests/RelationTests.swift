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
}
