import Database
import Foundation
import Names
import PostgresDriver
import SQL
import Testing

/// What the commands say and change, on both engines.
@Suite struct CommandTests {
  /// Two tenants with one small table.
  private func withFleet(_ kind: TestEngine, _ body: (Project) async throws -> Void) async throws {
    try await Project.with(kind) { project in
      try project.write(
        "tenants.yaml",
        """
        version: 1
        databases: {main: {url: "${DATABASE_URL:-sqlite:.tenantry}"}}
        templates: {standard: {migrations: tenant}}
        defaults: {database: main, template: standard}
        tenants: [{name: acme, labels: {plan: pro}, domains: [acme.example.com]}, {name: globex}]

        """)
      try project.write("tenant/0001_items.sql", "-- migrate:up\nCREATE TABLE items (id integer PRIMARY KEY, note text);\n")
      try await project.expect(0, "apply", "--yes")
      try await body(project)
    }
  }

  @Test(arguments: TestEngine.available)
  func `every command prints one document with its keys`(_ kind: TestEngine) async throws {
    try await withFleet(kind) { project in
      let run = ["run", "shared", "tenants", "summary", "unmanaged"]
      let plan = ["changes", "shared", "tenants", "unchanged", "unmanaged"]
      let commands: [([String], [String])] = [
        (["apply", "--yes"], run), (["plan"], plan), (["create", "--all"], run), (["create", "new-one"], run),
        (["migrate", "--all"], run), (["migrate", "acme", "--dry-run"], plan),
        (["status"], ["shared", "tenants", "missing", "summary"]), (["list"], ["tenants"]),
        (["show", "acme"], ["name", "database", "schema", "template", "state", "labels", "domains", "heads", "condition"]),
        (["history", "acme"], ["tenant", "history"]), (["history", "acme", "--audit"], ["tenant", "audit"]),
        (["exec", "acme", "SELECT 1 AS one"], ["tenants"]), (["drop", "new-one", "--yes"], run),
        (["validate"], ["valid", "manifest", "databases", "templates", "tenants", "migrations"]),
        (["new", "more"], ["file"]), (["init"], ["written", "kept", "ledgers"]),
      ]
      for (arguments, keys) in commands {
        let output = try await Program(
          arguments + ["--output", "json"], in: project.folder, environment: project.environment
        ).wait()
        #expect(output.status == 0, "\(arguments) \(output.stderr)")
        let document = try output.json()
        for key in keys { #expect(document[key] != nil, "\(arguments): \(key) in \(output.stdout)") }
        #expect(document["errors"] == nil, "\(arguments): \(output.stdout)")
      }
    }
  }

  @Test(arguments: TestEngine.available)
  func `what the ledger knows comes out as it went in`(_ kind: TestEngine) async throws {
    try await withFleet(kind) { project in
      let tenant = try await project.expect(0, "show", "acme", "--output", "json").json()
      #expect(tenant["labels"] as? [String: String] == ["plan": "pro"])
      #expect(tenant["domains"] as? [String] == ["acme.example.com"])
      #expect(tenant["condition"] as? String == "current")
      let history = try await project.expect(0, "history", "acme", "--output", "json").json()["history"] as? [[String: Any]]
      #expect(history?.count == 1)
      #expect(history?.first?["actor"] as? String == "tester@host")
      #expect(history?.first?["migrations"] as? [String] == ["standard/0001_items"])
      let listed = try await project.expect(0, "list", "--label", "plan=pro", "--output", "json").json()["tenants"] as? [Any]
      #expect(listed?.count == 1)
    }
  }

  @Test(arguments: TestEngine.available)
  func `exec runs SQL in its tenant alone`(_ kind: TestEngine) async throws {
    try await withFleet(kind) { project in
      let output = try await project.expect(
        0, "exec", "acme", "INSERT INTO items VALUES (1, 'one'), (2, NULL); SELECT id, note FROM items ORDER BY id", "--output",
        "json")
      let tenant = try #require((try output.json()["tenants"] as? [[String: Any]])?.first)
      let results = try #require(tenant["results"] as? [[String: Any]])
      #expect(results.first?["affected_rows"] as? Int == 2)
      #expect(results.last?["columns"] as? [String] == ["id", "note"])
      let rows = try #require(results.last?["rows"] as? [[Any]])
      #expect(rows.count == 2 && rows[0][0] as? Int == 1 && rows[0][1] as? String == "one" && rows[1][1] is NSNull)
      let other = try await project.expect(0, "exec", "globex", "SELECT count(*) FROM items")
      #expect(other.stdout.contains("0"))
      try project.write("fix.sql", "DELETE FROM items;\n")
      try await project.expect(0, "exec", "--all", "--file", "fix.sql")
      #expect(try await project.run("exec", "acme", "SELECT count(*) FROM items").stdout == other.stdout)
    }
  }

  @Test(
    arguments: TestEngine.available,
    [
      "COMMIT", "BEGIN; DELETE FROM items; COMMIT", "SELECT * FROM t_globex.items", "DELETE FROM \"t_globex\".items",
      "INSERT INTO items VALUES (9, 'x'); ROLLBACK", "SELECT * FROM tenantry.tenants",
    ])
  func `exec refuses what would leave the transaction or the schema`(_ kind: TestEngine, sql: String) async throws {
    try await withFleet(kind) { project in
      let before = try await project.fingerprint()
      let output = try await project.expect(65, "exec", "acme", sql, "--output", "json")
      #expect(try output.errors().first?["line"] as? Int == 1)
      #expect(try await project.fingerprint() == before)
    }
  }

  @Test(arguments: TestEngine.available)
  func `SQL that fails in a tenant undoes all of it`(_ kind: TestEngine) async throws {
    try await withFleet(kind) { project in
      let output = try await project.expect(
        1, "exec", "acme", "INSERT INTO items VALUES (1, 'x');\nINSERT INTO items VALUES (1, 'y')", "--output", "json")
      #expect(try output.errors().first?["sqlstate"] as? String == "23505")
      #expect(try output.errors().first?["line"] as? Int == 2)
      #expect(try await project.run("exec", "acme", "SELECT * FROM items").stdout.contains("(0 rows)"))
    }
  }

  @Test(arguments: TestEngine.available)
  func `nothing is dropped or applied without a yes where nobody can be asked`(_ kind: TestEngine) async throws {
    try await withFleet(kind) { project in
      let before = try await project.fingerprint()
      let output = try await project.expect(64, "drop", "acme", "--output", "json")
      #expect(try output.errors().first?["code"] as? String == "confirmation-needed")
      try await project.expect(64, "drop", "acme", "--purge")
      try project.write("tenant/0002_more.sql", "-- migrate:up\nCREATE TABLE more (n integer);\n")
      try await project.expect(64, "apply")
      #expect(try await project.fingerprint() == before)
      try await project.expect(0, "drop", "acme", "--purge", "--yes")
      #expect(try await project.run("list").stdout.contains("acme") == false)
    }
  }

  @Test(arguments: TestEngine.available)
  func `existing, missing and kept-back names have codes of their own`(_ kind: TestEngine) async throws {
    try await withFleet(kind) { project in
      try await project.expect(73, "create", "acme")
      try await project.expect(0, "create", "acme", "--if-not-exists")
      try await project.expect(66, "show", "nobody")
      try await project.expect(66, "history", "nobody")
      try await project.expect(66, "migrate", "nobody")
      try await project.expect(66, "drop", "nobody", "--yes")
      try await project.expect(66, "exec", "nobody", "SELECT 1")
      try await project.expect(66, "migrate", "--all", "--to", "0099")
      try await project.expect(0, "drop", "acme", "--yes")
      let output = try await project.expect(75, "create", "acme", "--output", "json")
      #expect(try output.errors().first?["code"] as? String == "name-kept-back")
      try await project.expect(66, "drop", "acme", "--yes")
      #expect(try await project.run("list").stdout.contains("acme") == false)
    }
  }

  @Test(arguments: TestEngine.available)
  func `a tenant needs no manifest when the database is named`(_ kind: TestEngine) async throws {
    try await Project.with(kind) { project in
      let url = project.environment["DATABASE_URL"] ?? "sqlite:.tenantry"
      try await project.expect(66, "list", "--database", url)
      try await project.expect(0, "create", "acme", "--database", url)
      try await project.expect(0, "exec", "acme", "CREATE TABLE t (n integer)", "--database", url)
      let output = try await project.expect(0, "status", "--check", "--database", url, "--output", "json")
      #expect((try output.json()["summary"] as? [String: Int])?["current"] == 1)
    }
  }

  @Test(arguments: TestEngine.available)
  func `a new project starts with init`(_ kind: TestEngine) async throws {
    try await Project.with(kind) { project in
      let output = try await project.expect(0, "init", "--output", "json")
      #expect((try output.json()["written"] as? [String])?.count == 3)
      #expect((try output.json()["ledgers"] as? [String]) == ["main"])
      try await project.expect(0, "validate")
      try await project.expect(0, "apply", "--yes")
      try await project.expect(0, "status", "--check")
      #expect(try await project.tables(of: "t_acme") == ["projects"])
      let again = try await project.expect(0, "init", "--output", "json")
      #expect((try again.json()["kept"] as? [String])?.count == 3)
    }
  }

  @Test func `init leaves migrations alone that are there`() async throws {
    try await Project.with(.sqlite) { project in
      try project.write("migrations/tenant/0001_own.sql", "-- migrate:up\nCREATE TABLE own (id integer);\n")
      let output = try await project.expect(0, "init", "--output", "json")
      #expect((try output.json()["written"] as? [String]) == ["tenants.yaml", "migrations/shared/0001_plans.sql"])
      #expect((try output.json()["kept"] as? [String]) == ["migrations/tenant"])
      try await project.expect(0, "validate")
    }
  }
}
