import Database
import Names
import SQL
import Tenancy
import Testing

/// A tenant gets another name, on both engines.
@Suite struct RenameTests {
  private static let keeping = LedgerSettings(nameRetention: .seconds(3600))
  private let globex = TenantName(unchecked: "globex")
  private let schema = SchemaName(unchecked: "t_globex")

  @Test(arguments: TestEngine.available)
  func `schema, directory, history and audit chain follow the name`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind) { scope in
      let target = try scope.target()
      let record = try await scope.create(from: target, domains: ["acme.example.com"])
      try await scope.engine.rename(record, to: globex, schema: schema, Samples.stamp)
      #expect(try await scope.record() == nil)
      let renamed = try #require(try await scope.record("globex"))
      #expect(renamed.id == record.id && renamed.schema == schema && renamed.heads == record.heads)
      #expect(renamed.schemaOID == record.schemaOID && renamed.fault == nil && renamed.successor == nil)
      #expect(try await !scope.hasSchema("t_acme"))
      #expect(try await scope.numbers("SELECT n FROM $.counter ORDER BY n", in: "t_globex") == [2, 3])
      let directory = try await scope.ledger.directory()
      #expect(directory.map(\.name) == [globex] && directory.map(\.schema) == [schema])
      #expect(directory.first?.domains.map(\.text) == ["acme.example.com"])
      #expect(try await scope.ledger.history(of: globex).map(\.action) == ["create", "rename"])
      let trail = try await scope.ledger.auditTrail(of: globex)
      #expect(trail.map(\.action) == ["create", "rename"])
      #expect(trail.last?.previousHash == trail.first?.hash && trail.last?.detail.contains("t_acme") == true)
      #expect(try await scope.engine.migrate(renamed, to: target, Samples.stamp).isEmpty)
    }
  }

  @Test(arguments: TestEngine.available)
  func `the old name and schema are kept back from others, not from the tenant itself`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind, settings: Self.keeping) { scope in
      let target = try scope.target()
      let record = try await scope.create(from: target)
      try await scope.engine.rename(record, to: globex, schema: schema, Samples.stamp)
      for other in ["t_acme", "t_other"] {
        let error = await failure { try await scope.create(from: target, schema: other) }
        #expect(error?.code == .nameKeptBack, "\(other)")
      }
      let bySchema = await failure { try await scope.create("initech", from: target, schema: "t_acme") }
      #expect(bySchema?.code == .nameKeptBack)
      let second = try await scope.create("initech", from: target)
      let byRename = await failure {
        try await scope.engine.rename(second, to: record.name, schema: SchemaName("t_initech"), Samples.stamp)
      }
      #expect(byRename?.code == .nameKeptBack)
      let renamed = try #require(try await scope.record("globex"))
      try await scope.engine.rename(renamed, to: record.name, schema: record.schema, Samples.stamp)
      #expect(try await scope.record()?.schema == record.schema)
      #expect(try await scope.ledger.wasRenamed(from: globex, to: record.name))
      #expect(try await !scope.ledger.wasRenamed(from: record.name, to: globex))
    }
  }

  @Test(arguments: TestEngine.available)
  func `a schema that is kept stays where it is`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind, settings: Self.keeping) { scope in
      let target = try scope.target()
      let record = try await scope.create(from: target)
      try await scope.engine.rename(record, to: globex, schema: record.schema, Samples.stamp)
      #expect(try await scope.record("globex")?.schema == record.schema)
      #expect(try await scope.hasSchema("t_acme"))
      let error = await failure { try await scope.create(from: target, schema: "t_other") }
      #expect(error?.code == .nameKeptBack)
    }
  }

  @Test(arguments: TestEngine.available)
  func `a name or a schema that is taken changes nothing`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind) { scope in
      let target = try scope.target()
      let record = try await scope.create(from: target)
      try await scope.create("globex", from: target)
      let byName = await failure {
        try await scope.engine.rename(record, to: globex, schema: SchemaName("t_free"), Samples.stamp)
      }
      #expect(byName?.code == .tenantExists)
      let bySchema = await failure {
        try await scope.engine.rename(record, to: TenantName("initech"), schema: schema, Samples.stamp)
      }
      #expect(bySchema?.code == .schemaExists)
      #expect(try await scope.record() == record)
      #expect(try await scope.ledger.auditTrail(of: record.name).map(\.action) == ["create"])
    }
  }

  @Test(arguments: TestEngine.available)
  func `an old record renames nobody`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind, settings: LedgerSettings(nameRetention: .zero)) { scope in
      let target = try scope.target()
      let old = try await scope.create(from: target)
      try await scope.engine.drop(old, Samples.stamp)
      let successor = try await scope.create(from: target)
      let error = await failure { try await scope.engine.rename(old, to: globex, schema: schema, Samples.stamp) }
      #expect(error != nil)
      #expect(try await scope.record() == successor)
    }
  }

  // MARK: Crashes between the files of SQLite

  enum Moment: CaseIterable { case intent, moved, written }

  @Test(arguments: Moment.allCases)
  func `a rename that was interrupted is finished by the same rename, and by nothing else`(_ moment: Moment) async throws {
    try await LedgerScope.with(.sqlite) { scope in
      let target = try scope.target(Samples.two)
      let record = try await scope.create(from: target)
      try await scope.run("INSERT INTO tenantry_renames VALUES (\(record.id), 'globex', 't_globex')")
      let files = try #require(scope.database.files)
      if moment != .intent { try await files.rename(record.schema, to: schema) }
      if moment == .written {
        try await scope.database.withConnection(.tenant(schema)) { lease in
          _ = try await lease.query("UPDATE tenantry_tenant SET name = 'globex'")
        }
      }
      let half = try #require(try await scope.record())
      #expect(half.successor == globex)
      let whole = try scope.target()
      #expect(await failure { _ = try await scope.engine.migrate(half, to: whole, Samples.stamp) }?.code == .halfRenamed)
      #expect(await failure { try await scope.engine.drop(half, Samples.stamp) }?.code == .halfRenamed)
      let other = await failure {
        try await scope.engine.rename(half, to: TenantName("initech"), schema: SchemaName("t_initech"), Samples.stamp)
      }
      #expect(other?.code == .halfRenamed)
      #expect(await failure { try await scope.create("globex", from: target) }?.code == .tenantExists)
      try await scope.engine.rename(half, to: globex, schema: schema, Samples.stamp)
      let renamed = try #require(try await scope.record("globex"))
      #expect(renamed.successor == nil && renamed.fault == nil && renamed.schema == schema)
      #expect(try await scope.engine.migrate(renamed, to: whole, Samples.stamp).count == 1)
      #expect(try await scope.ledger.history(of: globex).map(\.action) == ["create", "rename", "migrate"])
      let name = try await scope.database.withConnection(.tenant(schema)) { lease in
        try await lease.query("SELECT name FROM tenantry_tenant")[0].decode(0, as: String.self)
      }
      #expect(name == "globex")
    }
  }
}
