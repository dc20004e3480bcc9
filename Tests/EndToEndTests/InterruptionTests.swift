import Database
import Glibc
import Names
import PostgresDriver
import SQL
import TenantryTestSupport
import Testing

/// Ctrl-C, and connections that are lost.
@Suite struct InterruptionTests {
  @Test(arguments: TestEngine.available)
  func `an interrupted run finishes what is in flight and leaves the rest to the next`(_ kind: TestEngine) async throws {
    try await Project.with(kind) { project in
      let fleet = try ManyTenants(project)
      try await project.expect(0, "create", "--all")
      try fleet.addMigration(3)
      // One tenant is held up by a lock of ours, so that the signal comes in the middle.
      let held = try SchemaName("t_n10")
      let program = try await project.observer.withConnection(kind == .sqlite ? .tenant(held) : .shared) { lease in
        try await lease.query(kind == .sqlite ? "BEGIN IMMEDIATE" : "BEGIN")
        if kind == .postgres { try await lease.query("LOCK TABLE t_n10.counter IN ACCESS EXCLUSIVE MODE") }
        let program = try project.start("migrate", "--all", "--jobs", "1", "--output", "json")
        await fleet.wait(for: program) {
          let done = await fleet.migrated(to: 3)
          return await isWaiting(project) && done == 9
        }
        program.send(SIGINT)
        try await lease.query("ROLLBACK")
        return program
      }
      let output = try await program.wait()
      #expect(output.status == 130, "\(output.stderr)")
      let done = await fleet.migrated(to: 3)
      #expect(done >= (kind == .postgres ? 10 : 9) && done < ManyTenants.count)
      let summary = try #require(try output.json()["summary"] as? [String: Int])
      #expect(summary["migrated"] == done)
      #expect(summary["failed"] == 0)
      #expect(summary["skipped"] == ManyTenants.count - done)
      #expect(try output.errors().first?["code"] as? String == "interrupted")
      try await project.expect(0, "migrate", "--all")
      try await fleet.expectWhole(numbers: 2...3)
    }
  }

  /// True when the program waits for a lock, as far as the server tells.
  private func isWaiting(_ project: Project) async -> Bool {
    guard project.kind == .postgres else { return true }
    let waiting = try? await project.texts(
      """
      SELECT pid::text FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'tenantctl' AND wait_event_type = 'Lock'
      """)
    return waiting?.isEmpty == false
  }

  @Test func `a second interruption ends the program at once`() async throws {
    try await Project.with(.sqlite) { project in
      let fleet = try ManyTenants(project)
      try await project.expect(0, "create", "--all")
      try fleet.addMigration(3)
      let output = try await project.observer.withConnection(.tenant(SchemaName("t_n10"))) { lease in
        try await lease.query("BEGIN IMMEDIATE")
        let program = try project.start("migrate", "--all", "--jobs", "1", "--quiet")
        await fleet.wait(for: program) { await fleet.migrated(to: 3) == 9 }
        // It cannot end by itself while the lock is held.
        while program.isRunning {
          program.send(SIGINT)
          await Task.yield()
        }
        try await lease.query("ROLLBACK")
        return try await program.wait()
      }
      #expect(output.status == 130)
      try await project.expect(0, "migrate", "--all")
      try await fleet.expectWhole(numbers: 2...3)
    }
  }

  @Test(.requiresPostgres) func `connections that are lost cost the run some tenants, and the next one finishes them`()
    async throws
  {
    try await Project.with(.postgres) { project in
      let fleet = try ManyTenants(project)
      try await project.expect(0, "create", "--all")
      try fleet.addMigration(3)
      let program = try project.start("migrate", "--all", "--output", "json")
      await fleet.wait(for: program) { await fleet.migrated(to: 3) >= 5 }
      while program.isRunning, await fleet.migrated(to: 3) < 40 {
        _ = try await project.texts(
          """
          SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity
          WHERE datname = current_database() AND application_name = 'tenantctl'
          """)
      }
      let output = try await program.wait()
      #expect([0, 1].contains(output.status), "\(output.stdout) \(output.stderr)")
      let summary = try #require(try output.json()["summary"] as? [String: Int])
      #expect((summary["failed"] ?? 0 > 0) == (output.status == 1))
      #expect(try output.errors().count == summary["failed"])
      try await project.expect(0, "migrate", "--all")
      try await fleet.expectWhole(numbers: 2...3)
    }
  }
}
