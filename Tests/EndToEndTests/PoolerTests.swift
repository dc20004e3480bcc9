import Names
import TenantryTestSupport
import Testing

/// The commands through PgBouncer in transaction mode, with two sessions for everything.
@Suite(.requiresPostgres) struct PoolerTests {
  @Test(arguments: ["auto", "transaction"])
  func `tenants are made, migrated, looked at and worked on`(pooler: String) async throws {
    try await Project.with(.postgres) { project in
      let url = try #require(project.environment["DATABASE_URL"])
      guard case .postgres(let server) = try DatabaseLocation(url: url, defaults: PostgresDefaults()) else { return }
      try project.write(
        "tenants.yaml",
        """
        version: 1
        databases: {main: {url: "${DATABASE_URL}", pooler: \(pooler)}}
        templates: {standard: {migrations: tenant}}
        defaults: {database: main, template: standard}
        tenants: [\((1...12).map { "{name: n\($0)}" }.joined(separator: ", "))]

        """)
      try project.write("tenant/0001_items.sql", "-- migrate:up\nCREATE TABLE items (id integer PRIMARY KEY, note text);\n")
      try await withTemporaryPooler(of: server) { (location) async throws in
        var project = project
        project.environment["DATABASE_URL"] = location.description
        try await project.expect(0, "create", "--all")
        try project.write("tenant/0002_note.sql", "-- migrate:up\nINSERT INTO items VALUES (1, 'one');\n")
        try await project.expect(0, "migrate", "--all")
        try await project.expect(0, "exec", "n7", "INSERT INTO items VALUES (2, 'two')")
        try await project.expect(0, "status", "--check")
        #expect(try await project.texts("SELECT note FROM t_n7.items ORDER BY id") == ["one", "two"])
        #expect(try await project.texts("SELECT note FROM t_n8.items ORDER BY id") == ["one"])
      }
    }
  }
}
