import Foundation
import TenantryTestSupport
import Testing

/// `rename`, `set`, `suspend`, `resume`, `rollback`, `drop` and `apply --prune` as a person and a script use them.
@Suite struct LifecycleCommandTests {
  private static let manifest = """
    # Ours.
    version: 1
    databases: {main: {url: "${DATABASE_URL:-sqlite:.tenantry}"}}
    templates: {standard: {migrations: tenant}}
    defaults: {database: main, template: standard}
    tenants:
      - name: acme   # the first
        labels: {plan: pro}

    """

  private func withFleet(_ kind: TestEngine, _ body: (Project) async throws -> Void) async throws {
    try await Project.with(kind) { project in
      try project.write("tenants.yaml", Self.manifest)
      try project.write(
        "tenant/0001_items.sql", "-- migrate:up\nCREATE TABLE items (id integer);\n-- migrate:down\nDROP TABLE items;\n")
      try await project.expect(0, "apply", "--yes")
      try await body(project)
    }
  }

  private func results(_ output: Program.Output) throws -> [String] {
    let tenants = try #require(try output.json()["tenants"] as? [[String: Any]])
    return tenants.map { "\($0["name"] ?? "") \($0["result"] ?? "")" }
  }

  @Test(arguments: TestEngine.available)
  func `a tenant goes through its life`(_ kind: TestEngine) async throws {
    try await withFleet(kind) { project in
      #expect(
        try await results(project.expect(0, "rename", "acme", "globex", "--save", "--output", "json")) == ["globex renamed"])
      let text = try String(contentsOfFile: project.folder + "/tenants.yaml", encoding: .utf8)
      #expect(text == Self.manifest.replacingOccurrences(of: "name: acme ", with: "name: globex "))
      try await project.expect(0, "plan", "--check")
      #expect(try await results(project.expect(0, "rename", "acme", "globex", "--output", "json")) == ["globex unchanged"])
      #expect(try await results(project.expect(0, "suspend", "globex", "--output", "json")) == ["globex updated"])
      #expect(try await results(project.expect(0, "suspend", "globex", "--output", "json")) == ["globex unchanged"])
      #expect(try await results(project.expect(0, "resume", "globex", "--output", "json")) == ["globex updated"])
      try await project.expect(0, "set", "globex", "--label", "wave=one", "--label", "plan-", "--domain", "g.example.com")
      let shown = try await project.expect(0, "show", "globex", "--output", "json").json()
      #expect(shown["labels"] as? [String: String] == ["wave": "one"] && shown["domains"] as? [String] == ["g.example.com"])
      #expect(try await results(project.expect(0, "rollback", "globex", "--yes", "--output", "json")) == ["globex rolled-back"])
      #expect(try await results(project.expect(0, "migrate", "--all", "--output", "json")) == ["globex migrated"])
      let history = try await project.expect(0, "history", "globex", "--output", "json").json()["history"] as? [[String: Any]]
      #expect(
        history?.compactMap { $0["action"] as? String }
          == ["create", "rename", "suspend", "resume", "update", "rollback", "migrate"])
      try await project.expect(0, "drop", "globex", "--yes")
      let dropped = try await project.expect(0, "list", "--dropped", "--output", "json").json()["dropped"] as? [[String: Any]]
      #expect(dropped?.compactMap { $0["name"] as? String } == ["globex"])
      #expect(try await project.expect(0, "list", "--dropped").stdout.contains("tenantry_dropped_1"))
      try await project.expect(66, "drop", "globex", "--yes")
      #expect(try await results(project.expect(0, "drop", "globex", "--purge", "--yes", "--output", "json")) == ["globex purged"])
      try await project.expect(66, "drop", "globex", "--purge", "--yes")
    }
  }

  @Test(arguments: TestEngine.available)
  func `what cannot be done says why and changes nothing`(_ kind: TestEngine) async throws {
    try await withFleet(kind) { project in
      try await project.expect(64, "rename", "acme", "acme")
      try await project.expect(65, "rename", "acme", "Globex")
      try await project.expect(66, "rename", "nobody", "globex")
      try await project.expect(64, "set", "acme")
      try await project.expect(64, "set", "acme", "--label", "a=1", "--label", "a=2")
      try await project.expect(64, "set", "acme", "--label", "a=1", "--label", "a-")
      try await project.expect(78, "set", "acme", "--template", "none")
      try await project.expect(66, "suspend", "acme", "nobody")
      try await project.expect(64, "rollback", "acme")
      try await project.expect(64, "rollback", "--yes")
      try await project.expect(64, "rollback", "acme", "--steps", "1", "--to", "1", "--yes")
      try await project.expect(66, "rollback", "acme", "--to", "77", "--yes")
      try await project.expect(78, "apply", "--prune", "1", "--yes")
      try await project.expect(64, "create", "x", "--label", "a=1", "--label", "a=2")
      try await project.expect(64, "exec", "acme", "--file", "fix.sql", "SELECT 1")
      for text in ["SELECT 1", "Analyze", "x;", ""] {
        let refused = try await project.expect(64, "exec", "acme", "--file", "absent.sql", text, "--manifest", "absent.yaml")
        #expect(refused.stderr.contains("With --file every argument is a tenant"))
      }
      try await project.expect(64, "exec", "--all", "--file", "absent.sql", "acme", "--manifest", "absent.yaml")
      // A word that could be a tenant's name is one.
      try project.write("fix.sql", "SELECT 1;")
      try await project.expect(66, "exec", "acme", "--file", "fix.sql", "vacuum")
      try await project.expect(65, "create", "public")
      #expect(try await project.texts("SELECT action FROM \(project.table("audit")) ORDER BY sequence") == ["create"])
      #expect(try String(contentsOfFile: project.folder + "/tenants.yaml", encoding: .utf8) == Self.manifest)
    }
  }

  @Test(arguments: TestEngine.available)
  func `a rollback is shown, and one that is impossible names the file`(_ kind: TestEngine) async throws {
    try await withFleet(kind) { project in
      let plan = try await project.expect(0, "rollback", "--all", "--dry-run")
      #expect(plan.stdout == "acme: take back standard/0001_items\n")
      try project.write("tenant/0002_more.sql", "-- migrate:up\nCREATE TABLE more (id integer);\n")
      try await project.expect(0, "migrate", "--all")
      let output = try await project.expect(78, "rollback", "--all", "--yes")
      #expect(output.stderr.contains("tenant/0002_more.sql:2:1"))
    }
  }

  @Test(arguments: TestEngine.available)
  func `what is created is saved, and what is unmanaged is pruned by its number`(_ kind: TestEngine) async throws {
    try await withFleet(kind) { project in
      try await project.expect(0, "create", "globex", "--label", "plan=trial", "--save")
      let text = try String(contentsOfFile: project.folder + "/tenants.yaml", encoding: .utf8)
      #expect(text.hasSuffix("    labels: {plan: pro}\n  - name: globex\n    labels: {plan: trial}\n"))
      try await project.expect(0, "plan", "--check")
      try project.write("tenants.yaml", Self.manifest)
      #expect(
        try await results(project.expect(0, "apply", "--prune", "1", "--yes", "--output", "json"))
          == ["acme unchanged", "globex dropped"])
    }
  }
}
