import Database
import SQL
import TenantryTestSupport
import Testing

/// The limits of a pool, through its shell and with a clock that stands.
@Suite(.timeLimit(.minutes(1))) struct PoolLimitTests {
  private let script = ConnectionScript()
  private let clock = ManualClock()

  private func pool(_ change: (inout PoolConfiguration) -> Void = { _ in }) -> DatabasePool {
    var configuration = PoolConfiguration(maximumConnections: 4, lifetimeJitter: 0)
    change(&configuration)
    return DatabasePool(factory: ScriptedFactory(script: script), configuration: configuration, clock: clock)
  }

  private static func ask(_ pool: DatabasePool) async throws {
    try await pool.withConnection { connection in _ = try await connection.query("SELECT 2") }
  }

  /// Has so many connections open at the same time.
  private static func fill(_ pool: DatabasePool, _ count: Int) async throws {
    guard count > 0 else { return }
    try await pool.withConnection { _ in try await fill(pool, count - 1) }
  }

  private static func code(_ body: () async throws -> Void) async -> DatabaseError.Code? {
    do {
      try await body()
      return nil
    } catch { return (error as? DatabaseError)?.code }
  }

  @Test(arguments: [0, 1, 3]) func `connections that nobody needs are closed down to the minimum`(minimum: Int) async throws {
    let pool = pool { $0.minimumConnections = minimum }
    try await Self.fill(pool, 4)
    #expect(pool.numbers == PoolNumbers(open: 4, idle: 4))
    await clock.waitForSleepers(1)
    clock.advance(by: .seconds(600))
    await until { pool.numbers.open == minimum }
    #expect(pool.counts.closed == [.idle: 4 - minimum])
    #expect(script.with { $0.open } == minimum)
    await pool.shutdown()
  }

  @Test func `a connection that is used in between stays`() async throws {
    let pool = pool()
    try await Self.fill(pool, 2)
    await clock.waitForSleepers(1)
    clock.advance(by: .seconds(500))
    try await Self.ask(pool)
    clock.advance(by: .seconds(100))
    await until { pool.numbers.open == 1 }
    // The timer is set anew, for the one that is left.
    await clock.waitForSleepers(1)
    clock.advance(by: .seconds(499))
    #expect(pool.numbers.open == 1)
    clock.advance(by: .seconds(1))
    await until { pool.numbers.open == 0 }
    await pool.shutdown()
  }

  @Test func `an idle connection that is too old is closed although it was used just now`() async throws {
    let pool = pool { $0.lifetime = .seconds(700) }
    try await Self.ask(pool)
    await clock.waitForSleepers(1)
    clock.advance(by: .seconds(599))
    try await Self.ask(pool)
    clock.advance(by: .seconds(1))
    await clock.waitForSleepers(1)
    clock.advance(by: .seconds(100))
    await until { pool.numbers.open == 0 }
    #expect(pool.counts.closed == [.expired: 1])
    await pool.shutdown()
  }

  @Test(arguments: [(0.0, 1000), (0.5, 950), (1.0, 900)]) func `lifetimes differ by chance`(jitter: Double, seconds: Int) throws {
    for (age, isLent) in [(seconds - 1, true), (seconds, false)] {
      var machine = PoolStateMachine<Int, String>(
        PoolConfiguration(idleLimit: .seconds(5000), lifetime: .seconds(1000), lifetimeJitter: 0.1))
      guard case .connect(let slot) = machine.acquire(key: .default, now: .zero, waiter: "") else { throw Unexpected() }
      let made = machine.connected(slot, 1, now: .zero, jitter: jitter)
      let loan = try #require(made)
      _ = machine.release(loan, now: .zero)
      switch machine.acquire(key: .default, now: .seconds(age), waiter: "") {
      case .lend: #expect(isLent)
      case .replace: #expect(!isLent)
      default: throw Unexpected()
      }
    }
  }

  @Test(arguments: [(10, 1), (11, 2)]) func `a connection that touched too many relations is replaced`(
    touched: Int, made: Int
  ) async throws {
    let pool = pool { $0.relationLimit = 10 }
    script.with { $0.touchedRelations = touched }
    for _ in 0..<2 { try await Self.ask(pool) }
    #expect(script.with { $0.made } == made)
    #expect(pool.counts.closed == (made == 2 ? [.worn: 2] : [:]))
    await pool.shutdown()
  }

  @Test func `a task that holds the only connection and asks for another one is refused at once`() async throws {
    let pool = pool { $0.maximumConnections = 1 }
    try await pool.withConnection { _ in
      #expect(await Self.code { try await Self.ask(pool) } == .poolDeadlock)
      let fromAChild = await Self.code {
        async let child: Void = Self.ask(pool); try await child
      }
      #expect(fromAChild == .poolDeadlock)
    }
    #expect(pool.counts.deadlocks == 2)
    try await Self.ask(pool)
    await pool.shutdown()
  }

  @Test func `whoever asks for a second connection last is refused, and the others go on`() async throws {
    let pool = pool { $0.maximumConnections = 2 }
    let (first, second) = (Gate(), Gate())
    async let patient: Void = pool.withConnection { _ in
      await first.pass()
      try await Self.ask(pool)
    }
    async let late = Self.code {
      try await pool.withConnection { _ in
        await second.pass()
        try await Self.ask(pool)
      }
    }
    await until { first.arrivals == 1 && second.arrivals == 1 }
    first.open()
    await until { pool.numbers.waiting == 1 }
    second.open()
    let lateCode = await late
    #expect(lateCode == .poolDeadlock)
    try await patient
    #expect(pool.numbers == PoolNumbers(open: 2, idle: 2))
    await pool.shutdown()
  }

  @Test func `a task that was started in a lease and outlives it holds nothing`() async throws {
    let pool = pool { $0.maximumConnections = 1 }
    let (gate, holding) = (Gate(), Gate())
    let left = try await pool.withConnection { _ in
      Task { () -> DatabaseError.Code? in
        await gate.pass()
        return await Self.code { try await Self.ask(pool) }
      }
    }
    async let holder: Void = pool.withConnection { _ in await holding.pass() }
    await until { holding.arrivals == 1 }
    gate.open()
    await until { pool.numbers.waiting == 1 }
    holding.open()
    try await holder
    #expect(await left.value == nil)
    await pool.shutdown()
  }

  @Test func `a refusal carries a hint`() async throws {
    let pool = pool { ($0.maximumConnections, $0.maximumWaiters) = (1, 0) }
    try await pool.withConnection { _ in
      let error = await #expect(throws: DatabaseError.self) { try await Self.ask(pool) }
      #expect(error?.code == .poolUnavailable)
      #expect(error?.hint == "Try again later, or allow the pool more connections.")
    }
    #expect(pool.counts.overflows == 1)
    await pool.shutdown()
  }

  @Test func `the counts say what happened`() async throws {
    let pool = pool { $0.maximumConnections = 1 }
    script.with { $0.failures = [DatabaseError(.connectionFailed, "The server is not there.")] }
    _ = await Self.code { try await Self.ask(pool) }
    let gate = Gate()
    async let holder: Void = pool.withConnection { _ in await gate.pass() }
    await until { gate.arrivals == 1 }
    async let waiter: Void = Self.ask(pool)
    await until { pool.numbers.waiting == 1 }
    clock.advance(by: .seconds(7))
    gate.open()
    try await holder
    try await waiter
    script.with { $0.isUsable[1] = false }
    try await Self.ask(pool)
    await pool.shutdown()
    var expected = PoolCounts()
    (expected.opened, expected.failed, expected.leases, expected.waits) = (2, 1, 3, 1)
    expected.waited = .seconds(7)
    expected.closed = [.dead: 1, .shutDown: 1]
    #expect(pool.counts == expected)
  }
}

private struct Unexpected: Error {}
