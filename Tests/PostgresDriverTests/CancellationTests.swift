import Database
import Names
import SQL
import Synchronization
import TenantryTestSupport
import Testing

@testable import PostgresDriver

@Suite(.needsServer) struct CancellationTests {
  /// Runs a statement and cancels its task once the server says that the statement runs.
  private func cancel(_ text: String, setUp: [String] = [], asMessage: Bool = false, overConnection: Bool? = nil) async throws
    -> (DatabaseError?, Duration)
  {
    let marker = TestServer.uniqueName("cancelled")
    let configuration = try TestServer.configuration { $0.applicationName = marker }
    let task = Task { () throws(DatabaseError) -> DatabaseError? in
      let connection = try await PostgresConnection.connect(configuration, logger: .silent)
      if let overConnection { connection.cancelsOverConnection = overConnection }
      for command in setUp { try await connection.run(command) }
      do throws(DatabaseError) {
        if asMessage { _ = try await connection.run(SQLMessage(["SELECT 1", text])) } else { try await connection.run(text) }
        return nil
      } catch {
        // Only ROLLBACK is sent in a task that is cancelled: the connection must take it, and hand over clean.
        if connection.isInTransaction { try await connection.run("ROLLBACK") }
        guard await connection.reset() else { return DatabaseError(.connectionLost, "The connection is gone.") }
        return error
      }
    }
    try await TestServer.withObserver { (observer) async throws in
      let query =
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = $1 AND state = 'active' AND position($2 IN query) > 0"
      while try await observer.value(query, .text(marker), .text(text)) != .integer(1) { await Task.yield() }
    }
    let start = ContinuousClock.now
    task.cancel()
    return (try await task.value, start.duration(to: .now))
  }

  @Test(arguments: [
    "SELECT pg_sleep(600)", "SELECT count(*) FROM generate_series(1, 100000000000) a",
    "DO $$ BEGIN LOOP PERFORM 1; END LOOP; END $$",
  ])
  func `cancelling the task cancels the statement`(text: String) async throws {
    #expect(try await cancel(text).0?.code == .cancelled)
    #expect(try await cancel(text, setUp: ["BEGIN"]).0?.code == .cancelled)
    #expect(try await cancel(text, asMessage: true).0?.code == .cancelled)
  }

  @Test func `an encrypted session cancels over a second one`() async throws {
    #expect(try await cancel("SELECT pg_sleep(600)", overConnection: true).0?.code == .cancelled)
    #expect(
      try await cancel("SELECT pg_sleep(600)", setUp: ["BEGIN"], asMessage: true, overConnection: true).0?.code == .cancelled)
  }

  @Test func `cancelling ends a wait for a lock`() async throws {
    let table = TestServer.uniqueName("locked")
    try await TestServer.withConnection { (holder) async throws in
      try await holder.run("CREATE TABLE \(table) ()")
      try await holder.run("BEGIN")
      try await holder.run("LOCK TABLE \(table)")
      #expect(try await cancel("LOCK TABLE \(table) IN SHARE MODE", setUp: ["BEGIN"]).0?.code == .cancelled)
      try await holder.run("ROLLBACK")
      try await holder.run("DROP TABLE \(table)")
    }
  }

  @Test func `in a task that is cancelled already nothing is sent but ROLLBACK`() async throws {
    let configuration = try TestServer.configuration()
    let task = Task {
      let connection = try await PostgresConnection.connect(configuration, logger: .silent)
      try await connection.run("BEGIN")
      unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      let first = await connection.failure { _ = try await $0.run("SELECT 1") }
      let second = await connection.failure { _ = try await $0.run(SQLMessage(["SELECT 1"])) }
      #expect([first?.code, second?.code] == [.cancelled, .cancelled])
      try await connection.run("ROLLBACK")
      #expect(!connection.isInTransaction)
    }
    try await task.value
  }

  /// How many cancels each of the four connections gets: a quarter of `TENANTRY_SOAK_CANCELS`.
  private static let cancels = SoakSetting.number("CANCELS", default: 2_000) / 4

  /// The cancel request may arrive before, while or after the statement runs.
  ///
  /// Whatever it does, the next statement is none of its business.
  @Test(arguments: 0..<4)
  func `no cancel ever hits the next statement`(seed: Int) async throws {
    let cancelled = Counter()
    try await TestServer.withConnection {
      $0.location.sslMode = .disable
      // On a machine that stands still for a while a cancel that was not answered in time ends the connection, and rightly.
      $0.cancelTimeout = .seconds(120)
    } _: { (connection) async throws in
      var generator = SeededGenerator(seed: SoakSetting.seed() &+ UInt64(seed))
      let lender = Lender(connection)
      // On a busy machine most cancels come too late: it goes on until enough of them have met their statement.
      var round = 0
      while round < Self.cancels || cancelled.value < 10 && round < 6 * Self.cancels {
        round += 1
        let task = Task { await lender.sleepAWhile() }
        // Not a wait for something to happen: a moment at random, which is the point.
        for _ in 0..<Int.random(in: 0..<60, using: &generator) { await Task.yield() }
        if round % 2 == 0 { try await Task.sleep(for: .microseconds(Int.random(in: 0..<1500, using: &generator))) }
        task.cancel()
        let code = await task.value
        if code == .cancelled && lender.wasSent { _ = cancelled.next() }
        let next = await lender.next()
        guard code == nil || code == .cancelled, next == nil else {
          Issue.record("round \(round): the statement ended with \(code as Any), the next one with \(next as Any)")
          return
        }
      }
    }
    print("cancels, seed \(SoakSetting.seed() &+ UInt64(seed)): \(cancelled.value) of \(Self.cancels) met their statement")
    #expect(cancelled.value >= 10, "Too few cancels have met their statement: the test has proven nothing.")
  }

  /// The two tasks use the connection in turns: the second begins when the first has ended.
  private final class Lender: @unchecked Sendable {
    private let connection: PostgresConnection
    init(_ connection: PostgresConnection) { self.connection = connection }

    /// True when the last cancel had to be passed on to the server, and was not merely too early.
    var wasSent: Bool { connection.didRequestCancel }

    func sleepAWhile() async -> DatabaseError.Code? { await code { _ = try await $0.run("SELECT pg_sleep(0.002)") } }
    func next() async -> DatabaseError.Code? { await code { _ = try await $0.run("SELECT pg_sleep(0.0005)") } }

    private func code(_ body: (PostgresConnection) async throws -> Void) async -> DatabaseError.Code? {
      do {
        try await body(connection)
        return nil
      } catch { return (error as? DatabaseError)?.code }
    }
  }
}
