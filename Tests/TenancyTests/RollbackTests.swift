import Database
import Migrations
import Names
import SQL
import Tenancy
import Testing

/// Migrations are taken back, on both engines.
@Suite struct RollbackTests {
  private static let files: KeyValuePairs = [
    "0001_items.sql": "CREATE TABLE items (id integer PRIMARY KEY);\n-- migrate:down\nDROP TABLE items;",
    "0002_counter.sql":
      "CREATE TABLE counter (n integer); INSERT INTO counter VALUES (2);\n-- migrate:down\nDROP TABLE counter;",
    "0003_more.sql": "INSERT INTO counter VALUES (3);\n-- migrate:down\nDELETE FROM counter WHERE n = 3;",
  ]

  @Test(arguments: TestEngine.available)
  func `down sections run, and heads, stamp, history and audit chain go back with them`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind) { scope in
      let target = try scope.target(Self.files)
      let record = try await scope.create(from: target)
      let script = try RollbackPlanner.rollback(from: record.heads, of: target, .steps(1))
      #expect(try await scope.engine.rollBack(record, by: script, extensions: [], Samples.stamp).count == 1)
      let back = try #require(try await scope.record())
      #expect(back.heads.values.map(\.position) == [2] && back.fault == nil)
      #expect(try await scope.numbers("SELECT n FROM $.counter") == [2])
      #expect(try await scope.ledger.history(of: back.name).map(\.action) == ["create", "rollback"])
      let trail = try await scope.ledger.auditTrail(of: back.name)
      #expect(trail.map(\.action) == ["create", "rollback"] && trail[1].previousHash == trail[0].hash)
      #expect(try await scope.engine.migrate(back, to: target, Samples.stamp).count == 1)
      #expect(try await scope.numbers("SELECT n FROM $.counter ORDER BY n") == [2, 3])
    }
  }

  @Test(arguments: TestEngine.available)
  func `everything can be taken back, and applied again`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind) { scope in
      let target = try scope.target(Self.files)
      let record = try await scope.create(from: target)
      let script = try RollbackPlanner.rollback(from: record.heads, of: target, .everything)
      #expect(script.steps.count == 1)
      _ = try await scope.engine.rollBack(record, by: script, extensions: [], Samples.stamp)
      let empty = try #require(try await scope.record())
      #expect(empty.heads.isEmpty && empty.fault == nil)
      #expect(try await scope.engine.migrate(empty, to: target, Samples.stamp).count == 3)
      #expect(try await scope.record()?.heads == record.heads)
    }
  }

  @Test(arguments: TestEngine.available)
  func `a down section that fails leaves the tenant as it was`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind) { scope in
      let target = try scope.target([
        "0001_items.sql": "CREATE TABLE items (n integer);\n-- migrate:down\nDROP TABLE nowhere;",
        "0002_counter.sql":
          "CREATE TABLE counter (n integer); INSERT INTO counter VALUES (2);\n-- migrate:down\nDROP TABLE counter;",
      ])
      let record = try await scope.create(from: target)
      let script = try RollbackPlanner.rollback(from: record.heads, of: target, .everything)
      let error = await failure { _ = try await scope.engine.rollBack(record, by: script, extensions: [], Samples.stamp) }
      #expect(error?.code == .statementFailed)
      #expect(error?.location?.file.hasSuffix("0001_items.sql") == true && error?.location?.line == 4)
      #expect(try await scope.record() == record)
      #expect(try await scope.numbers("SELECT n FROM $.counter") == [2])
    }
  }

  @Test(arguments: TestEngine.available)
  func `a plan that comes too late takes nothing back`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind) { scope in
      let target = try scope.target(Self.files)
      let record = try await scope.create(from: target)
      let script = try RollbackPlanner.rollback(from: record.heads, of: target, .steps(1))
      _ = try await scope.engine.rollBack(record, by: script, extensions: [], Samples.stamp)
      let error = await failure { _ = try await scope.engine.rollBack(record, by: script, extensions: [], Samples.stamp) }
      #expect(error?.code == .headMoved)
      #expect(try await scope.numbers("SELECT n FROM $.counter") == [2])
    }
  }

  @Test(.enabled(if: TestEngine.available.contains(.postgres)))
  func `an index is dropped outside of a transaction, also when it went before a crash`() async throws {
    try await LedgerScope.with(.postgres) { scope in
      let target = try scope.target([
        "0001_items.sql": "CREATE TABLE items (n integer);\n-- migrate:down\nDROP TABLE items;",
        "0002_index.sql": """
        -- migrate:up transaction:false
        CREATE INDEX CONCURRENTLY items_n ON items (n);
        -- migrate:down transaction:false
        DROP INDEX CONCURRENTLY items_n;
        """,
      ])
      let record = try await scope.create(from: target)
      let script = try RollbackPlanner.rollback(from: record.heads, of: target, .steps(1))
      #expect(script.steps.map(\.isTransactional) == [false])
      // The index is gone, and its record is not: somebody was killed in between.
      try await scope.run("DROP INDEX t_acme.items_n")
      let error = await failure { _ = try await scope.engine.rollBack(record, by: script, extensions: [], Samples.stamp) }
      #expect(error?.code == .statementFailed)
      #expect(try await scope.record()?.heads == record.heads)
      _ = try await scope.engine.rollBack(record, by: script, extensions: [], Samples.stamp)
      #expect(try await scope.record()?.heads.values.map(\.position) == [1])
      #expect(try await scope.texts("SELECT migration FROM tenantry.pending_steps").isEmpty)
    }
  }

  @Test func `on SQLite, a step without a transaction is applied exactly once`() async throws {
    try await LedgerScope.with(.sqlite) { scope in
      let record = try await scope.create(from: scope.target(Samples.two))
      let files: KeyValuePairs = [
        "0001_items.sql": Samples.two[0].value, "0002_counter.sql": Samples.two[1].value,
        "0003_more.sql": "-- migrate:up transaction:false\nINSERT INTO counter VALUES (3);",
      ]
      // Nobody can record a migration: what was done goes with the record of it.
      try await scope.database.withConnection(.tenant(record.schema)) { lease in
        _ = try await lease.query(
          "CREATE TRIGGER stop BEFORE INSERT ON tenantry_history BEGIN SELECT RAISE(ABORT, 'stopped'); END")
      }
      let target = try scope.target(files)
      #expect(await failure { _ = try await scope.engine.migrate(record, to: target, Samples.stamp) } != nil)
      #expect(try await scope.numbers("SELECT n FROM $.counter") == [2])
      try await scope.database.withConnection(.tenant(record.schema)) { lease in
        _ = try await lease.query("DROP TRIGGER stop")
      }
      #expect(try await scope.engine.migrate(record, to: target, Samples.stamp).count == 1)
      #expect(try await scope.numbers("SELECT n FROM $.counter ORDER BY n") == [2, 3])
    }
  }

  // MARK: The planner

  private func heads(_ position: Int, of set: MigrationSet) -> [MigrationSetName: AppliedHead] {
    set.point(at: position).map { [set.name: $0] } ?? [:]
  }

  @Test func `a migration without a down section is refused with its place, an empty section is fine`() throws {
    let set = try migrationSet(["0001_a.sql": "SELECT 1;", "0002_b.sql": "SELECT 2;\n-- migrate:down\n"])
    let target = TemplateSets(template: Samples.template, sets: [set])
    let script = try RollbackPlanner.rollback(from: heads(2, of: set), of: target, .steps(1))
    #expect(script.migrations.map(\.migration.text) == ["0002_b"] && script.steps[0].statements.isEmpty)
    let error = #expect(throws: TenancyError.self) {
      try RollbackPlanner.rollback(from: heads(2, of: set), of: target, .steps(2))
    }
    #expect(error?.code == .irreversible && error?.location?.line == 2)
    #expect(error?.location?.file.hasSuffix("0001_a.sql") == true)
  }

  @Test func `a version stays the last one, and a schema that is not so far stays where it is`() throws {
    let set = try migrationSet(Self.files)
    let target = TemplateSets(template: Samples.template, sets: [set])
    func taken(_ extent: RollbackExtent, from position: Int) throws -> [String] {
      try RollbackPlanner.rollback(from: heads(position, of: set), of: target, extent).migrations.map(\.migration.text)
    }
    #expect(try taken(.to("1"), from: 3) == ["0003_more", "0002_counter"])
    #expect(try taken(.to("0003_more"), from: 3) == [])
    #expect(try taken(.to("3"), from: 2) == [])
    #expect(try taken(.steps(9), from: 2) == ["0002_counter", "0001_items"])
    #expect(try taken(.everything, from: 0) == [])
  }

  @Test func `of several sets, what was applied last goes first`() throws {
    let base = try migrationSet(named: "standard", Self.files)
    let extra = try migrationSet(named: "pro", ["0001_x.sql": "SELECT 1;\n-- migrate:down\nSELECT 1;"])
    let target = TemplateSets(template: TemplateName(unchecked: "pro"), sets: [base, extra])
    let heads = heads(3, of: base).merging(heads(1, of: extra)) { first, _ in first }
    let (two, one) = (base.migrations[..<2], base.migrations[2])
    func reference(_ set: MigrationSet, _ migration: Migration) -> MigrationReference {
      MigrationReference(set: set.name, migration: migration.id)
    }
    let mixed = two.map { reference(base, $0) } + [reference(extra, extra.migrations[0]), reference(base, one)]
    let recorded = try RollbackPlanner.rollback(from: heads, applied: mixed, of: target, .steps(1))
    #expect(recorded.migrations.map(\.description) == ["standard/0003_more"])
    // A history that says something else than the heads is not believed.
    let unknown = try RollbackPlanner.rollback(from: heads, applied: [], of: target, .steps(1))
    #expect(unknown.migrations.map(\.description) == ["pro/0001_x"])
    #expect(unknown.steps[0].clearedSets == [extra.name])
  }
}
