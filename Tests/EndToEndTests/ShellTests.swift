import Foundation
import Testing

/// `shell` and `completions`.
@Suite struct ShellTests {
  private func withFleet(_ kind: TestEngine, _ body: (Project) async throws -> Void) async throws {
    try await Project.with(kind) { project in
      try project.write(
        "tenants.yaml",
        """
        version: 1
        databases: {main: {url: "${DATABASE_URL:-sqlite:.tenantry}"}}
        templates: {standard: {migrations: tenant}}
        defaults: {database: main, template: standard}
        tenants: [{name: acme}, {name: globex}, {name: acorn}]

        """)
      try project.write(
        "tenant/0001_items.sql",
        "-- migrate:up\nCREATE TABLE items (note text);\nINSERT INTO items VALUES ('${tenant_schema}');\n")
      try await project.expect(0, "create", "acme", "globex")
      try await body(project)
    }
  }

  @Test(arguments: TestEngine.available)
  func `a shell sees the tenant's tables, and the client's exit code is the program's`(_ kind: TestEngine) async throws {
    try await withFleet(kind) { project in
      try await project.expect(0, "exec", "acme", "INSERT INTO items VALUES ('only-acme')")
      switch kind {
      case .postgres:
        let output = try await project.expect(0, "shell", "acme", "--", "-XAtc", "SHOW search_path; SELECT note FROM items")
        #expect(output.stdout.contains("\"t_acme\", pg_temp") && output.stdout.contains("only-acme"), "\(output.stdout)")
        #expect(try await project.run("shell", "globex", "--", "-XAtc", "SELECT note FROM items").stdout == "t_globex\n")
        try project.write("bad.sql", "SELECT nothing;\n")
        try await project.expect(3, "shell", "acme", "--", "-X", "-v", "ON_ERROR_STOP=1", "-f", "bad.sql")
      case .sqlite:
        let output = try await project.expect(0, "shell", "acme", "--", "SELECT note FROM items")
        #expect(output.stdout.contains("only-acme"))
        #expect(try await project.run("shell", "globex", "--", "SELECT count(*) FROM items").stdout == "1\n")
        try await project.expect(1, "shell", "acme", "--", "-bail", "SELECT nothing")
      }
    }
  }

  @Test(arguments: TestEngine.available)
  func `a shell needs a tenant, a client, and no JSON`(_ kind: TestEngine) async throws {
    try await withFleet(kind) { project in
      try await project.expect(66, "shell", "nobody")
      try await project.expect(65, "shell", "Acme")
      try await project.expect(64, "shell", "acme", "--output", "json")
      var environment = project.environment
      environment["PATH"] = project.folder
      let output = try await Program(["shell", "acme"], in: project.folder, environment: environment).wait()
      #expect(output.status == 66)
      #expect(output.stderr.contains("apt-get install \(kind == .postgres ? "postgresql-client" : "sqlite3")"))
    }
  }

  /// A client of our own shows what it was given.
  @Test(.enabled(if: TestEngine.available.contains(.postgres)))
  func `the password is in the client's environment and not among its arguments`() async throws {
    try await withFleet(.postgres) { project in
      try project.write("bin/psql", "#!/bin/sh\necho \"arguments: $*\"; env\n")
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: project.folder + "/bin/psql")
      var environment = project.environment
      environment["PATH"] = "\(project.folder)/bin:/usr/bin:/bin"
      environment["PGHOSTADDR"] = "192.0.2.1"
      environment["DATABASE_URL"] = environment["DATABASE_URL"]?.replacingOccurrences(of: "postgres@", with: "postgres:s3cr3t@")
      let output = try await Program(["shell", "acme", "--", "-l"], in: project.folder, environment: environment).wait()
      #expect(output.status == 0, "\(output.stderr)")
      let lines = output.stdout.split(separator: "\n")
      #expect(lines.contains("arguments: -l") && lines.contains("PGPASSWORD=s3cr3t"), "\(output.stdout)")
      #expect(!lines.contains { $0.hasPrefix("PGHOSTADDR=") })
      #expect(!output.stderr.contains("s3cr3t"))
    }
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `the completion script names every command`(shell: String) async throws {
    try await Project.with(.sqlite) { project in
      let script = try await project.expect(0, "completions", shell).stdout
      for command in ["init", "create", "shell", "doctor", "exec"] { #expect(script.contains(command), "\(command)") }
      try project.write("script", script)
      let path = "/usr/bin/\(shell)"
      guard FileManager.default.isExecutableFile(atPath: path) else { return }
      let process = Process()
      process.executableURL = URL(fileURLWithPath: path)
      process.arguments = ["-n", project.folder + "/script"]
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
    }
  }

  @Test func `an unknown shell is 64`() async throws {
    try await Project.with(.sqlite) { project in try await project.expect(64, "completions", "tcsh") }
  }

  @Test(arguments: TestEngine.available)
  func `tenants are completed from the ledger and the manifest, and errors are not shown`(_ kind: TestEngine) async throws {
    try await withFleet(kind) { project in
      try await project.expect(0, "create", "acrobat")
      let words = ["tenantctl", "show", "ac"]
      func complete(_ environment: [String: String], _ words: [String], _ command: String = "show") async throws -> Program.Output
      {
        try await Program(
          ["---completion", command, "--", "positional@0", "2", "2"] + words, in: project.folder, environment: environment
        ).wait()
      }
      let output = try await complete(project.environment, words)
      #expect(output.stdout.split(separator: "\n") == ["acme", "acorn", "acrobat"], "\(output.stdout) \(output.stderr)")
      for command in ["create", "migrate", "set", "rename", "suspend", "resume", "rollback", "drop", "exec", "history", "status"]
      {
        let same = try await complete(project.environment, ["tenantctl", command, "ac"], command)
        #expect(same.stdout == output.stdout, "\(command): \(same.stdout) \(same.stderr)")
      }
      var elsewhere = project.environment
      elsewhere["DATABASE_URL"] = "postgres://nobody@127.0.0.1:1/nowhere"
      let offline = try await complete(elsewhere, words)
      #expect(offline.stdout.split(separator: "\n") == ["acme", "acorn"] && offline.stderr.isEmpty)
      try project.write("tenants.yaml", "nonsense")
      let broken = try await complete(project.environment, words)
      #expect(broken.stdout.allSatisfy(\.isNewline) && broken.stderr.isEmpty, "\(broken)")
    }
  }
}
