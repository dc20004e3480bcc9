import Foundation
import Testing

/// What somebody tried who wanted to break it.
@Suite struct HostileUserTests {
  private static let manifest = """
    version: 1
    databases: {main: {url: "${DATABASE_URL:-sqlite:.tenantry}"}}
    templates: {standard: {migrations: tenant}}
    defaults: {database: main, template: standard}
    tenants: [{name: acme}]

    """

  private func withFleet(_ kind: TestEngine, _ body: (Project) async throws -> Void) async throws {
    try await Project.with(kind) { project in
      try project.write("tenants.yaml", Self.manifest)
      try project.write("tenant/0001_items.sql", "-- migrate:up\nCREATE TABLE items (id integer PRIMARY KEY, note text);\n")
      try await project.expect(0, "apply", "--yes")
      try await project.expect(0, "create", "stranger")
      try await body(project)
    }
  }

  @Test(arguments: TestEngine.available)
  func `of eight creations of one name at once one succeeds`(_ kind: TestEngine) async throws {
    try await withFleet(kind) { project in
      let programs = try (1...8).map { try project.start("create", "race", "--label", "by=p\($0)", "--output", "json") }
      var statuses: [Int32] = []
      for program in programs { statuses.append(try await program.wait().status) }
      #expect(statuses.sorted() == [0] + [Int32](repeating: 73, count: 7))
      try await project.expect(0, "status", "--check")
    }
  }

  @Test(arguments: TestEngine.available)
  func `exec cannot name the schema of a tenant that the manifest does not declare`(_ kind: TestEngine) async throws {
    try await withFleet(kind) { project in
      try await project.expect(65, "exec", "acme", "DELETE FROM t_stranger.items")
    }
  }

  @Test func `exec cannot leave the search path changed, whoever spells it`() async throws {
    guard TestEngine.available.contains(.postgres) else { return }
    try await withFleet(.postgres) { project in
      let escapes = [
        "SELECT set_config('search'||'_path', 't_stranger', true)",
        "SELECT set_config(setting_name => 'x', new_value => 'y', is_local => true)",
        "ALTER ROLE postgres SET search_path = t_stranger", "ALTER DATABASE postgres RESET ALL",
        "ALTER SYSTEM SET work_mem = '1MB'",
      ]
      for sql in escapes { try await project.expect(65, "exec", "acme", sql) }
      let computed = "DO $$ BEGIN EXECUTE 'SET LOCAL search' || '_path = t_stranger'; END $$"
      try await project.expect(1, "exec", "acme", computed)
    }
  }

  @Test(arguments: ["DELETE FROM tenantry_stamp", "DROP TABLE \"tenantry_tenant\"", "UPDATE [Tenantry_Tenant] SET id = 0"])
  func `SQL cannot touch the stamp in a tenant's file`(sql: String) async throws {
    try await withFleet(.sqlite) { project in
      try await project.expect(65, "exec", "acme", sql)
    }
  }

  @Test func `a setting that is no number is 78, and the SQL of exec is not empty`() async throws {
    try await Project.with(.sqlite) { project in
      try project.write("tenants.yaml", Self.manifest)
      try project.write("tenant/0001_items.sql", "-- migrate:up\nCREATE TABLE items (id integer);\n")
      var environment = project.environment
      for text in ["abc", "-5", ""] {
        environment["TENANTRY_NAME_RETENTION_SECONDS"] = text
        let output = try await Program(["apply", "--yes"], in: project.folder, environment: environment).wait()
        #expect(output.status == 78)
      }
      try await project.expect(64, "exec", "acme", " ")
    }
  }
}
