import Database
import Migrations
import Names
import SQL
import Tenancy
import Testing

/// What a schema needs, from where it is: without a database.
@Suite struct MigrationPlannerTests {
  private let set: MigrationSet
  private let target: TemplateSets

  init() throws {
    set = try migrationSet(Samples.three)
    target = TemplateSets(template: Samples.template, sets: [set])
  }

  private func heads(_ position: Int, of set: MigrationSet? = nil) -> [MigrationSetName: AppliedHead] {
    let set = set ?? self.set
    return set.point(at: position).map { [set.name: $0] } ?? [:]
  }

  @Test(arguments: 0...3) func `what is pending is what comes after the head`(position: Int) throws {
    let script = try MigrationPlanner.migration(from: heads(position), to: target)
    #expect(script.migrations.map(\.migration) == set.migrations.dropFirst(position).map(\.id))
    #expect(script.steps.count == (position == 3 ? 0 : 1))
    #expect(script.isEmpty == (position == 3))
    if position < 3 { #expect(script.steps.last?.heads == heads(3)) }
  }

  @Test(arguments: ["0002", "2", "0002_counter"]) func `a version cuts the target off`(version: String) throws {
    let bounded = try #require(target.upTo(version))
    let script = try MigrationPlanner.migration(from: [:], to: bounded)
    #expect(script.migrations.map(\.migration.text) == ["0001_items", "0002_counter"])
    #expect(script.steps.last?.heads == heads(2))
  }

  @Test func `a schema that is further than the version stays there`() throws {
    let bounded = try #require(target.upTo("0001"))
    #expect(try MigrationPlanner.migration(from: heads(3), to: bounded).isEmpty)
  }

  @Test func `a version that no set has is none`() {
    #expect(target.upTo("0009") == nil)
  }

  @Test func `a version that two sets have is none, and one of the base leaves the other out`() throws {
    let other = try migrationSet(named: "pro", ["0001_items.sql": "SELECT 1;", "0004_pro.sql": "SELECT 1;"])
    let both = TemplateSets(template: Samples.template, sets: [set, other])
    #expect(both.upTo("0001") == nil)
    let bounded = try #require(both.upTo("0003"))
    #expect(
      try MigrationPlanner.migration(from: [:], to: bounded).migrations.map(\.set.text) == ["standard", "standard", "standard"])
    #expect(bounded.point(in: other) == nil)
  }

  @Test func `a file that was changed after it was applied is named`() throws {
    let changed = try migrationSet([
      "0001_items.sql": "CREATE TABLE items (id integer PRIMARY KEY, note text);",
      "0002_counter.sql": "CREATE TABLE counter (n bigint);", "0003_more.sql": "INSERT INTO counter VALUES (3);",
    ])
    let error = #expect(throws: TenancyError.self) {
      try MigrationPlanner.migration(from: heads(2), to: TemplateSets(template: Samples.template, sets: [changed]))
    }
    #expect(error?.code == .lineageDiverged)
    #expect(error?.message.contains("0002_counter") == true)
    #expect(error?.location?.file.hasSuffix("0002_counter.sql") == true)
  }

  @Test func `a file that is gone is told from one that was replaced`() throws {
    let short = TemplateSets(template: Samples.template, sets: [try migrationSet(["0001_items.sql": "SELECT 1;"])])
    let gone = #expect(throws: TenancyError.self) { try MigrationPlanner.migration(from: heads(3), to: short) }
    #expect(gone?.code == .lineageDiverged)
    #expect(gone?.message.contains("has 1 only") == true)
    let replaced = TemplateSets(
      template: Samples.template,
      sets: [try migrationSet(["0001_items.sql": "SELECT 1;", "0002_other.sql": "SELECT 1;"])])
    let error = #expect(throws: TenancyError.self) { try MigrationPlanner.migration(from: heads(2), to: replaced) }
    #expect(error?.message.contains("0002_counter") == true)
    #expect(error?.message.contains("0002_other") == true)
  }

  @Test func `a change of the first file is seen at every later head`() throws {
    let changed = try migrationSet([
      "0001_items.sql": "CREATE TABLE items (id bigint PRIMARY KEY);",
      "0002_counter.sql": "CREATE TABLE counter (n integer); INSERT INTO counter VALUES (2);",
      "0003_more.sql": "INSERT INTO counter VALUES (3);",
    ])
    for position in 1...3 {
      #expect(throws: TenancyError.self) {
        try MigrationPlanner.migration(from: heads(position), to: TemplateSets(template: Samples.template, sets: [changed]))
      }
    }
  }

  @Test func `a statement without a transaction is a step of its own`() throws {
    let set = try migrationSet([
      "0001_a.sql": "CREATE TABLE a (n integer);", "0002_b.sql": "CREATE TABLE b (n integer);",
      "0003_index.sql": "-- migrate:up transaction:false\nCREATE INDEX CONCURRENTLY a_n ON a (n);",
      "0004_c.sql": "CREATE TABLE c (n integer);",
    ])
    let script = try MigrationPlanner.migration(from: [:], to: TemplateSets(template: Samples.template, sets: [set]))
    #expect(script.steps.map(\.isTransactional) == [true, false, true])
    #expect(script.steps.map { $0.migrations.map(\.migration.text) } == [["0001_a", "0002_b"], ["0003_index"], ["0004_c"]])
    #expect(script.steps.map { $0.heads[set.name]?.position } == [2, 3, 4])
    #expect(text(of: script.steps[1].statements[0]).contains("CONCURRENTLY"))
  }

  @Test func `a new tenant gets everything in one step, a concurrent index as a plain one, and the seed last`() throws {
    let set = try migrationSet([
      "0001_a.sql": "CREATE TABLE a (n integer);",
      "0002_index.sql": "-- migrate:up transaction:false\nCREATE UNIQUE INDEX CONCURRENTLY a_n ON a (n);",
    ])
    let seed = try migrationSet(["0001_seed.sql": "INSERT INTO a VALUES (1);"]).migrations[0].up
    let script = MigrationPlanner.creation(of: TemplateSets(template: Samples.template, sets: [set], seed: seed))
    #expect(script.steps.count == 1)
    #expect(script.steps[0].isTransactional)
    #expect(
      script.steps[0].statements.map { text(of: $0) } == [
        "CREATE TABLE a (n integer)", "CREATE UNIQUE INDEX a_n ON a (n)", "INSERT INTO a VALUES (1)",
      ])
    #expect(script.steps[0].statements.map { $0.migration == nil } == [false, false, true])
    #expect(script.steps[0].heads == heads(2, of: set))
  }

  private func text(of statement: SchemaScript.Statement) -> String {
    statement.source.text(tenantSchema: SchemaName(unchecked: "t_acme"), sharedSchema: .public)
  }
}
