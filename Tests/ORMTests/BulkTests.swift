import Database
import Names
import ORM
import SQL
import TenantryTestSupport
import Testing

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct BulkTests {
  @Test(arguments: Engine.allCases) func `many rows come back with their keys, in order`(engine: Engine) async throws {
    try await withRegistry(engine) { _ in
      let drafts = (1...2_500).map { User.Draft(email: "u\($0)@example.com", name: "U\($0)") }
      let users = try await User.query.createAll(drafts)
      #expect(users.map(\.email) == drafts.map(\.email))
      #expect(users.map(\.id) == Array(1...2_500))
      let ada = users[0]
      try await withTenant("acme") {
        // Lists have no list of their own, and one draft leaves out what the other gives.
        let projects = try await Project.query.createAll([
          .init(slug: "a", title: "A", labels: ["x", "y"], owner: Reference(ada)),
          .init(slug: "b", title: "B", status: .closed, owner: Reference(ada)),
        ])
        #expect(projects.map(\.status) == [.open, .closed])
        #expect(projects[0].labels == ["x", "y"])
        let failing = await ORMError.code {
          _ = try await Project.query.createAll([
            .init(slug: "c", title: "C", owner: Reference(ada)),
            .init(slug: "a", title: "A", status: .open, owner: Reference(ada)),
          ])
        }
        #expect(failing == .constraintViolated)
        #expect(try await Project.query.count() == 2)
      }
    }
  }

  @Test(arguments: Engine.allCases) func `T23 get or create is safe under concurrency`(engine: Engine) async throws {
    try await withRegistry(engine) { _ in
      try await withTenant("acme") {
        let outcomes = try await withThrowingTaskGroup(of: (Tag, Bool).self) { group in
          for _ in 0..<12 {
            group.addTask {
              let (row, isNew) = try await Tag.query.getOrCreate(.init(name: "urgent")) { $0.name }
              return (row, isNew)
            }
          }
          return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.filter(\.1).count == 1)
        #expect(Set(outcomes.map(\.0.id)).count == 1)
      }
    }
  }

  @Test(arguments: Engine.allCases) func `T24 many rows are inserted or changed at once`(engine: Engine) async throws {
    try await withRegistry(engine) { _ in
      _ = try await makeUser("u1@example.com")
      let users = try await User.query.upsertAll(
        (0..<3).map { .init(email: "u\($0)@example.com", name: "New \($0)") }, by: { $0.email })
      #expect(users.map(\.name) == ["New 0", "New 1", "New 2"])
      #expect(try await User.query.count() == 3)
      let changed = try await User.query.updateOrCreate(.init(email: "u1@example.com", name: "Newer")) { $0.email }
      #expect(changed.id == 1)
      #expect(changed.name == "Newer")
    }
  }
}
