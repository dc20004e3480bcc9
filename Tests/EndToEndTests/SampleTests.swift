import Database
import Foundation
import Names
import PostgresDriver
import SQL
import Testing

/// The shipped sample, from nothing to the day when a migration breaks, as a team would see it.
@Suite struct SampleTests {
  private static let names = [
    "acme", "cyberdyne", "globex", "hooli", "house", "initech", "soylent", "stark-industries", "tyrell", "umbrella",
    "wayne-enterprises", "wonka",
  ]

  @Test(arguments: TestEngine.available)
  func `twelve tenants of twenty tables come out, and the second apply changes not a byte`(_ kind: TestEngine) async throws {
    try await Project.withSample(kind) { project in
      #expect(try await project.run("plan", "--check").status == 2)
      let first = try await project.expect(0, "apply", "--yes", "--output", "json")
      #expect(
        try first.json()["summary"] as? [String: Int] == [
          "created": 12, "migrated": 0, "updated": 0, "dropped": 0, "purged": 0, "renamed": 0, "rolled-back": 0, "unchanged": 0,
          "failed": 0, "skipped": 0,
        ])
      let tenants = try await project.expect(0, "list", "--output", "json").json()["tenants"] as? [[String: Any]]
      #expect(tenants?.compactMap { $0["name"] as? String } == Self.names)
      for schema in tenants?.compactMap({ $0["schema"] as? String }) ?? [] {
        #expect(try await project.tables(of: schema).count == 20, "\(schema)")
      }
      let before = try await project.fingerprint()
      for _ in 0..<2 {
        let second = try await project.expect(0, "apply", "--yes")
        #expect(second.stdout == "Nothing to do: everything is as the manifest says.\n")
      }
      try await project.expect(0, "plan", "--check")
      try await project.expect(0, "status", "--check")
      try await project.expect(0, "migrate", "--all")
      try await project.expect(0, "create", "--all")
      let after = try await project.fingerprint()
      #expect(after == before)
      #expect(before.count > 50_000)
    }
  }

  @Test(arguments: TestEngine.available)
  func `a new migration reaches everybody, and a dry run nobody`(_ kind: TestEngine) async throws {
    try await Project.withSample(kind) { project in
      try await project.expect(0, "apply", "--yes")
      let new = try await project.expect(0, "new", "add_sprints", "--output", "json")
      let file = try #require(try new.json()["file"] as? String)
      #expect(file.hasSuffix("migrations/tenant/0009_add_sprints.sql"))
      try project.write("migrations/tenant/0009_add_sprints.sql", "-- migrate:up\nCREATE TABLE sprints (name text);\n")
      try await project.expect(2, "status", "--check")
      let before = try await project.fingerprint()
      let dry = try await project.expect(0, "migrate", "--all", "--dry-run", "--output", "json")
      #expect((try dry.json()["tenants"] as? [Any])?.count == 12)
      #expect(try await project.fingerprint() == before)
      let canary = try await project.expect(0, "migrate", "--label", "wave=canary", "--output", "json")
      #expect((try canary.json()["summary"] as? [String: Int])?["migrated"] == 2)
      let rest = try await project.expect(0, "migrate", "--all", "--output", "json")
      #expect((try rest.json()["summary"] as? [String: Int])?["migrated"] == 10)
      try await project.expect(0, "status", "--check")
      #expect(try await project.tables(of: "wonka_factory").contains("sprints"))
    }
  }

  @Test(arguments: TestEngine.available)
  func `a migration that breaks in one tenant is done in the others, told with its place, and taken up again`(
    _ kind: TestEngine
  ) async throws {
    try await Project.withSample(kind) { project in
      try await project.expect(0, "apply", "--yes")
      try await project.expect(0, "exec", "hooli", "CREATE TABLE sprints (mine integer)")
      try project.write(
        "migrations/tenant/0009_add_sprints.sql",
        "-- migrate:up\nCREATE TABLE retrospectives (name text);\nCREATE TABLE sprints (name text);\n")
      let output = try await project.expect(1, "migrate", "--all", "--output", "json")
      let summary = try output.json()["summary"] as? [String: Int]
      #expect(summary?["migrated"] == 11 && summary?["failed"] == 1)
      let error = try #require(try output.errors().first)
      #expect(try output.errors().count == 1)
      #expect(error["tenant"] as? String == "hooli")
      #expect((error["file"] as? String)?.hasSuffix("migrations/tenant/0009_add_sprints.sql") == true)
      #expect(error["line"] as? Int == 3)
      #expect(error["sqlstate"] as? String == "42P07")
      #expect(try await !project.tables(of: "t_hooli").contains("retrospectives"))
      try await project.expect(2, "status", "--check")
      let text = try await project.expect(1, "migrate", "--all")
      #expect(text.stderr.contains("hooli") && text.stderr.contains("0009_add_sprints.sql:3:") && text.stderr.contains("42P07"))
      try await project.expect(0, "exec", "hooli", "DROP TABLE sprints")
      try await project.expect(0, "migrate", "--all")
      try await project.expect(0, "status", "--check")
      #expect(try await project.tables(of: "t_hooli").count == 22)
    }
  }
}
