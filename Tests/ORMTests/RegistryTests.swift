import Database
import Names
import ORM
import SQL
import SQLiteDriver
import TenantryTestSupport
import Testing

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct RegistryTests {
  private static func models(_ source: DatabaseSource, _ callbacks: [ModelCallback] = []) throws -> Registry {
    try Registry(
      database: source, enriching: callbacks, models: User.self, Project.self, Ticket.self, Tag.self, ProjectTag.self)
  }

  private static var unused: DatabaseSource {
    DatabaseSource { SQLiteDatabase(name: $0, configuration: SQLiteConfiguration(directory: "/dev/null/tenantry")) }
  }

  @Test func `models are known by kind`() throws {
    let registry = try Self.models(Self.unused)
    #expect(registry.sharedModels.map { $0.descriptor.name } == ["User"])
    #expect(registry.tenantModels.map { $0.descriptor.name } == ["Project", "Ticket", "Tag", "ProjectTag"])
    #expect(registry.contains(Tag.self))
  }

  @Test func `models that do not fit together are refused`() throws {
    #expect(throws: ORMError.self) { try Registry(database: Self.unused, models: Project.self) }
    #expect(throws: ORMError.self) { try Registry(database: Self.unused, models: Tag.self, Tag.self) }
  }

  @Test func `a callback enriches what the registry knows, and cannot change columns`() throws {
    let registry = try Self.models(Self.unused, [{ _, descriptor in descriptor.comment = "known" }])
    #expect(try registry.descriptor(of: Tag.self).comment == "known")
    #expect(Tag.descriptor.comment == nil)
    #expect(throws: ORMError.self) {
      try Self.models(Self.unused, [{ _, descriptor in descriptor.table = Identifier(literal: "other") }])
    }
  }

  @Test func `every constraint and index has a name of at most 63 bytes, and no two the same`() throws {
    let registry = try Self.models(
      Self.unused,
      [
        { model, descriptor in
          // Two that would have the same name, and one that would be too long.
          descriptor.indexes += [
            IndexDescriptor([.init(.column(descriptor.columns[0].name))]), IndexDescriptor(fields: [0]),
            IndexDescriptor(Array(repeating: .init(.field(0)), count: 30)),
          ]
        }
      ])
    for model in registry.models {
      let descriptor = try registry.descriptor(of: model)
      let names = descriptor.indexes.compactMap(\.name?.text) + descriptor.uniques.compactMap(\.name?.text)
      #expect(names.allSatisfy { $0.utf8.count <= 63 })
      #expect(Set(names).count == descriptor.indexes.count + descriptor.uniques.count)
    }
  }

  @Test(arguments: Engine.allCases) func `T15 and T16 tables are made where they belong, and nowhere else`(engine: Engine)
    async throws
  {
    try await withDatabase(engine) { database in
      let registry = try Self.models(.borrowed(database))
      try await registry.run {
        if engine == .postgres {
          try await database.withConnection(.shared) { _ = try await $0.query("CREATE SCHEMA unmanaged") }
        }
        try await registry.schemas().createShared()
        try await registry.schemas().create(acme)
        let listed = try await registry.schemas().list()
        #expect(listed == [acme])
        let shared: SQLFragment =
          engine == .postgres
          ? "SELECT tablename FROM pg_tables WHERE schemaname IN ('public', 'unmanaged')"
          : "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        let tables = try await database.withConnection(.shared) { connection in
          try await connection.query(shared).map { try $0.decode(0, as: String.self) }
        }
        #expect(tables == ["users"])
        await #expect(throws: DatabaseError.self) { try await registry.schemas().create(acme) }
        await #expect(throws: ORMError.self) { try await registry.schemas().create(.ledger) }
        try await registry.schemas().drop(acme)
        try await registry.schemas().dropShared()
        let left = try await registry.schemas().exists(acme)
        #expect(!left)
      }
    }
  }

  @Test(arguments: Engine.allCases) func `T11 a schema that fails half way is not there`(engine: Engine) async throws {
    try await withDatabase(engine) { database in
      let registry = try Self.models(
        .borrowed(database),
        [{ model, descriptor in if model == Tag.self { descriptor.checks.append(CheckDescriptor("no_such_column > 1")) } }])
      try await registry.run {
        try await registry.schemas().createShared()
        await #expect(throws: DatabaseError.self) { try await registry.schemas().create(acme) }
        let left = try await registry.schemas().exists(acme)
        #expect(!left)
      }
    }
  }

  @Test func `databases are open as long as somebody runs`() async throws {
    try await withTemporaryDirectory { directory in
      let registry = try Self.models(
        DatabaseSource { SQLiteDatabase(name: $0, configuration: SQLiteConfiguration(directory: directory)) })
      try await registry.run {
        try await registry.run { #expect(registry.isConnected) }
        #expect(registry.isConnected)
        try await registry.schemas().createShared()
      }
      #expect(!registry.isConnected)
      // Outside of any run, a statement connects by itself.
      let users = try await Instance.with(Instance(registry: registry)) { try await User.query.count() }
      #expect(users == 0)
      #expect(!registry.isConnected)
    }
  }

  @Test func `a registry whose database does not answer is not connected`() async throws {
    let registry = try Self.models(Self.unused)
    await #expect(throws: DatabaseError.self) { try await registry.run {} }
    #expect(!registry.isConnected)
  }

  @Test func `without an instance there is a typed error`() async {
    #expect(await ORMError.code { _ = try await User.query.all() } == .noInstance)
  }

  @Test func `T25 nothing is kept for each schema`() async throws {
    // A query is a value, and a registry has no table that grows: what it has is made before the first query.
    let registry = try Self.models(Self.unused)
    #expect(
      Mirror(reflecting: registry).children.compactMap(\.label).sorted() == [
        "definitions", "id", "lifecycle", "logger", "mainDatabase", "sharedSchemaName", "sources", "tenantResolver",
      ])
  }

  @Test func `T28 settings have a prefix, are typed, and all that is wrong is said`() throws {
    let fine = try Settings(layers: [
      .environment([
        "TENANTRY_LOG_STATEMENTS": "false", "ALLOW_SEVERAL_WRITTEN_FILES": "true", "DOMAIN": "x", "TENANTRY_TEST_X": "1",
      ]),
      SettingsLayer("command line", ["log_statements": "true"]),
    ])
    #expect(fine.logsStatements)
    #expect(!fine.allowsSeveralWrittenFiles)
    let wrong = #expect(throws: SettingsError.self) {
      try Settings(layers: [.environment(["TENANTRY_LOG_STATEMENTS": "many", "TENANTRY_NONSENSE": "1"])])
    }
    #expect(wrong?.problems.count == 2)
  }
}
