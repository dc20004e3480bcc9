import Database
import Names
import ORM
import TenantryTestSupport
import Testing

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct WriteAttackTests {
  @Test(arguments: Engine.allCases, [0, 1, 100_000]) func `any number of rows is inserted`(engine: Engine, count: Int)
    async throws
  {
    try await withPlaces(engine) { _ in
      let drafts = (0..<count).map { Place.Draft("x", "\($0)", note: $0 % 3 == 0 ? nil : "n\($0)") }
      let places = try await Place.query.createAll(drafts)
      #expect(places.map(\.code) == drafts.map(\.code))
      #expect(places.map(\.note) == drafts.map(\.note))
      let found = try await Place.query.count()
      #expect(found == count)
    }
  }

  @Test(arguments: Engine.allCases) func `an upsert leaves the key of a row as it is`(engine: Engine) async throws {
    try await withRegistry(engine) { _ in
      try await withTenant("acme") {
        let tag = try await Tag.create(.init(name: "urgent"))
        let again = try await Tag.query.updateOrCreate(.init(name: "urgent")) { $0.name }
        #expect(again.id == tag.id)
        let many = try await Tag.query.upsertAll([.init(name: "urgent"), .init(name: "new")]) { $0.name }
        #expect(many.first?.id == tag.id)
      }
    }
  }

  @Test(arguments: Engine.allCases) func `a row whose key was changed is not taken for another`(engine: Engine) async throws {
    try await withRegistry(engine) { _ in
      var one = try await makeUser("1")
      let two = try await makeUser("2")
      one.id = two.id
      let changed = one
      #expect(await ORMError.code { try await changed.delete() } == .keyChanged)
      #expect(
        await ORMError.code {
          var copy = changed
          try await copy.refresh()
        } == .keyChanged)
      #expect(
        await ORMError.code {
          var copy = changed
          try await copy.load { $0.reports }
        } == .keyChanged)
      #expect(await ORMError.code { _ = try changed.related { $0.reports } } == .keyChanged)
      #expect(try await User.query.count() == 2)
    }
  }

  @Test(arguments: Engine.allCases) func `many rows are all or nothing inside of a transaction too`(engine: Engine) async throws {
    try await withRegistry(engine) { registry in
      let ada = try await makeUser()
      try await withTenant("acme") {
        try? await registry.transaction {
          let code = await ORMError.code {
            _ = try await Project.query.createAll([
              .init(slug: "c", title: "C", owner: Reference(ada)),
              .init(slug: "c", title: "C", status: .open, owner: Reference(ada)),
            ])
          }
          #expect(code == .constraintViolated)
        }
        let left = try await Project.query.count()
        #expect(left == 0)
      }
    }
  }

  @Test(arguments: Engine.allCases) func `hostile texts are values and nothing else`(engine: Engine) async throws {
    let texts = [
      "'; DROP TABLE users; --", "$1", "\\'", "\"", "{a,\"b\"}", "NULL", "", " ", "\n\r\t\u{1}\u{7F}", "\u{202E}\u{FEFF}", "%_\\",
      "\u{10FFFF}\u{1F469}\u{200D}\u{1F680}", "e\u{301}", "[1,\"x\\u0041\"]",
    ]
    try await withPlaces(engine) { _ in
      let drafts = texts.enumerated().map { Place.Draft("a", "\($0)", note: $1) }
      _ = try await Place.query.createAll(drafts)
      for (index, text) in texts.enumerated() {
        let created = try await Place.create(.init("b", text, note: text))
        let found = try await Place.query.get(created.rowKey)
        #expect(found.note?.utf8.elementsEqual(text.utf8) == true)
        let one = try await Place.query.get(.init("a", "\(index)"))
        #expect(one.note?.utf8.elementsEqual(text.utf8) == true)
        #expect(try await Place.query.filter { $0.country == "b" && $0.code.isIn([text]) }.count() == 1)
      }
      await #expect(throws: DatabaseError.self) { _ = try await Place.create(.init("c", "a\0b")) }
      await #expect(throws: DatabaseError.self) { _ = try await Place.query.createAll([.init("c", "a\0b"), .init("c", "d")]) }
      #expect(try await Place.query.filter { $0.country == "c" }.count() == 0)
    }
  }

  @Test(arguments: Engine.allCases) func `lists of values may be empty, hold NULL, and be long`(engine: Engine) async throws {
    try await withPlaces(engine) { _ in
      _ = try await Place.query.createAll([.init("x", "1"), .init("x", "2", note: "n"), .init("x", "3", note: "m")])
      func codes(_ condition: (Place.Columns) -> Predicate) async throws -> [String] {
        try await Place.query.filter(condition).order { $0.code }.all().map(\.code)
      }
      #expect(try await codes { $0.code.isIn([]) } == [])
      #expect(try await codes { !$0.code.isIn([]) } == ["1", "2", "3"])
      #expect(try await codes { $0.note.isIn([nil, "n"]) } == ["1", "2"])
      #expect(try await codes { $0.note.isIn([nil]) } == ["1"])
      #expect(try await codes { !$0.note.isIn([nil, "n"]) } == ["3"])
      #expect(try await codes { $0.code.isIn((3...20_000).map(String.init)) } == ["3"])
    }
  }

  @Test(arguments: Engine.allCases) func `no update is lost when many want the same row`(engine: Engine) async throws {
    try await withRegistry(engine) { _ in
      let ada = try await makeUser()
      try await withTenant("acme") {
        let id = try await makeProject("a", ada).id
        try await withThrowingTaskGroup(of: Void.self) { group in
          for _ in 0..<10 {
            group.addTask {
              while true {
                var project = try await Project.query.get(id)
                project.title += "+"
                do { return try await project.save() } catch let error as ORMError where error.code == .staleRow {}
              }
            }
          }
          try await group.waitForAll()
        }
        let project = try await Project.query.get(id)
        #expect(project.title == "A++++++++++")
        #expect(project.version == 11)
      }
    }
  }

  @Test(arguments: Engine.allCases) func `of fifty that want a row to be there, one makes it`(engine: Engine) async throws {
    try await withRegistry(engine) { _ in
      try await withTenant("acme") {
        let new = try await withThrowingTaskGroup(of: Bool.self) { group in
          for _ in 0..<50 {
            group.addTask { try await Tag.query.getOrCreate(.init(name: "urgent")) { $0.name }.isNew }
          }
          return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(new == 1)
        #expect(try await Tag.query.count() == 1)
      }
    }
  }
}
