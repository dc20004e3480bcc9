import Database
import Names
import ORM
import TenantryTestSupport
import Testing

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct HookTests {
  @Test(arguments: Engine.allCases) func `T10 a hook that throws undoes the change`(engine: Engine) async throws {
    try await withRegistry(engine) { registry in
      try await withTenant("acme") {
        var tag = try await Tag.create(.init(name: "Urgent"))
        #expect(tag.name == "urgent")
        await #expect(throws: Tag.Refused.self) { _ = try await Tag.create(.init(name: "Refused")) }
        #expect(try await Tag.query.count() == 1)

        tag.name = "Later"
        try await tag.save()
        #expect(tag.name == "later")
        tag.name = "refused"
        let refused = tag
        await #expect(throws: Tag.Refused.self) {
          var copy = refused
          try await copy.save()
        }
        #expect(try await Tag.query.get(tag.id).name == "later")

        let kept = try await Tag.create(.init(name: "kept"))
        await #expect(throws: Tag.Refused.self) { try await kept.delete() }
        #expect(try await Tag.query.filter { $0.name == "kept" }.exists())

        // Inside of a transaction the hook's failure undoes the change alone.
        try await registry.transaction {
          _ = try await Tag.create(.init(name: "fine"))
          await #expect(throws: Tag.Refused.self) { _ = try await Tag.create(.init(name: "refused")) }
        }
        #expect(try await Tag.query.filter { $0.name == "fine" }.exists())
      }
    }
  }
}
