import Database
import SQL
import TenantryTestSupport
import Testing

@Suite(.timeLimit(.minutes(2))) struct PoolStressTests {
  @Test(arguments: UInt64(1)...4) func `64 tasks share 4 connections, and random cancels harm nobody`(seed: UInt64) async throws {
    let script = ConnectionScript()
    let pool = DatabasePool(
      factory: ScriptedFactory(script: script),
      configuration: PoolConfiguration(maximumConnections: 4, maximumWaiters: 64, acquireDeadline: .seconds(60)))
    let done = Shared(0)
    let cancelled = Shared(0)
    var random = SplitMix64(seed: seed)
    for _ in 0..<20 {
      let tasks = (0..<64).map { index in
        Task {
          do {
            try await pool.withConnection(key: PoolKey(String(index % 5))) { connection in
              for _ in 0..<3 { _ = try await connection.query("SELECT 2") }
            }
            done.change { $0 += 1 }
          } catch let error as DatabaseError where error.code == .cancelled {
            cancelled.change { $0 += 1 }
          }
        }
      }
      for task in tasks where Int.random(in: 0..<3, using: &random) == 0 {
        if Bool.random(using: &random) { await Task.yield() }
        task.cancel()
      }
      for task in tasks { try await task.value }
    }
    let (doneCount, cancelledCount) = (done.value, cancelled.value)
    #expect(doneCount + cancelledCount == 20 * 64)
    #expect(doneCount >= 20 * 64 / 2)
    #expect(cancelledCount > 0)
    #expect(script.with { $0.overlaps } == 0)
    #expect(script.with { $0.mostOpen } <= 4)
    #expect(pool.numbers.waiting == 0 && pool.numbers.lent == 0 && pool.numbers.connecting == 0)
    await pool.shutdown()
    #expect(script.with { $0.open } == 0)
  }
}
