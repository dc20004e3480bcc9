import Database
import Models
import Names
import SQLiteDriver
import TenantryTestSupport
import Testing

/// The models of the design's example in a real database of each engine.
@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct RoundTripTests {
  private static let acme = SchemaName(unchecked: "t_acme")

  enum Engine: CaseIterable, Sendable {
    case postgres, sqlite
  }

  private static func withDatabase(_ engine: Engine, _ work: (any Database) async throws -> Void) async throws {
    switch engine {
    case .postgres: try await withTemporaryDatabase { try await work($0) }
    case .sqlite:
      try await withTemporaryDirectory { directory in
        let database = SQLiteDatabase(name: .main, configuration: SQLiteConfiguration(directory: directory))
        let result: Result<Void, any Error>
        do { result = .success(try await work(database)) } catch { result = .failure(error) }
        await database.shutdown()
        try result.get()
      }
    }
  }

  private static func withTables(_ engine: Engine, _ work: () async throws -> Void) async throws {
    try await withDatabase(engine) { database in
      let registry = try Registry(
        database: .borrowed(database), models: User.self, Profile.self, Project.self, Ticket.self, Tag.self, ProjectTag.self)
      try await Instance.with(Instance(registry: registry)) {
        try await registry.run {
          try await registry.schemas().createShared()
          try await registry.schemas().create(acme)
          try await work()
        }
      }
    }
  }

  @Test(arguments: Engine.allCases) func `what is created is read again, with its relations`(engine: Engine) async throws {
    try await Self.withTables(engine) {
      let ada = try await User.create(.init(email: "ada@example.com", name: "Ada"))
      let grace = try await User.create(.init(email: "grace@example.com", name: "Grace", manager: Reference(ada)))
      let profile = try await Profile.create(.init(user: Reference(grace), motto: "Ask later"))
      #expect(try await Profile.query.all() == [profile])
      try await withSchema(Self.acme) {
        var project = try await Project.create(.init(slug: "apollo", title: "Apollo", owner: Reference(grace)))
        #expect(project.createdAt.microsecondsSinceEpoch > 0)
        project.title = "Apollo 11"
        try await project.save()
        let tag = try await Tag.create(.init(name: "space"))
        try await project.related { $0.tags }.add(tag)
        _ = try await Ticket.create(.init(title: "Land", project: Reference(project)))

        let found = try await Project.query.filter { $0.owner.manager.email == "ada@example.com" }.selectRelated { $0.owner }
          .prefetch { $0.tickets }.prefetch { $0.tags }.all()
        let read = try #require(found.first)
        #expect(found.count == 1 && read.title == "Apollo 11")
        #expect(try read.owner.loaded() == grace)
        #expect(try read.tickets.loaded().map(\.title) == ["Land"])
        #expect(try read.tags.loaded() == [tag])
      }
    }
  }

  @Test(arguments: Engine.allCases) func `the rules of the model are the table's`(engine: Engine) async throws {
    try await Self.withTables(engine) {
      let ada = try await User.create(.init(email: "ada@example.com", name: "Ada"))
      try await withSchema(Self.acme) {
        _ = try await Project.create(.init(slug: "a", title: "A", owner: Reference(ada)))
        for draft in [
          Project.Draft(slug: "a", title: "B", owner: Reference(ada)), .init(slug: "b", title: "", owner: Reference(ada)),
        ] {
          do {
            _ = try await Project.create(draft)
            Issue.record("\(draft.slug) was taken")
          } catch let error as ORMError { #expect(error.code == .constraintViolated) }
        }
        #expect(try await Project.query.count() == 1)
      }
    }
  }
}
