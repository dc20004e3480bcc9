import Database
import Foundation
import Names
import SQLiteDriver
import Synchronization
import TenantryTestSupport
import Testing

/// A command is killed between the commits on two databases, the home and the one that the tenant is on: running it again makes the
/// directory and the ledger agree, with nothing done twice.
///
/// The suite kills at the last messages from and to the server; `TENANTRY_SOAK_CRASHES=all` at all of them, and `2/5` at
/// a part of them.
@Suite(.requiresPostgres) struct SagaCrashTests {
  private static let part = SoakSetting.part("CRASHES")
  private static let messages = 12

  static let cases = [
    CrashCase(testDescription: "create", command: ["create", "acme"], repeated: [0, 73]),
    CrashCase(testDescription: "rename", preparation: [["create", "acme"]], command: ["rename", "acme", "globex"]),
    CrashCase(
      testDescription: "drop", preparation: [["create", "acme"]], command: ["drop", "acme", "--yes"], repeated: [0, 66]),
  ]

  /// - Parameter isHomeServer: Whether the home is the server that is behind the proxy, or the database of the tenants.
  @Test(arguments: cases, [true, false])
  func `what is killed between two databases converges`(_ crashCase: CrashCase, isHomeServer: Bool) async throws {
    try await withFaultProxy(port: try #require(PostgresSettings()).port) { proxy in
      var (moments, expected): ([Fault], [String]) = ([], [])
      try await SagaCell.with(crashCase, proxy, isHomeServer) { cell in
        proxy.arm()
        _ = try await cell.start().wait()
        moments = Self.moments(of: proxy.journal)
        expected = try await cell.state()
      }
      let sample = Self.part?.elements(of: moments) ?? moments.suffix(Self.messages)
      var (strikes, halves) = (0, 0)
      for moment in sample {
        try await SagaCell.with(crashCase, proxy, isHomeServer) { cell in
          let before = try await cell.state()
          guard try await cell.kill(at: moment, proxy) else { return }
          strikes += 1
          try await cell.waitForSessions()
          let left = try await cell.state()
          if left != before && left != expected { halves += 1 }
          let repetition = try await cell.start(isDisturbed: false).wait()
          #expect(crashCase.repeated.contains(repetition.status), "\(moment): \(repetition.stdout) \(repetition.stderr)")
          #expect(try await cell.state() == expected, "\(moment), after \(left)")
          let check = try await Program(["doctor"], in: cell.server.folder, environment: cell.plainEnvironment).wait()
          #expect(!check.stdout.contains("directory-") && !check.stdout.contains("reservation-left"), "\(check.stdout)")
        }
      }
      #expect(strikes * 10 >= sample.count * 8, "\(strikes) of \(sample.count)")
      #expect(halves > 0 || Self.part?.isWhole == false, "No kill hit between the databases.")
      print("between databases: \(crashCase.testDescription): \(strikes) kills at \(sample.count) moments, \(halves) between")
    }
  }

  /// Before each message, in either direction: when the answer is held, the server has committed, and the program does not know.
  private static func moments(of journal: [PassingMessage]) -> [Fault] {
    var counts: [Fault.Direction: Int] = [:]
    return journal.compactMap { message in
      counts[message.direction, default: 0] += 1
      let fault = Fault(message.direction, message: counts[message.direction] ?? 0, .hold, at: .before)
      return message.kind == .typed("X") ? nil : fault
    }
  }
}

/// Two databases for one crash: a server behind a proxy, and files.
private struct SagaCell: Sendable {
  let crashCase: CrashCase
  let server: Project
  let files: Project
  let isHomeServer: Bool
  let port: Int

  private var home: Project { isHomeServer ? server : files }
  private var away: Project { isHomeServer ? files : server }

  static func with(
    _ crashCase: CrashCase, _ proxy: FaultProxy, _ isHomeServer: Bool, _ body: (SagaCell) async throws -> Void
  ) async throws {
    try await Project.with(.postgres) { server in
      let embedded = SQLiteDatabase(
        name: .main,
        configuration: SQLiteConfiguration(directory: server.folder + "/files", busyTimeout: .seconds(60), durability: .normal))
      let files = Project(kind: .sqlite, folder: server.folder, environment: server.environment, observer: embedded)
      let cell = SagaCell(
        crashCase: crashCase, server: server, files: files, isHomeServer: isHomeServer, port: proxy.port)
      do {
        try await cell.prepare()
        try await body(cell)
      } catch {
        await embedded.shutdown()
        throw error
      }
      await embedded.shutdown()
    }
  }

  private func prepare() async throws {
    try server.write(
      "tenants.yaml",
      """
      version: 1
      databases: {main: {url: "${HOME_URL}"}, away: {url: "${AWAY_URL}"}}
      templates: {standard: {migrations: tenant}}
      defaults: {database: main, template: standard}
      tenants:
        - {name: bystander, database: away}
        - {name: acme, database: away, domains: [acme.example.com]}

      """)
    try server.write("tenant/0001_items.sql", "-- migrate:up\nCREATE TABLE items (id integer);\n")
    for arguments in [["create", "bystander"]] + crashCase.preparation {
      let output = try await Program(arguments, in: server.folder, environment: plainEnvironment).wait()
      #expect(output.status == 0, "\(arguments) \(output.stdout) \(output.stderr)")
    }
  }

  var plainEnvironment: [String: String] { environment(url: server.environment["DATABASE_URL"] ?? "") }

  private func environment(url: String) -> [String: String] {
    var environment = server.environment
    environment["HOME_URL"] = isHomeServer ? url : "sqlite:files"
    environment["AWAY_URL"] = isHomeServer ? "sqlite:files" : url
    return environment
  }

  /// Starts the command; through the proxy, unless it is left alone.
  func start(isDisturbed: Bool = true) throws -> Program {
    let url = server.environment["DATABASE_URL"] ?? ""
    let settings = try #require(PostgresSettings())
    let disturbed = url.replacing("@\(settings.host):\(settings.port)/", with: "@127.0.0.1:\(port)/")
    return try Program(
      crashCase.command, in: server.folder, environment: environment(url: isDisturbed ? disturbed : url))
  }

  /// Runs the command and kills it at a moment.
  ///
  /// - Returns: False when it ended before.
  func kill(at moment: Fault, _ proxy: FaultProxy) async throws -> Bool {
    proxy.arm([moment])
    let program = try start()
    async let ending: Void = {
      _ = try await program.wait()
      // Nobody waits for what will not come.
      if proxy.strikes == 0 { proxy.arm() }
    }()
    let hasStruck = await proxy.waitForStrike()
    program.kill()
    try await ending
    await proxy.lift()
    return hasStruck
  }

  /// Waits until the server has done with the program's sessions: it learns of a killed client when its message is worked off.
  func waitForSessions() async throws {
    while try await server.texts(
      """
      SELECT pid::text FROM pg_stat_activity WHERE datname = current_database() AND application_name <> 'tenantry-test'
        AND pid <> pg_backend_pid()
      """
    ).isEmpty == false { await Task.yield() }
  }

  /// What the directory says, what the tenants' ledger says, and what is there.
  func state() async throws -> [String] {
    var lines = try await home.texts(
      "SELECT 'directory ' || name || ' ' || schema_name || ' ' || database_name || ' ' || phase FROM \(home.table("directory"))")
    lines += try await home.texts("SELECT 'domain ' || domain || ' ' || name FROM \(home.table("directory_domains"))")
    lines += try await away.texts(
      "SELECT 'tenant ' || name || ' ' || schema_name || ' ' || phase FROM \(away.table("tenants"))")
    let (history, audit, tenants) = (away.table("history"), away.table("audit"), away.table("tenants"))
    lines += try await away.texts(
      "SELECT 'history ' || t.name || ' ' || h.action FROM \(history) h JOIN \(tenants) t ON t.id = h.tenant_id")
    lines += try await away.texts("SELECT 'audit ' || tenant_name || ' ' || action FROM \(audit)")
    if let found = try away.observer.files?.list() {
      lines += found.map { "schema \($0)" }
    } else {
      lines += try await away.texts(
        "SELECT 'schema ' || nspname FROM pg_namespace WHERE nspname LIKE 't\\_%' OR nspname LIKE 'tenantry\\_%'")
    }
    return lines.sorted()
  }
}
