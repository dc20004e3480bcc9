import Foundation
import Names
import TenantryTestSupport
import Testing

/// The commands through PgBouncer in transaction mode.
@Suite(.requiresPooler) struct PoolerTests {
  /// A fleet of twelve tenants behind a pooler with two sessions.
  ///
  /// - Parameter extra: What stands beside the database's URL in the manifest.
  private func withPooledFleet(_ extra: String = "", _ body: (Project) async throws -> Void) async throws {
    try await Project.with(.postgres) { project in
      let url = try #require(project.environment["DATABASE_URL"])
      guard case .postgres(let server) = try DatabaseLocation(url: url, defaults: PostgresDefaults()) else { return }
      try project.write(
        "tenants.yaml",
        """
        version: 1
        databases: {main: {url: "${DATABASE_URL}"\(extra)}}
        templates: {standard: {migrations: tenant}}
        defaults: {database: main, template: standard}
        tenants: [\((1...12).map { "{name: n\($0)}" }.joined(separator: ", "))]

        """)
      try project.write("tenant/0001_items.sql", "-- migrate:up\nCREATE TABLE items (id integer PRIMARY KEY, note text);\n")
      try await withTemporaryPooler(of: server) { (location) async throws in
        var project = project
        project.environment["DATABASE_URL"] = location.description
        project.environment["DIRECT_URL"] = url
        try await body(project)
      }
    }
  }

  @Test(arguments: ["", ", pooler: transaction"])
  func `tenants are made, migrated, changed, worked on and dropped`(extra: String) async throws {
    try await withPooledFleet(extra) { project in
      try await project.expect(0, "create", "--all")
      try project.write(
        "tenant/0002_note.sql", "-- migrate:up\nINSERT INTO items VALUES (1, 'one');\n-- migrate:down\nDELETE FROM items;\n")
      try await project.expect(0, "migrate", "--all")
      try await project.expect(0, "exec", "n7", "INSERT INTO items VALUES (2, 'two')")
      try await project.expect(0, "exec", "--all", "SELECT count(*) FROM items")
      try await project.expect(0, "status", "--check")
      #expect(try await project.texts("SELECT note FROM t_n7.items ORDER BY id") == ["one", "two"])
      for number in (1...12).filter({ $0 != 7 }) {
        #expect(try await project.texts("SELECT note FROM t_n\(number).items ORDER BY id") == ["one"])
      }
      try await project.expect(0, "rename", "n1", "first")
      try await project.expect(0, "rollback", "n2", "--yes")
      #expect(try await project.texts("SELECT note FROM t_n2.items") == [])
      try await project.expect(0, "drop", "n3", "--purge", "--yes")
      #expect(try await project.texts("SELECT note FROM t_first.items") == ["one"])
      #expect(try await project.texts("SELECT nspname::text FROM pg_namespace WHERE nspname LIKE 'tenantry\\_%'") == [])
    }
  }

  @Test func `a step that needs a session is refused, and done once there is a way around the pooler`() async throws {
    let index = "-- migrate:up transaction:false\nCREATE INDEX CONCURRENTLY items_note ON items (note);\n"
    try await withPooledFleet { project in
      try await project.expect(0, "create", "--all")
      try project.write("tenant/0002_index.sql", index)
      let output = try await project.expect(1, "migrate", "--all", "--output", "json")
      let errors = try output.errors()
      #expect(errors.count == 12)
      for error in errors {
        #expect(error["code"] as? String == "unsupported")
        #expect((error["hint"] as? String)?.contains("direct_url") == true)
      }
      #expect(try await project.texts("SELECT migration FROM tenantry.pending_steps") == [])
      #expect(try await project.texts("SELECT indexname::text FROM pg_indexes WHERE indexname = 'items_note'") == [])

      let manifest = try String(contentsOfFile: project.folder + "/tenants.yaml", encoding: .utf8)
      try project.write(
        "tenants.yaml",
        manifest.replacing("\"${DATABASE_URL}\"", with: "\"${DATABASE_URL}\", direct_url: \"${DIRECT_URL}\""))
      try await project.expect(0, "migrate", "--all")
      #expect(
        try await project.texts(
          "SELECT DISTINCT indisvalid::text FROM pg_index WHERE indexrelid::regclass::text LIKE '%items_note'")
          == ["true"])
      // Nothing of it has stayed in the sessions behind the pooler.
      try await project.expect(0, "status", "--check")
      try await project.expect(0, "exec", "--all", "SELECT count(*) FROM items")
    }
  }

  @Test(arguments: ["", ", pooler: transaction"])
  func `a shell is refused without a way around the pooler`(extra: String) async throws {
    try await withPooledFleet(extra) { project in
      try await project.expect(0, "create", "n1")
      let output = try await project.expect(78, "shell", "n1")
      #expect(output.stderr.contains("direct_url"))
    }
  }

  @Test func `a pooler is noticed, and no problem once it is declared`() async throws {
    try await withPooledFleet { project in
      try await project.expect(0, "create", "--all")
      #expect(try await project.problems(status: 2) == ["pooler-undeclared"])
      let manifest = try String(contentsOfFile: project.folder + "/tenants.yaml", encoding: .utf8)
      try project.write(
        "tenants.yaml", manifest.replacing("\"${DATABASE_URL}\"", with: "\"${DATABASE_URL}\", pooler: transaction"))
      #expect(try await project.problems(status: 0) == [])
      #expect(try await project.expect(0, "doctor").stdout.contains("detected"))
    }
  }
}
