import Database
import Names
import ORM
import SQL
import TenantryTestSupport
import Testing

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct RowTests {
  @Test(arguments: Engine.allCases) func `a created row has what the database filled in`(engine: Engine) async throws {
    try await withRegistry(engine) { _ in
      let ada = try await makeUser()
      try await withTenant("acme") {
        let project = try await Project.create(
          .init(
            slug: "apollo", title: "Apollo", preferences: .init(theme: "light", beta: true), labels: ["a", "b"],
            budget: Money(amount: 5, currency: "USD"), owner: Reference(ada)))
        #expect(project.id == 1)
        #expect(project.status == .open)
        #expect(project.version == 1)
        #expect(project.slugLength == 6)
        #expect(project.labels == ["a", "b"])
        #expect(project.createdAt.microsecondsSinceEpoch > 1_700_000_000_000_000)
        #expect(project.origin?.schema == acme)
        #expect(try await Project.query.get(project.id) == project)
      }
    }
  }

  @Test(arguments: Engine.allCases) func `T22 save writes the changed columns only`(engine: Engine) async throws {
    try await withRegistry(engine) { _ in
      try await withTenant("acme") {
        let ada = try await makeUser()
        var first = try await User.query.get(ada.id)
        var second = first
        first.name = "Ada Lovelace"
        try await first.save()
        #expect(!first.hasChanges)
        second.email = "countess@example.com"
        try await second.save()
        let kept = try await User.query.get(ada.id)
        #expect(kept.name == "Ada Lovelace")
        #expect(kept.email == "countess@example.com")
      }
    }
  }

  @Test(arguments: Engine.allCases) func `saving reads back what the database computes`(engine: Engine) async throws {
    try await withRegistry(engine) { _ in
      let ada = try await makeUser()
      try await withTenant("acme") {
        var project = try await makeProject("apollo", ada)
        project.slug = "gemini-4"
        try await project.save()
        #expect(project.slugLength == 8)
        #expect(project.version == 2)
      }
    }
  }

  @Test(arguments: Engine.allCases) func `a lost update is refused`(engine: Engine) async throws {
    try await withRegistry(engine) { _ in
      let ada = try await makeUser()
      try await withTenant("acme") {
        var mine = try await makeProject("apollo", ada)
        var theirs = mine
        theirs.title = "Theirs"
        try await theirs.save()
        mine.title = "Mine"
        #expect(await ORMError.code { try await mine.save() } == .staleRow)
        try await mine.refresh()
        #expect(mine.title == "Theirs")
        mine.title = "Mine"
        try await mine.save()
        #expect(mine.version == 3)
      }
    }
  }

  @Test(arguments: Engine.allCases) func `a row is deleted once`(engine: Engine) async throws {
    try await withRegistry(engine) { _ in
      let ada = try await makeUser()
      try await ada.delete()
      #expect(try await User.query.count() == 0)
      #expect(await ORMError.code { try await ada.delete() } == .staleRow)
    }
  }

  @Test(arguments: Engine.allCases) func `a violated constraint names model, property and kind`(engine: Engine) async throws {
    try await withRegistry(engine) { _ in
      let ada = try await makeUser()
      let again = await violation { _ = try await makeUser() }
      #expect(again?.kind == .unique)
      #expect(again?.model == "User")
      #expect(again?.properties == ["email"])
      try await withTenant("acme") {
        let untitled = await violation {
          _ = try await Project.create(.init(slug: "a", title: "", owner: Reference(ada)))
        }
        #expect(untitled?.kind == .check)
        #expect(untitled?.constraint == "projects_title_given")
        let orphan = await violation { _ = try await Ticket.create(.init(title: "t", project: Reference(key: 99))) }
        #expect(orphan?.kind == .foreignKey)
        #expect(orphan?.model == "Ticket")
      }
    }
  }

  private func violation(_ work: () async throws -> Void) async -> ConstraintViolation? {
    do {
      try await work()
      return nil
    } catch { return (error as? ORMError)?.violation }
  }

  @Test(arguments: Engine.allCases) func `the key of a row is not changed by saving it`(engine: Engine) async throws {
    try await withRegistry(engine) { _ in
      var ada = try await makeUser()
      ada.id = 17
      let changed = ada
      #expect(
        await ORMError.code {
          var copy = changed
          try await copy.save()
        } == .keyChanged)
    }
  }

  @Test(arguments: Engine.allCases) func `sets of rows are found, changed and deleted`(engine: Engine) async throws {
    try await withRegistry(engine) { _ in
      let ada = try await makeUser()
      let bob = try await makeUser("bob@example.com")
      try await withTenant("acme") {
        for slug in ["a", "b", "c"] { _ = try await makeProject(slug, slug == "c" ? bob : ada) }
        let ofAda = Project.query.filter { $0.owner.email == "ada@example.com" }
        #expect(try await ofAda.order { $0.slug.descending }.all().map(\.slug) == ["b", "a"])
        #expect(
          try await Project.query.exclude { $0.slug == "a" }.order { ($0.title, $0.id) }.limit(1).all().map(\.slug) == ["b"])
        #expect(try await Project.query.order { $0.id }.offset(2).first()?.slug == "c")
        #expect(try await Project.query.filter { $0.slug.isIn(["a", "c"]) && !($0.slug == "a") }.get().slug == "c")
        #expect(try await ofAda.update({ $0.title.set(to: "Same") }) == 2)
        #expect(try await Project.query.filter { $0.title == "Same" && $0.version == 2 }.count() == 2)
        #expect(try await ofAda.delete() == 2)
        #expect(try await Project.query.count() == 1)
        #expect(await ORMError.code { _ = try await Project.query.get(999) } == .notFound)
        #expect(try await Project.query.find(999) == nil)
        #expect(try await Project.query.filter { $0.owner == bob }.exists())
        #expect(try await Project.query.filter { $0.reviewer.isNull }.count() == 1)
      }
    }
  }
}
