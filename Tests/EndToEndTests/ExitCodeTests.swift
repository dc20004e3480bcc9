import Database
import Foundation
import Names
import PostgresDriver
import SQL
import TenantryTestSupport
import Testing

/// How commands end that cannot do their work: nothing is changed, standard output holds the document or nothing.
@Suite struct ExitCodeTests {
  private static let manifest = """
    version: 1
    databases: {main: {url: "${DATABASE_URL:-sqlite:.tenantry}"}}
    templates: {standard: {migrations: tenant}}
    defaults: {database: main, template: standard}
    tenants: [{name: acme}]

    """

  private func withProject(_ manifest: String = Self.manifest, _ body: (Project) async throws -> Void) async throws {
    try await Project.with(.sqlite) { project in
      try project.write("tenants.yaml", manifest)
      try project.write("tenant/0001_items.sql", "-- migrate:up\nCREATE TABLE items (id integer);\n")
      try await body(project)
    }
  }

  /// Runs a command both ways and checks that it changes and prints nothing but its errors.
  private func expectFailure(
    _ status: Int32, _ code: String? = nil, _ project: Project, _ arguments: String...,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) async throws {
    let (folder, environment) = (project.folder, project.environment)
    let text = try await Program(arguments, in: folder, environment: environment).wait()
    #expect(text.status == status, "\(text.stderr)", sourceLocation: sourceLocation)
    #expect(text.stdout.isEmpty, sourceLocation: sourceLocation)
    #expect(text.stderr.hasPrefix("error: ") || text.stderr.contains(":"), sourceLocation: sourceLocation)
    let json = try await Program(arguments + ["--output", "json"], in: folder, environment: environment).wait()
    #expect(json.status == status, sourceLocation: sourceLocation)
    let errors = try json.errors(sourceLocation: sourceLocation)
    #expect(!errors.isEmpty, sourceLocation: sourceLocation)
    for error in errors {
      #expect(error["code"] is String && error["message"] is String, "\(error)", sourceLocation: sourceLocation)
    }
    if let code { #expect(errors.first?["code"] as? String == code, "\(errors)", sourceLocation: sourceLocation) }
    #expect(!FileManager.default.fileExists(atPath: folder + "/.tenantry"), sourceLocation: sourceLocation)
  }

  @Test func `a command line that is wrong is 64`() async throws {
    try await withProject { project in
      try await expectFailure(64, "usage", project, "migrate")
      try await expectFailure(64, "usage", project, "migrate", "--all", "acme")
      try await expectFailure(64, "usage", project, "create", "--all", "--template", "x")
      try await expectFailure(64, "usage", project, "nonsense")
      try await expectFailure(64, "usage", project, "apply", "--yes", "--jobs", "0")
      try await expectFailure(64, "usage", project, "create", "acme", "--label", "plan")
    }
  }

  @Test(arguments: ["Acme", "a_", "public", "a b", ""])
  func `a name that is no name is 65`(name: String) async throws {
    try await withProject { try await expectFailure(65, "bad-name", $0, "create", name) }
  }

  @Test func `a manifest that is wrong is 65, with its place`() async throws {
    try await withProject(Self.manifest.replacing("tenants:", with: "tenantz:")) { project in
      for command in ["validate", "plan", "status"] { try await expectFailure(65, nil, project, command) }
      let errors = try await project.run("apply", "--yes", "--output", "json").errors()
      #expect(errors.first?["line"] as? Int == 5)
      #expect(errors.first?["column"] as? Int == 1)
      #expect((errors.first?["hint"] as? String)?.contains("tenants") == true)
    }
  }

  @Test(arguments: [
    "-- migrate:up\nCREATE TABLE a (n integer);\nCOMMIT;\n", "-- migrate:up\nCREATE TABLE public.a (n integer);\n",
    "CREATE TABLE a (n integer);\n", "-- migrate:up\nSELECT 'open;\n",
  ])
  func `a migration file that is wrong is 65, before anything runs`(text: String) async throws {
    try await withProject { project in
      try project.write("tenant/0002_bad.sql", text)
      for command in [["validate"], ["apply", "--yes"], ["migrate", "--all"], ["create", "acme"]] {
        let output = try await Program(command + ["--output", "json"], in: project.folder, environment: project.environment)
          .wait()
        #expect(output.status == 65, "\(command) \(output.stdout)")
        #expect((try output.errors().first?["file"] as? String)?.hasSuffix("tenant/0002_bad.sql") == true)
      }
      #expect(!FileManager.default.fileExists(atPath: project.folder + "/.tenantry"))
    }
  }

  @Test func `a manifest that refers to nothing, or asks for a variable that is not set, is 78`() async throws {
    try await withProject(Self.manifest.replacing("{name: acme}", with: "{name: acme, template: none}")) {
      try await expectFailure(78, nil, $0, "apply", "--yes")
    }
    try await withProject(Self.manifest.replacing("${DATABASE_URL:-sqlite:.tenantry}", with: "${NOT_SET}")) {
      try await expectFailure(78, nil, $0, "validate")
    }
    try await withProject { try await expectFailure(78, nil, $0, "list", "--database", "mysql://somewhere/x") }
  }

  @Test func `what was named and is not there is 66`() async throws {
    try await withProject { project in
      try await expectFailure(66, "file-missing", project, "status", "--manifest", "nowhere.yaml")
      try await expectFailure(66, "file-missing", project, "validate", "nowhere.yaml")
      try await expectFailure(66, "file-missing", project, "exec", "acme", "--file", "nowhere.sql")
      try await expectFailure(66, "ledger-missing", project, "status")
      try await expectFailure(66, "ledger-missing", project, "migrate", "--all")
      try await expectFailure(66, "ledger-missing", project, "drop", "acme", "--yes")
    }
  }

  @Test func `a server that is down is 69`() async throws {
    try await withProject { project in
      var project = project
      project.environment["DATABASE_URL"] = "postgres://nobody:topsecret@127.0.0.1:1/none"
      for command in [["apply", "--yes"], ["status"], ["migrate", "--all"], ["create", "acme"], ["plan"]] {
        let output = try await Program(command + ["--output", "json"], in: project.folder, environment: project.environment)
          .wait()
        #expect(output.status == 69, "\(command) \(output.stderr)")
        #expect(try !output.errors().isEmpty)
        #expect(!output.stdout.contains("topsecret") && !output.stderr.contains("topsecret"))
      }
    }
  }

  @Test(.requiresPostgres) func `a role without rights is 77`() async throws {
    try await Project.with(.postgres) { project in
      var project = project
      try project.write("tenants.yaml", Self.manifest)
      try project.write("tenant/0001_items.sql", "-- migrate:up\nCREATE TABLE items (id integer);\n")
      let role = "tenantry_e2e_" + UUID().uuidString.lowercased().prefix(8)
      _ = try await project.texts("CREATE ROLE \(role) LOGIN")
      let url = try #require(project.environment["DATABASE_URL"])
      let settings = try #require(PostgresSettings())
      project.environment["DATABASE_URL"] = url.replacing("//\(settings.user)@", with: "//\(role)@")
      let output = try await project.run("apply", "--yes", "--output", "json")
      #expect(output.status == 77, "\(output.stderr)")
      #expect(try output.errors().first?["sqlstate"] as? String == "42501")
      project.environment["DATABASE_URL"] = url
      try await project.expect(0, "apply", "--yes")
      project.environment["DATABASE_URL"] = url.replacing("//\(settings.user)@", with: "//\(role)@")
      #expect(try await project.run("status").status == 77)
      #expect(try await project.run("create", "other").status == 77)
      _ = try await project.texts("DROP ROLE \(role)")
    }
  }

  @Test func `validate opens nothing`() async throws {
    let manifest = """
      version: 1
      databases:
        main: {url: "sqlite:.tenantry"}
        dead: {url: "postgres://nobody@127.0.0.1:1/none"}
      templates: {standard: {migrations: tenant}}
      defaults: {database: main, template: standard}
      tenants: [{name: acme}, {name: globex, database: dead}]

      """
    try await withProject(manifest) { project in
      let before = try FileManager.default.contentsOfDirectory(atPath: project.folder).filter { !$0.hasPrefix(".output") }
      let output = try await project.expect(0, "validate")
      #expect(output.stdout == "tenants.yaml is valid: 2 tenants, 1 template, 1 migration.\n")
      let after = try FileManager.default.contentsOfDirectory(atPath: project.folder).filter { !$0.hasPrefix(".output") }
      #expect(after.sorted() == before.sorted())
    }
  }

  @Test func `reading commands make no files`() async throws {
    try await withProject { project in
      for command in [
        ["plan"], ["status"], ["list"], ["show", "acme"], ["history", "acme"], ["migrate", "--all", "--dry-run"],
      ] {
        _ = try await Program(command, in: project.folder, environment: project.environment).wait()
        #expect(!FileManager.default.fileExists(atPath: project.folder + "/.tenantry"), "\(command)")
      }
    }
  }
}
