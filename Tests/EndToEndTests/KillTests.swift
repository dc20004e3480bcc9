import Database
import Glibc
import Names
import PostgresDriver
import SQL
import Testing

/// `kill -9` in the middle of the work: running the same command again makes everything whole.
@Suite struct KillTests {
  @Test(arguments: TestEngine.available, 0..<10)
  func `a killed creation is made good by running it again`(_ kind: TestEngine, moment: Int) async throws {
    try await Project.with(kind) { project in
      let fleet = try ManyTenants(project)
      let program = try project.start("create", "--all", "--quiet")
      await fleet.wait(for: program) { await fleet.created() > moment * ManyTenants.count / 10 }
      program.send(SIGKILL)
      let killed = try await program.wait()
      #expect(killed.status == -SIGKILL || killed.status == 0, "\(killed.stderr)")
      try await project.expect(0, "create", "--all")
      try await fleet.expectWhole(numbers: 2...2)
    }
  }

  @Test func `a creation that is killed before it has done anything is made good as well`() async throws {
    try await Project.with(.sqlite) { project in
      let fleet = try ManyTenants(project)
      let program = try project.start("create", "--all", "--quiet")
      await fleet.wait(for: program) { project.observer.files?.hasMainFile == true }
      program.send(SIGKILL)
      _ = try await program.wait()
      try await project.expect(0, "create", "--all")
      try await fleet.expectWhole(numbers: 2...2)
    }
  }

  @Test(arguments: TestEngine.available)
  func `a killed migration is made good by running it again, and ran once`(_ kind: TestEngine) async throws {
    try await Project.with(kind) { project in
      let fleet = try ManyTenants(project)
      try await project.expect(0, "create", "--all")
      var kills = 0
      for moment in 0..<10 {
        let number = moment + 3
        try fleet.addMigration(number)
        let program = try project.start("migrate", "--all", "--quiet")
        await fleet.wait(for: program) { await fleet.migrated(to: number) > moment * ManyTenants.count / 10 }
        program.send(SIGKILL)
        if try await program.wait().status == -SIGKILL { kills += 1 }
        try await project.expect(0, "migrate", "--all")
        #expect(await fleet.migrated(to: number) == ManyTenants.count)
      }
      #expect(kills > 0)
      try await fleet.expectWhole(numbers: 2...12)
      let rows = try await project.texts(
        "SELECT CAST(count(*) AS text) FROM \(project.table("history")) WHERE action = 'migrate'")
      #expect(rows == ["\(10 * ManyTenants.count)"])
    }
  }
}
