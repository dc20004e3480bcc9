import Database
import Migrations
import Names
import SQL
import Tenancy
import Testing

/// How a tenant is brought forward, on both engines: each migration exactly once.
@Suite struct LedgerMigrationTests {
  @Test(arguments: TestEngine.available)
  func `what is pending is applied, once, with one history row`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind) { scope in
      let record = try await scope.create(from: scope.target(Samples.two))
      let target = try scope.target()
      #expect(try await scope.engine.migrate(record, to: target, Samples.stamp).map(\.description) == ["standard/0003_more"])
      let migrated = try #require(try await scope.record())
      #expect(migrated.heads.values.map(\.position) == [3])
      #expect(migrated.fault == nil)
      #expect(try await scope.engine.migrate(migrated, to: target, Samples.stamp).isEmpty)
      #expect(try await scope.numbers("SELECT n FROM $.counter ORDER BY n") == [2, 3])
      let history = try await scope.ledger.history(of: record.name)
      #expect(history.map(\.action) == ["create", "migrate"])
      #expect(history.last?.migrations == ["standard/0003_more"])
      #expect(history.allSatisfy { $0.actor == "tester@host" && $0.run == "run-1" && $0.tool == "tests" })
    }
  }

  @Test(arguments: TestEngine.available)
  func `several migrations are one transaction and one history row`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind) { scope in
      let target = try scope.target()
      let record = try await scope.create(from: #require(target.upTo("0001")))
      #expect(try await scope.engine.migrate(record, to: target, Samples.stamp).count == 2)
      let history = try await scope.ledger.history(of: record.name)
      #expect(history.map(\.migrations.count) == [1, 2])
    }
  }

  @Test(arguments: TestEngine.available)
  func `of several engines that migrate a tenant at once one applies it`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind) { scope in
      let record = try await scope.create(from: scope.target(Samples.two))
      let target = try scope.target()
      let counts = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<4 {
          group.addTask { try await scope.engine.migrate(record, to: target, Samples.stamp).count }
        }
        return try await group.reduce(into: [Int]()) { $0.append($1) }
      }
      #expect(counts.sorted() == [0, 0, 0, 1])
      #expect(try await scope.numbers("SELECT n FROM $.counter ORDER BY n") == [2, 3])
      #expect(try await scope.ledger.history(of: record.name).map(\.action) == ["create", "migrate"])
    }
  }

  @Test(arguments: TestEngine.available)
  func `a step from a head that has moved is refused`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind) { scope in
      let old = try await scope.create(from: scope.target(Samples.two))
      let target = try scope.target()
      let step = try MigrationPlanner.migration(from: old.heads, to: target).steps[0]
      _ = try await scope.ledger.migrate(old, by: step, extensions: [], Samples.stamp)
      let error = await failure { _ = try await scope.ledger.migrate(old, by: step, extensions: [], Samples.stamp) }
      #expect(error?.code == .headMoved)
      #expect(try await scope.numbers("SELECT n FROM $.counter ORDER BY n") == [2, 3])
    }
  }

  @Test(arguments: TestEngine.available)
  func `a statement that fails undoes the whole step and says where`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind) { scope in
      let record = try await scope.create(from: scope.target(Samples.two))
      let target = try scope.target([
        "0001_items.sql": "CREATE TABLE items (id integer PRIMARY KEY, note text);",
        "0002_counter.sql": "CREATE TABLE counter (n integer); INSERT INTO counter VALUES (2);",
        "0003_more.sql": "CREATE TABLE more (n integer); INSERT INTO counter VALUES (3);",
        "0004_clash.sql": "INSERT INTO items (id) VALUES (1);\nCREATE TABLE counter (n integer);",
      ])
      let error = await failure { _ = try await scope.engine.migrate(record, to: target, Samples.stamp) }
      #expect(error?.code == .statementFailed)
      #expect(error?.underlying?.sqlState == .duplicateTable)
      #expect(error?.location?.file.hasSuffix("/0004_clash.sql") == true)
      #expect(error?.location?.line == 3)
      #expect(try await scope.numbers("SELECT n FROM $.counter") == [2])
      #expect(try await scope.numbers("SELECT count(*) FROM $.items") == [0])
      #expect(try await scope.record() == record)
      #expect(try await scope.ledger.history(of: record.name).map(\.action) == ["create"])
    }
  }

  @Test(arguments: TestEngine.available)
  func `a tenant whose files were changed is not touched`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind) { scope in
      let record = try await scope.create(from: scope.target())
      let other = try scope.target([
        "0001_items.sql": "CREATE TABLE items (id bigint PRIMARY KEY);",
        "0002_counter.sql": "CREATE TABLE counter (n integer); INSERT INTO counter VALUES (2);",
        "0003_more.sql": "INSERT INTO counter VALUES (3);", "0004_next.sql": "INSERT INTO counter VALUES (4);",
      ])
      let error = await failure { _ = try await scope.engine.migrate(record, to: other, Samples.stamp) }
      #expect(error?.code == .lineageDiverged)
      #expect(try await scope.numbers("SELECT n FROM $.counter ORDER BY n") == [2, 3])
    }
  }

  @Test(arguments: TestEngine.available)
  func `who is behind is found by the ledger`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind) { scope in
      let target = try scope.target()
      try await scope.create("current", from: target)
      try await scope.create("behind", from: scope.target(Samples.two))
      let behind = try await scope.ledger.tenants(TenantFilter(behind: [target]))
      #expect(behind.map(\.name.text) == ["behind"])
      #expect(try await scope.ledger.tenants(TenantFilter(behind: [])).map(\.name.text) == ["behind", "current"])
      let labels = [LabelKey(unchecked: "plan"): LabelValue(unchecked: "pro")]
      #expect(try await scope.ledger.tenants(TenantFilter(labels: labels)).count == 2)
      #expect(
        try await scope.ledger.tenants(TenantFilter(labels: [LabelKey(unchecked: "plan"): LabelValue(unchecked: "x")])).isEmpty)
    }
  }

  @Test(arguments: TestEngine.available)
  func `the shared schema is brought forward once`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind) { scope in
      let set = try migrationSet(named: "shared", ["0001_plans.sql": "CREATE TABLE plans (n integer);"], for: kind.dialect)
      let target = TemplateSets(template: nil, sets: [set])
      #expect(try await scope.engine.migrateShared(to: target, Samples.stamp).count == 1)
      #expect(try await scope.engine.migrateShared(to: target, Samples.stamp).isEmpty)
      #expect(try await scope.ledger.sharedHead() == set.point(at: 1))
      #expect(try await scope.ledger.history(of: nil).map(\.migrations) == [["shared/0001_plans"]])
      let step = try MigrationPlanner.migration(from: [:], to: target).steps[0]
      let error = await failure {
        try await scope.ledger.migrateShared(from: nil, by: step, extensions: [], Samples.stamp)
      }
      #expect(error?.code == .headMoved)
    }
  }

  @Test(arguments: TestEngine.available)
  func `a person's statements run in one transaction of the tenant`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind) { scope in
      let record = try await scope.create(from: scope.target())
      let good = try migrationSet(
        ["0001_x.sql": "INSERT INTO counter VALUES (7); SELECT count(*) FROM counter;"], for: kind.dialect)
      let results = try await scope.ledger.execute(good.migrations[0].up, in: record, extensions: [])
      #expect(results.count == 2)
      #expect(results[0].affectedRows == 1)
      #expect(try results[1].first?.decode(0, as: Int.self) == 3)
      let bad = try migrationSet(
        ["0001_x.sql": "INSERT INTO counter VALUES (8); SELECT nothing FROM counter;"], for: kind.dialect)
      let error = await failure { _ = try await scope.ledger.execute(bad.migrations[0].up, in: record, extensions: []) }
      #expect(error?.code == .statementFailed)
      #expect(try await scope.numbers("SELECT n FROM $.counter ORDER BY n") == [2, 3, 7])
    }
  }
}
