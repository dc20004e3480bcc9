import Database
import Names
import SQL
import TenantryTestSupport
import Testing

@testable import PostgresDriver

/// A server goes away under a pool that is in use, and comes back.
///
/// `TENANTRY_SOAK_FAULTS` is how often it does so in each way (once).
@Suite(.needsServer) struct ServerReturnTests {
  /// How the server goes.
  enum Departure: CaseIterable, Sendable { case fast, immediate, killed }

  private static let borrowers = 8

  @Test(arguments: Departure.allCases)
  func `the pool is whole again when the server is back, and what it said was true`(departure: Departure) async throws {
    try await withTemporaryCluster(ClusterOptions(isDurable: true)) { cluster in
      let pool = StandingPool(cluster.configuration())
      try await pool.database.withConnection(.shared) { _ = try await $0.query("CREATE TABLE kept (a integer PRIMARY KEY)") }
      let numbers = Counter()
      for round in 0..<SoakSetting.number("FAULTS", default: 1) {
        let (ending, worked) = (Counter(), Counter())
        let said = try await withThrowingTaskGroup(of: Said.self) { group in
          for _ in 0..<Self.borrowers {
            group.addTask { try await Self.work(pool.database, numbers, worked) { ending.value > 0 } }
          }
          // It goes in the middle of the work.
          while worked.value < 20 { await Task.yield() }
          switch departure {
          case .fast: try await cluster.stop(.fast)
          case .immediate: try await cluster.stop(.immediate)
          case .killed: try await cluster.kill()
          }
          try await cluster.start()
          try await pool.expectWholeAgain("\(departure), round \(round)")
          _ = ending.next()
          return try await group.reduce(into: Said()) { $0.add($1) }
        }
        #expect(said.failures > 0, "Nobody noticed.")
        let kept = try await pool.database.withConnection(.shared) { lease in
          Set(try await lease.query("SELECT a FROM kept").map { try $0.decode(0, as: Int.self) })
        }
        #expect(said.done.isSubset(of: kept) && said.notDone.isDisjoint(with: kept), "\(departure), round \(round)")
      }
      await pool.shutDown()
    }
  }

  /// What the borrowers were told about their rows.
  private struct Said: Sendable {
    var done: Set<Int> = []
    var notDone: Set<Int> = []
    var failures = 0

    mutating func add(_ other: Said) {
      done.formUnion(other.done)
      notDone.formUnion(other.notDone)
      failures += other.failures
    }
  }

  /// Writes rows until it is over.
  private static func work(
    _ database: PostgresDatabase, _ numbers: Counter, _ worked: Counter, isOver: @Sendable () -> Bool
  ) async throws -> Said {
    var said = Said()
    while !isOver() {
      let number = numbers.next()
      do {
        try await database.withConnection(.shared) { _ = try await $0.query("INSERT INTO kept VALUES (\(number))") }
        said.done.insert(number)
        _ = worked.next()
      } catch let error as DatabaseError {
        said.failures += 1
        if error.outcome == .notSent || error.outcome == .rolledBack { said.notDone.insert(number) }
      }
    }
    return said
  }
}
