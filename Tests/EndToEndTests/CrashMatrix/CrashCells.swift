import Database
import Foundation
import Names
import PostgresDriver
import SQL
import Synchronization
import TenantryTestSupport
import Testing

/// The databases of a crash matrix: one that is prepared, and a copy of it for each crash.
struct CrashCells: Sendable {
  let crashCase: CrashCase
  /// The folder, and the database that is prepared and then only copied.
  let project: Project
  private let base: Identifier
  private let settings: PostgresSettings
  private let administrator: PostgresDatabase

  /// Prepares a base and lends it.
  static func with(_ crashCase: CrashCase, _ body: (CrashCells) async throws -> Void) async throws {
    try await Project.with(.postgres) { project in
      let settings = try #require(PostgresSettings())
      let administrator = PostgresDatabase(name: .main, configuration: settings.configuration())
      let base = try #require(try await project.texts("SELECT current_database()::text").first)
      let cells = CrashCells(
        crashCase: crashCase, project: project, base: try Identifier(base), settings: settings, administrator: administrator)
      do {
        try await cells.prepare()
        try await body(cells)
      } catch {
        await administrator.shutdown()
        throw error
      }
      await administrator.shutdown()
    }
  }

  private func prepare() async throws {
    try project.write(
      "tenants.yaml",
      """
      version: 1
      databases: {main: {url: "${DATABASE_URL}"}}
      templates: {standard: {migrations: tenant, seed: seed.sql}}
      defaults: {database: main, template: standard}
      tenants:
        - {name: acme, domains: [acme.example.com], labels: {plan: basic}}
        - {name: bystander}

      """)
    try project.write("tenant/0001_counter.sql", "-- migrate:up\nCREATE TABLE counter (n integer NOT NULL);\n")
    try project.write(
      "tenant/0002_items.sql",
      """
      -- migrate:up
      CREATE TABLE items (id integer PRIMARY KEY, note text UNIQUE);
      INSERT INTO counter VALUES (2);
      -- migrate:down
      DROP TABLE items;
      INSERT INTO counter VALUES (-2);

      """)
    try project.write("seed.sql", "INSERT INTO items VALUES (1, 'seeded');\n")
    for arguments in [["create", "bystander"]] + crashCase.preparation { try await expect(arguments, project.environment) }
    if crashCase.addsMigration {
      try project.write(
        "tenant/0003_more.sql", "-- migrate:up\nALTER TABLE items ADD COLUMN more text;\nINSERT INTO counter VALUES (3);\n")
    }
  }

  private func expect(_ arguments: [String], _ environment: [String: String]) async throws {
    let output = try await Program(arguments, in: project.folder, environment: environment).wait()
    #expect(output.status == 0, "\(arguments) \(output.stdout) \(output.stderr)")
  }

  /// Makes a copy of the base for one crash.
  func withCell(_ body: (Cell) async throws -> Void) async throws {
    let name = try Identifier("tenantry_test_cell_" + UUID().uuidString.prefix(8).lowercased())
    // The copy wants the base to itself.
    await project.observer.shutdown()
    try await command("CREATE DATABASE \(name.quoted) TEMPLATE \(base.quoted)")
    let observer = PostgresDatabase(name: .main, configuration: settings.configuration(database: name.text))
    let result: Result<Void, any Error>
    do { result = .success(try await body(Cell(cells: self, name: name.text, observer: observer))) } catch {
      result = .failure(error)
    }
    await observer.shutdown()
    try await command("DROP DATABASE \(name.quoted) WITH (FORCE)")
    try result.get()
  }

  private func command(_ text: String) async throws {
    try await administrator.withConnection(.shared) { _ = try await $0.connection.query(RenderedSQL(text: text)) }
  }

  /// Ends the sessions of a program in a cell.
  private func endSessions(of cell: Cell) async throws {
    try await administrator.withConnection(.shared) { lease in
      _ = try await lease.query(
        """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = \(cell.name) AND application_name <> 'tenantry-test'
        """)
    }
  }

  /// Waits until the server has done with the sessions of a program: it learns of a killed client when its message is worked off.
  private func waitForSessions(of cell: Cell) async throws {
    var isOver = false
    while !isOver {
      isOver = try await administrator.withConnection(.shared) { lease in
        try await lease.query(
          """
          SELECT count(*) FROM pg_stat_activity WHERE datname = \(cell.name) AND application_name <> 'tenantry-test'
          """)[0].decode(0, as: Int64.self) == 0
      }
      await Task.yield()
    }
  }

  /// Runs the command in a cell through a proxy, undisturbed.
  func points(for cell: Cell, through proxy: FaultProxy) async throws -> [CrashPoint] {
    try await driver(for: cell, proxy).points { try cell.start(crashCase.command, port: proxy.port) }
  }

  /// Crashes the command in a cell.
  ///
  /// - Returns: What became of the program, and whether the crash took place.
  func crash(at point: CrashPoint, in cell: Cell, through proxy: FaultProxy) async throws -> (
    output: Program.Output, hasStruck: Bool
  ) {
    let program = Mutex<Program?>(nil)
    let hasStruck = try await driver(for: cell, proxy).run(at: point) {
      let started = try cell.start(crashCase.command, port: proxy.port)
      program.withLock { $0 = started }
      return started
    }
    try await waitForSessions(of: cell)
    let output = try #require(await program.withLock { $0 }?.wait())
    return (output, hasStruck)
  }

  private func driver(for cell: Cell, _ proxy: FaultProxy) -> CrashDriver {
    CrashDriver(proxy: proxy) { try await endSessions(of: cell) }
  }

  /// One copy.
  struct Cell: Sendable {
    let cells: CrashCells
    let name: String
    let observer: PostgresDatabase

    /// Starts the command on the copy; through a proxy where a port is given.
    func start(_ arguments: [String], port: Int? = nil) throws -> Program {
      var environment = cells.project.environment
      let settings = cells.settings
      environment["DATABASE_URL"] = "postgres://\(settings.user)@127.0.0.1:\(port ?? settings.port)/\(name)"
      return try Program(arguments, in: cells.project.folder, environment: environment)
    }
  }
}

extension Program: CrashableProcess {
  func kill() { send(SIGKILL) }
  func waitForEnd() async throws { _ = try await wait() }
}
