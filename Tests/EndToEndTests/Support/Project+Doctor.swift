import Database
import SQL
import Testing

/// What the tests of `doctor` do with a project.
extension Project {
  /// A fleet of three tenants on one database, healthy.
  static func withFleet(_ kind: TestEngine, _ body: (Project) async throws -> Void) async throws {
    try await with(kind) { project in
      try project.write(
        "tenants.yaml",
        """
        version: 1
        databases: {main: {url: "${DATABASE_URL:-sqlite:.tenantry}"}}
        templates: {standard: {migrations: tenant}}
        defaults: {database: main, template: standard}
        tenants: [{name: acme, domains: [acme.example.com]}, {name: globex}, {name: initech}]

        """)
      try project.write("tenant/0001_items.sql", "-- migrate:up\nCREATE TABLE items (id integer PRIMARY KEY);\n")
      try await project.expect(0, "apply", "--yes")
      try await body(project)
    }
  }

  /// Runs `doctor`, and answers with the codes of the problems that are left.
  func problems(
    _ arguments: String..., status: Int32, sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) async throws -> [String] {
    let findings = try await findings(arguments, status: status, sourceLocation: sourceLocation)
    for finding in findings {
      for key in ["code", "severity", "database", "subject", "meaning", "remedy", "outcome"] {
        #expect((finding[key] as? String)?.isEmpty == false, "\(key) in \(finding)", sourceLocation: sourceLocation)
      }
    }
    let open = findings.filter { $0["severity"] as? String == "problem" && $0["outcome"] as? String != "repaired" }
    return open.compactMap { $0["code"] as? String }.sorted()
  }

  /// Runs `doctor`, and answers with all that it found.
  func findings(
    _ arguments: [String] = [], status: Int32, sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) async throws -> [[String: Any]] {
    let output = try await Program(["doctor", "--output", "json"] + arguments, in: folder, environment: environment).wait()
    #expect(output.status == status, "\(output.stdout) \(output.stderr)", sourceLocation: sourceLocation)
    return try #require(try output.json()["findings"] as? [[String: Any]])
  }

  /// Changes something behind the program's back.
  func tamper(in target: ConnectionTarget = .shared, _ sql: String) async throws {
    try await observer.withConnection(target) { lease in _ = try await lease.query(SQLFragment(raw: sql)) }
  }
}
