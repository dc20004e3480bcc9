import Database
import Names
import SQL
import TenantryTestSupport
import Testing

@testable import PostgresDriver

/// Cancels behind PgBouncer: the session that runs one client's statement runs another client's a moment later.
@Suite(.requiresPooler) struct PoolerCancellationTests {
  /// A quarter of what the driver's own test takes: each round waits for its turn at the only session.
  private static let cancels = SoakSetting.number("CANCELS", default: 2_000) / 8

  private func database(_ location: PostgresLocation) -> PostgresDatabase {
    PostgresDatabase(
      name: .main, configuration: PostgresConfiguration(location: location, connectTimeout: .seconds(120), pooler: .detect),
      pool: PoolConfiguration(maximumConnections: 8, acquireDeadline: nil), logger: .silent)
  }

  @Test func `a statement is cancelled through the pooler`() async throws {
    try await withTemporaryPooler(of: try #require(TestServer.location)) { (location) async throws in
      let database = database(location)
      let error = await #expect(throws: DatabaseError.self) {
        try await database.withConnection(.shared) { lease in
          lease.limitCalls(to: .milliseconds(50))
          try await lease.query("SELECT pg_sleep(600)")
        }
      }
      #expect(error?.code == .deadlineExceeded)
      // The session behind the pooler is free again.
      for _ in 0..<4 { try await database.withConnection(.shared) { _ = try await $0.query("SELECT 1") } }
      await database.shutdown()
    }
  }

  @Test func `no cancel ever hits another statement`() async throws {
    let stopped = Counter()
    try await withTemporaryPooler(of: try #require(TestServer.location), sessions: 1) { (location) async throws in
      let database = database(location)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for client in 0..<3 { group.addTask { try await cancelAtRandom(UInt64(client), database, stopped) } }
        // Two that nobody ever cancels: whatever hits them was meant for somebody else.
        let witnesses = (0..<2).map { _ in
          Task {
            var count = 0
            while !Task.isCancelled {
              _ = try await Task.detached { try await rest(database, "SELECT pg_sleep(0.0005)") }.value
              count += 1
            }
            return count
          }
        }
        try await group.waitForAll()
        for witness in witnesses {
          witness.cancel()
          #expect(try await witness.value > 0)
        }
      }
      await database.shutdown()
    }
    #expect(stopped.value >= 10, "Too few cancels have met their statement: the test has proven nothing.")
  }

  /// Cancels statements at random moments, and runs one that nobody cancels after each.
  private func cancelAtRandom(_ client: UInt64, _ database: PostgresDatabase, _ stopped: Counter) async throws {
    var generator = SeededGenerator(seed: SoakSetting.seed() &+ client)
    var round = 0
    while round < Self.cancels || stopped.value < 10 && round < 6 * Self.cancels {
      round += 1
      let task = Task { try await rest(database, "SELECT pg_sleep(0.002)") }
      // Not a wait for something to happen: a moment at random, which is the point.
      for _ in 0..<Int.random(in: 0..<60, using: &generator) { await Task.yield() }
      if round % 2 == 0 { try await Task.sleep(for: .microseconds(Int.random(in: 0..<6000, using: &generator))) }
      task.cancel()
      do { try await task.value } catch let error as DatabaseError {
        #expect(error.code == .cancelled)
        if error.sqlState != nil { _ = stopped.next() }
      }
      try await rest(database, "SELECT pg_sleep(0.0005)")
    }
  }

  private func rest(_ database: PostgresDatabase, _ text: String) async throws {
    try await database.withConnection(.shared) { _ = try await $0.query(RenderedSQL(text: text)) }
  }
}
