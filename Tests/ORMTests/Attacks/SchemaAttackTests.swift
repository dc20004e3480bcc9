import Database
import Names
import ORM
import SQL
import TenantryTestSupport
import Testing

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct SchemaAttackTests {
  @Test(arguments: Engine.allCases) func `tables are made once and dropped twice`(engine: Engine) async throws {
    try await withRegistry(engine) { registry in
      let schemas = registry.schemas()
      let ada = try await makeUser()
      _ = try await withTenant("acme") { try await makeProject("a", ada) }
      await #expect(throws: DatabaseError.self) { try await schemas.createShared() }
      await #expect(throws: DatabaseError.self) { try await schemas.create(acme) }
      #expect(try await withTenant("acme") { try await Project.query.count() } == 1)
      for schema in [acme, globex] { try await schemas.drop(schema) }
      await #expect(throws: DatabaseError.self) { try await schemas.drop(acme) }
      try await schemas.dropShared()
      try await schemas.dropShared()
      try await schemas.createShared()
      try await schemas.create(acme)
      #expect(try await schemas.list() == [acme])
      #expect(try await User.query.count() == 0)
    }
  }

  @Test(arguments: Engine.allCases) func `tables whose rows refer to each other are dropped`(engine: Engine) async throws {
    try await withPlaces(engine) { registry in
      let whole = try await Place.create(.init("x", "1"))
      _ = try await Place.create(.init("x", "2", within: Reference(whole)))
      try await registry.schemas().dropShared()
      try await registry.schemas().createShared()
      let left = try await Place.query.count()
      #expect(left == 0)
    }
  }

  @Test(arguments: Engine.allCases) func `indexes over the same columns have names of their own`(engine: Engine) async throws {
    let enrich: ModelCallback = { model, descriptor in
      guard model == User.self else { return }
      descriptor.indexes += [
        IndexDescriptor([.init(.field(1))], where: "name = 'a'"), IndexDescriptor([.init(.field(1))], where: "name = 'b'"),
        IndexDescriptor(Array(repeating: .init(.field(1)), count: 16)),
        IndexDescriptor(Array(repeating: .init(.field(1)), count: 17)),
      ]
    }
    try await withDatabase(engine) { database in
      let registry = try Registry(
        database: .borrowed(database), enriching: [enrich], models: User.self, Project.self, Ticket.self, Tag.self,
        ProjectTag.self)
      let names = try registry.descriptor(of: User.self).indexes.compactMap(\.name?.text)
      #expect(Set(names).count == 4)
      #expect(names.allSatisfy { $0.utf8.count <= 63 })
      try await registry.run { try await registry.schemas().createShared() }
    }
  }
}
