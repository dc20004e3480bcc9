import Database
import Foundation
import Glibc
import Names
import SQL
import SQLiteDriver
import TenantryTestSupport
import Testing

/// `kill -9` in the middle of what changes a tenant later, on SQLite: its file, `main.db` and the directory agree afterwards, the same
/// command ends well, and nothing is done twice.
@Suite struct SQLiteLifecycleKillTests {
  /// A command that is killed.
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// Run before each kill, undisturbed.
    var preparation: [[String]] = []
    var command: [String]
    /// How the command may end when it is run again: nothing may be left to do, or to name.
    var repeated: Set<Int32> = [0]
    /// What the history of the tenant, and its audit chain, has in the end.
    var actions: [String]
    /// The tenant, its schema, its state and its migrations in the end; nil when it is gone.
    var outcome: String?
    /// How often the second migration was applied, less how often it was taken back.
    var counter = ["2"]
  }

  static let cases = [
    Case(
      testDescription: "rename", command: ["rename", "acme", "globex"], actions: ["create", "rename"],
      outcome: "globex t_globex active 2 acme.example.com"),
    Case(
      testDescription: "rename that keeps the schema", command: ["rename", "acme", "globex", "--keep-schema"],
      actions: ["create", "rename"], outcome: "globex t_acme active 2 acme.example.com"),
    Case(
      testDescription: "rollback", command: ["rollback", "acme", "--to", "1", "--yes"], actions: ["create", "rollback"],
      outcome: "acme t_acme active 1 acme.example.com", counter: ["-2", "2"]),
    Case(
      testDescription: "set", command: ["set", "acme", "--domain", "b.example.com", "--label", "plan=pro"],
      actions: ["create", "update"], outcome: "acme t_acme active 2 acme.example.com b.example.com"),
    Case(
      testDescription: "drop --purge", command: ["drop", "acme", "--purge", "--yes"], repeated: [0, 66],
      actions: ["create", "drop", "purge"], outcome: nil),
    Case(
      testDescription: "purge of a dropped one", preparation: [["drop", "acme", "--yes"]],
      command: ["drop", "acme", "--purge", "--yes"], repeated: [0, 66], actions: ["create", "drop", "purge"], outcome: nil),
  ]

  private static let kills = 12

  @Test(arguments: cases)
  func `a kill at any moment is made good by the same command`(_ example: Case) async throws {
    var random = SplitMix64(seed: 5)
    var duration = try await withTenant(example) { project in
      let start = ContinuousClock.now
      try await expect([0], example.command, project)
      try await check(example, project, "undisturbed")
      return start.duration(to: .now)
    }
    var (kills, unfinished) = (0, 0)
    // One that ended before its kill does not count, and does not go on for ever.
    for _ in 0..<(6 * Self.kills) where kills < Self.kills {
      // The moment itself is what is tried here; nothing is waited for. The first half of a run is reading.
      let moment = duration * Double.random(in: 0.2...0.9, using: &random)
      try await withTenant(example) { project in
        let program = try Program(example.command + ["--quiet"], in: project.folder, environment: project.environment)
        try await Task.sleep(for: moment)
        program.send(SIGKILL)
        guard try await program.wait().status == -SIGKILL else {
          // The run that was measured was slower than this one: the next kill comes sooner.
          duration = duration * 4 / 5
          return
        }
        kills += 1
        if try await actions(project).count < example.actions.count { unfinished += 1 }
        try await expect(example.repeated, example.command, project)
        try await check(example, project, "killed after \(moment)")
      }
    }
    #expect(kills == Self.kills && unfinished > 0, "\(kills) kills, \(unfinished) of them left work to do")
  }

  /// Makes a folder with one tenant that has two migrations.
  private func withTenant<Value: Sendable>(_ example: Case, _ body: (Project) async throws -> Value) async throws -> Value {
    var value: Value?
    try await Project.with(.sqlite) { project in
      try project.write(
        "tenants.yaml",
        """
        version: 1
        databases: {main: {url: "sqlite:.tenantry"}}
        templates: {standard: {migrations: tenant}}
        defaults: {database: main, template: standard}
        tenants: [{name: acme, domains: [acme.example.com]}]

        """)
      try project.write("tenant/0001_counter.sql", "-- migrate:up\nCREATE TABLE counter (n integer NOT NULL);\n")
      try project.write(
        "tenant/0002_count.sql",
        "-- migrate:up\nINSERT INTO counter VALUES (2);\n-- migrate:down\nINSERT INTO counter VALUES (-2);\n")
      for command in [["create", "acme"]] + example.preparation { try await expect([0], command, project) }
      value = try await body(project)
    }
    return try #require(value)
  }

  private func expect(_ statuses: Set<Int32>, _ command: [String], _ project: Project) async throws {
    let output = try await Program(command, in: project.folder, environment: project.environment).wait()
    #expect(statuses.contains(output.status), "\(command): \(output.stdout) \(output.stderr)")
  }

  private func actions(_ project: Project) async throws -> [String] {
    try await project.texts("SELECT action FROM tenantry_history WHERE tenant_id = 1 ORDER BY id")
  }

  /// What has to hold when the command has run to its end.
  private func check(_ example: Case, _ project: Project, _ what: String) async throws {
    let comment = Comment(rawValue: what)
    let database = try #require(project.observer as? SQLiteDatabase)
    #expect(try await actions(project) == example.actions, comment)
    #expect(try await project.texts("SELECT action FROM tenantry_audit WHERE tenant_id = 1 ORDER BY sequence") == example.actions)
    #expect(try await database.integrityCheck(of: .shared) == [], comment)
    #expect(try await project.texts("SELECT name FROM tenantry_renames") == [], comment)
    let tenants = try await project.texts(
      """
      SELECT name || ' ' || schema_name || ' ' || phase || ' ' ||
        (SELECT max(position) FROM tenantry_heads WHERE tenant_id = t.id) || ' ' ||
        (SELECT group_concat(value, ' ') FROM json_each(t.domains))
      FROM tenantry_tenants t WHERE phase <> 'dropped'
      """)
    let directory = try await project.texts(
      """
      SELECT name || ' ' || schema_name || ' ' || phase || ' ' ||
        (SELECT group_concat(domain, ' ') FROM (SELECT domain FROM tenantry_directory_domains x WHERE x.name = d.name ORDER BY 1))
      FROM tenantry_directory d
      """)
    #expect(tenants == [example.outcome].compactMap(\.self), comment)
    let words = example.outcome?.split(separator: " ").map(String.init) ?? []
    #expect(directory == (words.isEmpty ? [] : [(words[0...2] + words[4...]).joined(separator: " ")]), comment)
    // No file is left of one that is gone, and none has two names.
    #expect(try database.files?.list().map(\.text) == (words.isEmpty ? [] : [words[1]]), comment)
    #expect(try await project.texts("SELECT name FROM tenantry_tenants WHERE tombstone IS NOT NULL") == [], comment)
    guard !words.isEmpty else { return }
    try await checkFile(SchemaName(words[1]), name: words[0], position: words[3], example, database, comment)
  }

  private func checkFile(
    _ schema: SchemaName, name: String, position: String, _ example: Case, _ database: SQLiteDatabase, _ comment: Comment
  ) async throws {
    #expect(try await database.integrityCheck(of: .tenant(schema)) == [], comment)
    func texts(_ query: String) async throws -> [String] {
      try await database.withConnection(.tenant(schema)) { lease in
        try await lease.query(SQLFragment(raw: query)).map { try $0.decode(0, as: String.self) }
      }
    }
    #expect(try await texts("SELECT name FROM tenantry_tenant") == [name], comment)
    #expect(try await texts("SELECT CAST(position AS TEXT) FROM tenantry_stamp") == [position], comment)
    #expect(try await texts("SELECT CAST(n AS TEXT) FROM counter ORDER BY n") == example.counter, comment)
  }
}
