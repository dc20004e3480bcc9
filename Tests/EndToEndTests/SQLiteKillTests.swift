import Database
import Foundation
import Glibc
import Names
import SQL
import SQLiteDriver
import TenantryTestSupport
import Testing

/// `kill -9` at random moments of commands on SQLite: the files agree, whatever the moment was.
///
/// A moment is a number of tenants that are done, as the ledger tells while the command runs, and some time after that: on a busy
/// machine as on an idle one the kills are spread over the whole life of the command.
///
/// `TENANTRY_SOAK_KILLS` is how many kills there are (60), `TENANTRY_SOAK_SEED` where the chance begins.
@Suite struct SQLiteKillTests {
  @Test(.timeLimit(.minutes(60)))
  func `after a kill at any moment the same command makes main file, tenant files and stamps agree`() async throws {
    let wanted = SoakSetting.number("KILLS", default: 60)
    let seed = SoakSetting.seed()
    try await Project.with(.sqlite) { project in
      var rig = try KillRig(project, seed: seed)
      try await rig.prepare()
      // One that ended before its kill does not count, and does not go on for ever.
      for round in 0..<(3 * wanted) where rig.kills < wanted {
        try await rig.round(KillRig.Command.allCases[round % KillRig.Command.allCases.count])
      }
      #expect(rig.kills >= wanted, "Only \(rig.kills) of the commands were still running when they were killed.")
      print("seed \(seed): \(rig.kills) kills; by the number of tenants that were done: \(rig.killsByTenantsDone)")
      // Early, in the middle and late: without all three of them the moments were not what they should be.
      #expect(rig.killsByTenantsDone[0] * 2 < rig.kills, "Most kills came before the first tenant was done.")
      #expect(rig.killsByTenantsDone[0] > 0, "No kill came early.")
      #expect(rig.killsByTenantsDone[1..<KillRig.tenantCount].reduce(0, +) > 0, "No kill came in the middle.")
      #expect(rig.killsByTenantsDone[KillRig.tenantCount] > 0, "No kill came late.")
    }
  }
}

/// Kills commands, runs them again, and looks at what there is.
private struct KillRig {
  enum Command: CaseIterable { case create, migrate, drop }

  static let tenantCount = 6

  let project: Project
  var random: SplitMix64
  /// The tenants; others after each drop, since a name is not given out again for a while.
  var names: [String] = []
  private var generation = 0
  var migration = 1
  var kills = 0
  /// How many kills came when so many tenants were done.
  var killsByTenantsDone = Array(repeating: 0, count: tenantCount + 1)
  private var paces: [Command: Pace] = [:]

  /// How long a command takes: to its first tenant, from one to the next, and from the last one to the end.
  private struct Pace {
    var first = Duration.zero
    var step = Duration.zero
    var tail = Duration.zero

    /// How long it stays at a number of tenants.
    func stay(at done: Int) -> Duration { done == 0 ? first : done == tenantCount ? tail : step }
  }

  init(_ project: Project, seed: UInt64) throws {
    self.project = project
    random = SplitMix64(seed: seed)
    try project.write("seed.sql", "INSERT INTO items (id, note) VALUES (1, 'seeded');\n")
    try project.write(
      "tenant/0001_tables.sql",
      "-- migrate:up\nCREATE TABLE counter (n integer NOT NULL);\nCREATE TABLE items (id integer PRIMARY KEY, note text);\n")
  }

  /// Measures each command, and leaves the fleet dropped.
  mutating func prepare() async throws {
    for command in Command.allCases {
      let program = try Program(try arrange(command), in: project.folder, environment: project.environment)
      let start = ContinuousClock.now
      var pace = Pace()
      try await waitUntil(program, hasDone: 1, by: command)
      pace.first = start.duration(to: .now)
      try await waitUntil(program, hasDone: Self.tenantCount, by: command)
      let last = start.duration(to: .now)
      pace.step = (last - pace.first) / (Self.tenantCount - 1)
      #expect(try await program.wait().status == 0)
      pace.tail = start.duration(to: .now) - last
      paces[command] = pace
    }
  }

  /// Waits until a command has done so many tenants, or has ended.
  private func waitUntil(_ program: Program, hasDone count: Int, by command: Command) async throws {
    while program.isRunning, try await tenantsDone(by: command) < count { await Task.yield() }
  }

  private mutating func nameTenants() throws {
    generation += 1
    names = (1...Self.tenantCount).map { "g\(generation)k\($0)" }
    try project.write(
      "tenants.yaml",
      """
      version: 1
      databases: {main: {url: "sqlite:.tenantry"}}
      templates: {standard: {migrations: tenant, seed: seed.sql}}
      defaults: {database: main, template: standard}
      tenants:
      \(names.map { "  - {name: \($0), domains: [\($0).example.com]}" }.joined(separator: "\n"))

      """)
  }

  /// Makes something to do for a command.
  private mutating func arrange(_ command: Command) throws -> [String] {
    switch command {
    case .create:
      try nameTenants()
      return ["create", "--all", "--quiet"]
    case .migrate:
      migration += 1
      try project.write(
        "tenant/\(String(format: "%04d", migration))_round.sql", "-- migrate:up\nINSERT INTO counter VALUES (\(migration));\n")
      return ["migrate", "--all", "--quiet"]
    case .drop: return ["drop", "--yes", "--quiet"] + (migration.isMultiple(of: 2) ? ["--purge"] : []) + names
    }
  }

  mutating func round(_ command: Command) async throws {
    let arguments = try arrange(command)
    // From before the first to after the last: each is as likely.
    let target = Int.random(in: 0...Self.tenantCount, using: &random)
    let delay = paces[command, default: Pace()].stay(at: target) * Double.random(in: 0...1, using: &random)
    let program = try Program(arguments, in: project.folder, environment: project.environment)
    if target > 0 { try await waitUntil(program, hasDone: target, by: command) }
    // The moment itself is what is tried here; nothing is waited for.
    try await Task.sleep(for: delay)
    program.send(SIGKILL)
    let wasKilled = try await program.wait().status == -SIGKILL
    if wasKilled {
      kills += 1
      killsByTenantsDone[try await tenantsDone(by: command)] += 1
    }
    try await finish(command, arguments)
    try await check(command, "\(arguments): \(delay) after \(target) of them were done")
  }

  private func finish(_ command: Command, _ arguments: [String]) async throws {
    // What was dropped before the kill is not there to be dropped again.
    for name in command == .drop ? names : [""] {
      let again = command == .drop ? arguments.filter { !names.contains($0) } + [name] : arguments
      let output = try await Program(again, in: project.folder, environment: project.environment).wait()
      #expect(output.status == 0 || command == .drop && output.status == 66, "\(again): \(output.stdout) \(output.stderr)")
    }
  }

  /// How many tenants a command had done when it was killed.
  private func tenantsDone(by command: Command) async throws -> Int {
    // The very first command makes the file, and then the ledger in it.
    guard project.observer.files?.hasMainFile == true,
      try await !project.texts("SELECT name FROM sqlite_schema WHERE name = 'tenantry_tenants'").isEmpty
    else { return 0 }
    let list = names.map { "'\($0)'" }.joined(separator: ", ")
    let active = try await project.texts("SELECT name FROM tenantry_tenants WHERE phase = 'active' AND name IN (\(list))").count
    switch command {
    case .create: return active
    case .drop: return names.count - active
    case .migrate:
      return try await project.texts(
        "SELECT set_name FROM tenantry_heads WHERE tenant_id > 0 AND position = \(migration)"
      ).count
    }
  }

  /// What has to hold when a command has run to its end.
  private func check(_ command: Command, _ what: String) async throws {
    let comment = Comment(rawValue: what)
    let expected = command == .drop ? [] : names.map { "t_\($0)" }
    let database = try #require(project.observer as? SQLiteDatabase)
    let present = try database.files?.list().map(\.text)
    #expect(present == expected, comment)
    let recorded = try await project.texts("SELECT schema_name FROM tenantry_tenants WHERE phase = 'active' ORDER BY 1")
    #expect(recorded == expected, comment)
    #expect(try await database.integrityCheck(of: .shared) == [], comment)
    for schema in try expected.map({ try SchemaName($0) }) {
      #expect(try await database.integrityCheck(of: .tenant(schema)) == [], comment)
      let heads = try await project.texts(
        """
        SELECT h.set_name || ' ' || h.position || ' ' || hex(h.head) FROM tenantry_heads h JOIN tenantry_tenants t
        ON t.id = h.tenant_id WHERE t.schema_name = '\(schema)' AND t.phase = 'active' ORDER BY 1
        """)
      let (stamps, rounds) = try await database.withConnection(.tenant(schema)) { lease in
        let stamps = try await lease.query(
          "SELECT set_name || ' ' || position || ' ' || hex(head) FROM tenantry_stamp ORDER BY 1")
        let rounds = try await lease.query("SELECT n FROM counter ORDER BY n")
        return (try stamps.map { try $0.decode(0, as: String.self) }, try rounds.map { try $0.decode(0, as: Int.self) })
      }
      #expect(stamps == heads && !heads.isEmpty, comment)
      #expect(rounds == Array(2..<(migration + 1)), comment)
    }
  }
}
