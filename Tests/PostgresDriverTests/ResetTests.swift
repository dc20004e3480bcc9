import Database
import SQL
import Testing

@testable import PostgresDriver

@Suite(.needsServer) struct ResetTests {
  /// What one borrower must not leave to the next.
  private static let fingerprint = """
    SELECT (SELECT string_agg(name || '=' || setting, ',' ORDER BY name) FROM pg_settings
            WHERE name IN ('search_path', 'role', 'statement_timeout', 'lock_timeout', 'client_encoding', 'TimeZone',
                           'default_transaction_read_only', 'application_name'))
        || ';' || current_user
        || ';' || (SELECT count(*) FROM pg_class WHERE relnamespace = pg_my_temp_schema() AND pg_my_temp_schema() <> 0)
        || ';' || (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid())
        || ';' || (SELECT count(*) FROM pg_listening_channels())
        || ';' || (SELECT count(*) FROM pg_cursors WHERE is_holdable)
        || ';' || (SELECT count(*) FROM pg_prepared_statements WHERE from_sql AND name NOT LIKE 't%')
        || ';' || coalesce(current_setting('app.tenant', true), '')
    """

  private static let dirt: [[String]] = [
    ["SET search_path = pg_catalog"], ["SET ROLE pg_monitor"], ["SET SESSION AUTHORIZATION pg_monitor"],
    ["SET statement_timeout = '1h'"],
    ["CREATE TEMP TABLE t (a int)"], ["SELECT 1 AS a INTO TEMP t"], ["SELECT pg_advisory_lock(42)"],
    ["LISTEN news"], ["PREPARE p AS SELECT 1"], ["BEGIN", "DECLARE c CURSOR WITH HOLD FOR SELECT 1", "COMMIT"],
    ["SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"], ["SELECT set_config('search_path', 'pg_catalog', false)"],
    ["BEGIN", "SET LOCAL search_path = pg_catalog"], ["BEGIN", "SELECT 1/0"], ["SET TimeZone = 'Asia/Tokyo'"],
    ["DO $$ BEGIN PERFORM set_config('app.tenant', 'acme', false); END $$"], ["BEGIN", "SET search_path = pg_catalog", "COMMIT"],
  ]

  @Test(arguments: dirt, [false, true])
  func `nothing is left to the next borrower`(commands: [String], asMessage: Bool) async throws {
    try await TestServer.withConnection { (connection) async throws in
      let clean = try await connection.value(Self.fingerprint)
      for _ in 0..<2 {
        for command in commands {
          if asMessage { _ = try? await connection.run(SQLMessage([command])) } else { _ = try? await connection.run(command) }
        }
        #expect(await connection.reset())
        #expect(!connection.isInTransaction)
        #expect(try await connection.value(Self.fingerprint) == clean)
      }
    }
  }

  @Test(arguments: [
    ["SELECT 1"], ["BEGIN", "SET LOCAL search_path = pg_catalog", "SELECT set_config('app.tenant', 'x', true)", "COMMIT"], [],
    ["BEGIN", "COMMIT"],
  ])
  func `a session without traces is reset without a round trip`(commands: [String]) async throws {
    try await TestServer.withConnection { (connection) async throws in
      for command in commands { try await connection.run(command) }
      #expect(!connection.isTouched)
      for _ in 0..<3 { try await connection.run("SELECT $1", .integer(1)) }
      #expect(await connection.reset())
      // The prepared statement is still there: nothing was discarded.
      let answers = try await connection.run(SQLMessage(["SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 't%'"]))
      #expect(try answers.first?.first?.value(0) == .integer(1))
    }
  }

  @Test func `a cancelled task can still reset`() async throws {
    let configuration = try TestServer.configuration()
    let task = Task {
      let connection = try await PostgresConnection.connect(configuration, logger: .silent)
      try await connection.run("BEGIN")
      try await connection.run("SET search_path = pg_catalog")
      unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      #expect(await connection.reset())
      #expect(!connection.isInTransaction)
    }
    try await task.value
  }
}
