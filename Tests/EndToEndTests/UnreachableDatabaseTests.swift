import Foundation
import TenantryTestSupport
import Testing

/// A fleet over a home that is embedded and two servers, one of which dies: before the command, or while it works.
@Suite(.requiresPostgres) struct UnreachableDatabaseTests {
  private struct Fleet: Sendable {
    let project: Project
    /// What stands in front of the database that dies.
    let proxy: FaultProxy
  }

  private func withFleet(_ body: (Fleet) async throws -> Void) async throws {
    try await Project.with(.postgres) { project in
      let settings = try #require(PostgresSettings())
      try await withFaultProxy(port: settings.port) { proxy in
        var project = project
        let url = try #require(project.environment["DATABASE_URL"])
        project.environment["AWAY_URL"] = url.replacing("@\(settings.host):\(settings.port)/", with: "@127.0.0.1:\(proxy.port)/")
        try project.write(
          "tenants.yaml",
          """
          version: 1
          databases:
            main: {url: "sqlite:home"}
            away: {url: "${AWAY_URL}"}
          templates: {standard: {migrations: tenant}}
          defaults: {database: main, template: standard}
          tenants:
            - {name: acme, database: away, domains: [acme.example.com]}
            - {name: globex}

          """)
        try project.write("tenant/0001_items.sql", "-- migrate:up\nCREATE TABLE items (id integer);\n")
        try await project.expect(0, "apply", "--yes")
        try project.write("tenant/0002_more.sql", "-- migrate:up\nCREATE TABLE more (id integer);\n")
        try await body(Fleet(project: project, proxy: proxy))
      }
    }
  }

  private func states(_ output: Program.Output, _ key: String) throws -> [String] {
    let tenants = try #require(try output.json()["tenants"] as? [[String: Any]])
    return tenants.map { "\($0["name"] ?? "") \($0[key] ?? "")" }
  }

  @Test func `tenants of a database that is down are named, and the exit code says that some failed`() async throws {
    try await withFleet { fleet in
      await fleet.proxy.receive(.refuse)
      let status = try await fleet.project.expect(1, "status", "--output", "json")
      #expect(try states(status, "condition") == ["globex behind", "acme unreachable"])
      #expect(try status.errors().contains { $0["tenant"] as? String == "acme" && $0["code"] as? String == "connection-failed" })
      let summary = try #require(try status.json()["summary"] as? [String: Any])
      #expect(summary["tenants"] as? Int == 2 && summary["unreachable"] as? Int == 1)
      let list = try await fleet.project.expect(1, "list", "--output", "json")
      #expect(try states(list, "state") == ["globex active", "acme unreachable"])
      #expect(try await fleet.project.expect(1, "list").stdout.contains(#/acme +away +t_acme +unreachable/#))
      #expect(try await fleet.project.expect(1, "status").stdout.contains("2 tenants, 0 current, 1 behind, 1 unreachable."))
      // One that is named has its own code, and so has what is about nothing else.
      try await fleet.project.expect(69, "status", "acme")
      try await fleet.project.expect(69, "show", "acme")
      try await fleet.project.expect(0, "show", "globex")
      let migration = try await fleet.project.expect(1, "migrate", "--all", "--output", "json")
      #expect(try states(migration, "result") == ["acme failed", "globex migrated"])
      await fleet.proxy.receive(.serve)
      try await fleet.project.expect(0, "migrate", "--all")
      try await fleet.project.expect(0, "status", "--check")
    }
  }

  @Test func `exec and suspend work on tenants that can be reached, and name the others`() async throws {
    try await withFleet { fleet in
      await fleet.proxy.receive(.refuse)
      for arguments in [["--all"], ["acme", "globex"]] {
        let output = try await Program(
          ["exec"] + arguments + ["SELECT 1", "--output", "json"], in: fleet.project.folder,
          environment: fleet.project.environment
        ).wait()
        #expect(output.status == 1, "\(output.stdout) \(output.stderr)")
        let tenants = try #require(try output.json()["tenants"] as? [[String: Any]])
        #expect(tenants.map { $0["name"] as? String } == ["globex", "acme"])
        #expect(tenants.map { ($0["results"] as? [Any])?.count } == [1, 0])
        #expect((tenants[1]["error"] as? [String: Any])?["code"] as? String == "connection-failed")
        #expect(
          try output.errors().contains { $0["tenant"] as? String == "acme" && $0["code"] as? String == "connection-failed" })
      }
      try await fleet.project.expect(69, "exec", "acme", "SELECT 1")
      try await fleet.project.expect(0, "exec", "globex", "SELECT 1")
      let suspension = try await fleet.project.expect(1, "suspend", "acme", "globex", "--output", "json")
      #expect(try states(suspension, "result") == ["acme failed", "globex updated"])
      try await fleet.project.expect(69, "suspend", "acme")
      try await fleet.project.expect(0, "resume", "globex")
      try await fleet.project.expect(69, "shell", "acme")
      // A name that nobody knows may be one of those that cannot be seen.
      try await fleet.project.expect(69, "exec", "nobody", "SELECT 1")
    }
  }

  @Test func `nothing but a database that is down is 69`() async throws {
    try await withFleet { fleet in
      await fleet.proxy.receive(.refuse)
      try await fleet.project.expect(69, "list", "--database", try #require(fleet.project.environment["AWAY_URL"]))
    }
  }

  /// Wherever in the conversation the server dies, the home's tenants are done; the others failed.
  @Test(arguments: ["status", "migrate", "apply", "create"])
  func `a database that dies at a message fails only its own tenants`(_ command: String) async throws {
    try await withFleet { fleet in
      fleet.proxy.arm()
      try await fleet.project.expect(0, "status")
      let count = fleet.proxy.journal.count { $0.direction == .toServer && $0.kind != .typed("X") }
      try #require(count > 4)
      // Every third, from the last one on.
      for message in stride(from: count, through: 1, by: -3) {
        let (arguments, home) = try arrange(command, count - message + 1, fleet.project)
        let output = try await run(arguments, untilDeathAt: message, fleet)
        let comment = Comment(rawValue: "\(message) of \(count): \(output.stdout) \(output.stderr)")
        #expect(output.status == 1, comment)
        let tenants = try #require(try output.json()["tenants"] as? [[String: Any]])
        for tenant in tenants where tenant["database"] as? String != "away" {
          let word = try #require((tenant["result"] ?? tenant["condition"]) as? String)
          #expect(["created", "migrated", "unchanged", "behind"].contains(word), comment)
        }
        #expect(tenants.contains { $0["name"] as? String == home }, comment)
        #expect(try output.errors().contains { $0["tenant"] != nil }, comment)
        await fleet.proxy.lift()
        try await fleet.project.expect(0, "apply", "--yes")
      }
      try await fleet.project.expect(0, "status", "--check")
    }
  }

  /// Makes something to do on both databases.
  ///
  /// - Returns: The command, and the tenant that it has to be done with all the same.
  private func arrange(_ command: String, _ round: Int, _ project: Project) throws -> ([String], String) {
    let number = String(format: "%04d", round + 2)
    try project.write("tenant/\(number)_round.sql", "-- migrate:up\nCREATE TABLE t\(number) (id integer);\n")
    switch command {
    case "migrate": return (["migrate", "--all"], "globex")
    case "apply": return (["apply", "--yes"], "globex")
    case "create":
      let text = try String(contentsOfFile: project.folder + "/tenants.yaml", encoding: .utf8)
      try project.write("tenants.yaml", text + "  - {name: away\(round), database: away}\n  - {name: home\(round)}\n")
      return (["create", "away\(round)", "home\(round)"], "home\(round)")
    default: return (["status"], "globex")
    }
  }

  /// Runs a command; before the server gets a message, it dies and nobody takes its place.
  private func run(_ arguments: [String], untilDeathAt message: Int, _ fleet: Fleet) async throws -> Program.Output {
    let proxy = fleet.proxy
    proxy.arm([Fault(.toServer, message: message, .hold, at: .before)])
    let program = try Program(
      arguments + ["--output", "json"], in: fleet.project.folder, environment: fleet.project.environment)
    async let ending = {
      let output = try await program.wait()
      // Nobody waits for what will not come.
      if proxy.strikes == 0 { proxy.arm() }
      return output
    }()
    #expect(await proxy.waitForStrike(), "The command ended before message \(message).")
    await proxy.receive(.refuse)
    await proxy.sever()
    return try await ending
  }
}
