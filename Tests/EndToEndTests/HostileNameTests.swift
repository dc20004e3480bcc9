import Database
import Foundation
import SQL
import Testing

/// Sixty names that somebody might try, through every command that takes one, with canaries that must survive.
@Suite struct HostileNameTests {
  /// Injection, look-alikes, truncation, control characters, paths, options, reserved words.
  static let names: [String] = [
    "x\", \"public", "x\"; DROP SCHEMA public CASCADE; --", "x'; SELECT 1; --", "x; DROP TABLE items", "\"x\"", "'x'", "x--y",
    "x/*",
    "x\\", "x'||'y", "E'x'", "U&\"x\"", "$$x$$", "x) FROM t; --", "x\nDROP SCHEMA t_canary CASCADE", "x\r\n", "x\"\"y", "$(id)",
    "`id`",
    "\u{430}cme", "acm\u{435}", "ａｃｍｅ", "acme\u{301}", "ácme", "𝒶cme", "ﬁrm", "ı", "ſ", "K",
    "ac\u{200B}me", "ac\u{202E}em", "\u{FEFF}acme", "ac\u{AD}me", "acme\u{A0}", "acme\u{2028}", "acme\u{85}", "ac\u{7F}me",
    "ac\u{1B}[31mme", "acme\u{7}", "\tacme", "acme ", " ", "",
    "..", "../canary", "a/b", "/etc/passwd", "t_canary.db", "canary/..", "%2e%2e", "~root", "C:canary",
    "-rf", "--all", "CANARY", "Canary", "all", "public", "pg_catalog", "information_schema", "tenantry", "main", "temp", "a--b",
    String(repeating: "a", count: 49), String(repeating: "a", count: 64), String(repeating: "é", count: 40),
    "canary" + String(repeating: "a", count: 300),
  ]

  @Test func `there are sixty of them at least, and none twice`() {
    #expect(Self.names.count >= 60)
    #expect(Set(Self.names.map { Array($0.utf8) }).count == Self.names.count)
  }

  /// A fleet with a tenant, and things beside it that no command may touch.
  private func withCanaries(_ kind: TestEngine, _ body: (Project) async throws -> Void) async throws {
    try await Project.with(kind) { project in
      try project.write("tenants.yaml", "version: 1\ndatabases: {main: {url: \"${DATABASE_URL:-sqlite:.tenantry}\"}}\n")
      try project.write("outside.db", "a file that is nobody's tenant")
      try await project.expect(0, "create", "canary")
      try await project.expect(0, "exec", "canary", "CREATE TABLE items (n integer); INSERT INTO items VALUES (42)")
      try await project.observer.withConnection(.shared) { lease in
        _ = try await lease.query("CREATE TABLE keep (n integer)")
        _ = try await lease.query("INSERT INTO keep VALUES (42)")
        guard kind == .postgres else { return }
        for name in ["x", "a", "canary", String(repeating: "a", count: 63)] {
          _ = try await lease.query("CREATE SCHEMA \(try Identifier(name))")
        }
      }
      try await body(project)
    }
  }

  /// Everything that a command could have touched: rows, schemas, files.
  private func state(_ project: Project) async throws -> [String] {
    let schemas =
      project.kind == .postgres
      ? try await project.texts("SELECT nspname::text FROM pg_namespace WHERE nspname !~ '^pg_(toast|temp)' ORDER BY 1") : []
    let kept = try await project.texts("SELECT CAST(n AS text) FROM keep")
    let files = FileManager.default.enumerator(atPath: project.folder)?.compactMap { $0 as? String } ?? []
    let lasting = files.filter { !$0.hasPrefix(".output-") && !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") }
    return schemas + kept + lasting.sorted() + [try await project.fingerprint()]
  }

  @Test(arguments: TestEngine.available)
  func `no command takes a hostile name, and nothing beside it is touched`(_ kind: TestEngine) async throws {
    try await withCanaries(kind) { project in
      let before = try await state(project)
      for name in Self.names {
        let commands = [
          ["create", "--", name], ["drop", "--yes", "--", name], ["exec", "--", name, "SELECT 1"], ["show", "--", name],
        ]
        for arguments in commands {
          let output = try await Program(arguments, in: project.folder, environment: project.environment).wait()
          #expect(output.status == 65, "\(arguments.debugDescription): \(output.status) \(output.stderr)")
          let isPrintable = output.stderr.unicodeScalars.allSatisfy { $0 == "\n" || ($0.value >= 0x20 && $0.value != 0x7F) }
          #expect(isPrintable && !output.stderr.contains("\u{202E}"), "\(output.stderr.debugDescription)")
        }
      }
      #expect(try await state(project) == before)
      let listed = try await project.expect(0, "list", "--output", "json").json()["tenants"] as? [[String: Any]]
      #expect(listed?.compactMap { $0["name"] as? String } == ["canary"])
    }
  }

  @Test func `no manifest has a tenant with a hostile name`() async throws {
    try await Project.with(.sqlite) { project in
      for name in Self.names + ["ac\0me", "\0"] {
        let escaped = name.unicodeScalars.map { scalar in
          let digits = String(scalar.value, radix: 16)
          return "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
        }
        try project.write(
          "tenants.yaml", "version: 1\ndatabases: {main: {url: \"sqlite:data\"}}\ntenants:\n  - name: \"\(escaped.joined())\"\n")
        let output = try await project.expect(65, "validate", "--output", "json")
        #expect(try output.errors().first?["line"] as? Int == 4, "\(name.debugDescription)")
      }
      #expect(!FileManager.default.fileExists(atPath: project.folder + "/data"))
    }
  }
}
