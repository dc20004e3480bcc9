import Database
import Foundation
import Names
import SQL
import SQLiteDriver
import TenantryTestSupport
import Testing

/// What `doctor` says of sizes and of several databases.
@Suite struct DoctorLimitTests {
  /// The severity of what has this code.
  private func severity(of code: String, in findings: [[String: Any]]) -> String? {
    findings.first { $0["code"] as? String == code }?["severity"] as? String
  }

  @Test(.requiresPostgres) func `a schema too big for the server's locks is told before it has to be dropped`() async throws {
    // There is room for 10 × 20 locks.
    let options = ClusterOptions(settings: ["max_locks_per_transaction": "10", "max_connections": "20"])
    try await withTemporaryCluster(options) { cluster in
      try await withTemporaryDirectory { folder in
        let database = SQLiteDatabase(name: .main, configuration: SQLiteConfiguration(directory: folder + "/none"))
        var project = Project(kind: .postgres, folder: folder, environment: ["PATH": "/usr/bin:/bin"], observer: database)
        project.environment["DATABASE_URL"] = "postgres://postgres@127.0.0.1:\(cluster.port)/postgres"
        try await project.fill()
        #expect(severity(of: "lock-room", in: try await project.findings(status: 0)) == nil)
        for (round, expected) in [(0, nil), (1, "note"), (2, "problem")] as [(Int, String?)] {
          let types = (0..<75).map { "CREATE TYPE kind_\(round)_\($0) AS (n integer)" }.joined(separator: "; ")
          try await project.expect(0, "exec", "acme", types)
          let findings = try await project.findings(status: expected == "problem" ? 2 : 0)
          #expect(severity(of: "lock-room", in: findings) == expected)
        }
        await database.shutdown()
      }
    }
  }

  @Test func `a journal that a reader keeps from being brought back is found while it is large`() async throws {
    try await Project.withFleet(.sqlite) { project in
      let target = ConnectionTarget.tenant(try SchemaName("t_acme"))
      try await project.tamper(in: target, "CREATE TABLE big (content blob)")
      try await project.observer.withConnection(target) { reader in
        try await reader.query("BEGIN")
        try await reader.query("SELECT count(*) FROM big")
        #expect(severity(of: "wal-large", in: try await project.findings(status: 0)) == nil)
        try await project.tamper(in: target, "INSERT INTO big VALUES (zeroblob(70 * 1024 * 1024))")
        #expect(severity(of: "wal-large", in: try await project.findings(status: 0)) == "note")
        try await reader.query("ROLLBACK")
      }
    }
  }

  @Test func `one name on two databases is found, and a database that is down hides no other`() async throws {
    try await Project.with(.sqlite) { project in
      func manifest(_ second: String) throws {
        try project.write(
          "tenants.yaml",
          """
          version: 1
          databases: {main: {url: "sqlite:.tenantry"}, eu: {url: "\(second)"}}
          templates: {standard: {migrations: tenant}}
          defaults: {database: main, template: standard}
          tenants: [{name: acme}, {name: globex, database: eu}]

          """)
      }
      try project.write("tenant/0001_items.sql", "-- migrate:up\nCREATE TABLE items (id integer PRIMARY KEY);\n")
      try manifest("sqlite:two")
      try await project.expect(0, "apply", "--yes")
      #expect(try await project.problems(status: 0) == [])
      // Told of that database alone, nobody looks into the directory of the other one.
      try await project.expect(0, "create", "acme", "--database", "sqlite:two")
      #expect(try await project.problems(status: 2).contains("name-twice"))
      try manifest("postgres://nobody@127.0.0.1:1/x")
      try await project.tamper("DELETE FROM tenantry_directory WHERE name = 'acme'")
      let output = try await project.expect(69, "doctor", "--output", "json")
      #expect(try output.errors().count == 1)
      let findings = try #require(try output.json()["findings"] as? [[String: Any]])
      #expect(findings.contains { $0["code"] as? String == "directory-missing" })
    }
  }
}

extension Project {
  /// One tenant, and the files that it is made from.
  fileprivate func fill() async throws {
    try write("tenant/0001_items.sql", "-- migrate:up\nCREATE TABLE items (id integer PRIMARY KEY);\n")
    try write(
      "tenants.yaml",
      """
      version: 1
      databases: {main: {url: "${DATABASE_URL}"}}
      templates: {standard: {migrations: tenant}}
      defaults: {database: main, template: standard}
      tenants: [{name: acme}]

      """)
    try await expect(0, "apply", "--yes")
  }
}
