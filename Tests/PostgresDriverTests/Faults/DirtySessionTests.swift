import Database
import Names
import SQL
import Synchronization
import TenantryTestSupport
import Testing

@testable import PostgresDriver

/// What one borrower leaves behind, and every way in which it can give its connection back.
@Suite(.needsServer) struct DirtySessionTests {
  private static let dirt: [[String]] = [
    ["SET work_mem = '8MB'"], ["SET ROLE pg_monitor"], ["CREATE TEMP TABLE left_behind (a int)"], ["SELECT pg_advisory_lock(42)"],
    ["LISTEN news"], ["PREPARE p AS SELECT 1"], ["BEGIN", "DECLARE c CURSOR WITH HOLD FOR SELECT 1", "COMMIT"],
    ["BEGIN", "SET LOCAL search_path = pg_catalog"], ["BEGIN", "SELECT 1/0"], ["SET statement_timeout = '1h'"],
    ["SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"], ["SET client_encoding = 'LATIN1'"],
    ["SELECT set_config('search_path', 'pg_catalog', false)", "SET app.tenant = 'acme'"],
    ["SET standard_conforming_strings = off"], ["INSERT INTO counted DEFAULT VALUES"],
  ]

  /// How a lease ends.
  enum WayOut: CaseIterable, Sendable {
    case finish, failure, cancellation, limit, lostConnection, earlyReturn, cancelledBefore
  }

  private struct Stop: Error {}

  /// Borrows, leaves dirt behind, and goes.
  private static func visit(
    _ database: PostgresDatabase, _ commands: [String], _ way: WayOut, isRunning: @escaping @Sendable () -> Void
  ) async throws -> Int {
    try await database.withConnection(.shared) { lease in
      if way == .cancelledBefore { unsafe withUnsafeCurrentTask { unsafe $0?.cancel() } }
      for command in commands { _ = try? await lease.query(SQLFragment(raw: command)) }
      switch way {
      case .finish, .cancelledBefore: return 0
      case .failure: throw Stop()
      case .cancellation:
        isRunning()
        _ = try? await lease.run(SQLMessage(["ROLLBACK"]))
        try await lease.query("SELECT pg_sleep(600)")
      case .limit:
        _ = try? await lease.run(SQLMessage(["ROLLBACK"]))
        lease.limitCalls(to: .milliseconds(10))
        try await lease.query("SELECT pg_sleep(600)")
      case .lostConnection: try await lease.query("SELECT pg_terminate_backend(pg_backend_pid())")
      case .earlyReturn:
        for row in try await lease.query("SELECT * FROM generate_series(1, 1000)") { return try row.decode(0) }
      }
      return 0
    }
  }

  @Test(arguments: 0..<SoakSetting.number("DIRT", default: 4))
  func `the next borrower finds a clean session or a new connection`(seed: Int) async throws {
    var generator = SplitMix64(seed: SoakSetting.seed() &+ UInt64(seed))
    try await withTemporaryDatabase(pool: PoolConfiguration(maximumConnections: 1)) { database in
      // In another session: this one is to know nothing.
      let connection = try await PostgresConnection.connect(database.configuration, logger: .silent)
      try await connection.run("CREATE TABLE counted (id bigserial)")
      await connection.close()
      func fingerprint() async throws -> SessionFingerprint {
        try await database.withConnection(.shared) { try await SessionFingerprint(of: $0, customSettings: ["app.tenant"]) }
      }
      let clean = try await fingerprint()
      let pairs = Self.dirt.flatMap { commands in WayOut.allCases.map { (commands, $0) } }.shuffled(using: &generator)
      for (commands, way) in pairs {
        let more = Bool.random(using: &generator) ? Self.dirt.randomElement(using: &generator) ?? [] : []
        let gate = OneShot<Bool>()
        let visit = Task { try await Self.visit(database, more + commands, way) { gate.give(true) } }
        if way == .cancellation {
          _ = await gate.value()
          for _ in 0..<Int.random(in: 0..<40, using: &generator) { await Task.yield() }
          visit.cancel()
        }
        _ = await visit.result
        let found = try await fingerprint()
        #expect(found == clean, "\(more + commands) and \(way): \(found.differences(from: clean))")
      }
    }
  }
}
