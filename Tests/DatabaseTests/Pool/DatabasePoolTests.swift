import Database
import SQL
import TenantryTestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct DatabasePoolTests {
  private let script = ConnectionScript()
  private let clock = ManualClock()

  private func pool(maximum: Int = 1, waiters: Int = 100, deadline: Duration? = .seconds(30), gate: Gate? = nil) -> DatabasePool {
    DatabasePool(
      factory: ScriptedFactory(script: script, gate: gate),
      configuration: PoolConfiguration(maximumConnections: maximum, maximumWaiters: waiters, acquireDeadline: deadline),
      clock: clock)
  }

  private static func ask(_ pool: DatabasePool, key: PoolKey = .default) async throws {
    try await pool.withConnection(key: key) { connection in _ = try await connection.query("SELECT 2") }
  }

  private static func code(_ body: () async throws -> Void) async -> DatabaseError.Code? {
    do {
      try await body()
      return nil
    } catch { return (error as? DatabaseError)?.code }
  }

  @Test func `one connection serves many borrowers, one after the other`() async throws {
    let pool = pool()
    for _ in 0..<10 { try await Self.ask(pool) }
    #expect(script.with { $0.made } == 1)
    #expect(script.with { $0.resets.count } == 10)
    await pool.shutdown()
    #expect(script.with { $0.open } == 0)
  }

  @Test func `a body's error comes out as it is and the connection is cleaned`() async throws {
    struct Mine: Error {}
    let pool = pool()
    await #expect(throws: Mine.self) { try await pool.withConnection { _ in throw Mine() } }
    #expect(script.with { $0.resets } == [1])
    #expect(pool.numbers == PoolNumbers(open: 1, idle: 1))
  }

  @Test func `a connection that cannot be cleaned is closed`() async throws {
    let pool = pool()
    script.with { $0.isResettable = false }
    try await Self.ask(pool)
    #expect(script.with { $0.open } == 0)
    #expect(pool.numbers == PoolNumbers())
  }

  @Test func `a connection that broke in use is closed`() async throws {
    let pool = pool()
    let script = script
    try await pool.withConnection { _ in script.with { $0.isUsable[1] = false } }
    #expect(script.with { $0.open } == 0)
    #expect(pool.counts.closed == [.broken: 1])
  }

  @Test func `a connection that broke while it was idle is replaced`() async throws {
    let pool = pool()
    try await Self.ask(pool)
    script.with { $0.isUsable[1] = false }
    try await Self.ask(pool)
    #expect(script.with { $0.queries.map(\.connection) } == [1, 2])
    #expect(script.with { $0.open } == 1)
  }

  @Test(arguments: [true, false]) func `a connection that was idle for long is asked for a sign of life`(answers: Bool)
    async throws
  {
    let pool = pool()
    try await Self.ask(pool)
    clock.advance(by: .seconds(31))
    if !answers { script.with { $0.failing["SELECT 1"] = DatabaseError(.connectionLost, "The server is gone.") } }
    try await Self.ask(pool)
    #expect(script.with { $0.queries.map(\.text) } == ["SELECT 2", "SELECT 1", "SELECT 2"])
    #expect(script.with { $0.made } == (answers ? 1 : 2))
    #expect(script.with { $0.open } == 1)
  }

  @Test func `a failed attempt is told to the borrower that made it and to nobody else`() async throws {
    let gate = Gate()
    let pool = pool(gate: gate)
    let failure = DatabaseError(.connectionFailed, "The server is not there.")
    script.with { $0.failures = [failure] }
    async let first: Void = Self.ask(pool)
    await until { gate.arrivals == 1 }
    async let second: Void = Self.ask(pool)
    await until { pool.numbers.waiting == 1 }
    gate.open()
    let told: (any Error)?
    do {
      try await first
      told = nil
    } catch { told = error }
    #expect(told as? DatabaseError == failure)
    try await second
    #expect(script.with { $0.made } == 1)
  }

  @Test func `a waiter whose deadline passes is told so and leaves the queue`() async throws {
    let pool = pool()
    let (clock, gate) = (clock, Gate())
    async let holder: Void = pool.withConnection { _ in await gate.pass() }
    await until { gate.arrivals == 1 }
    async let code = Self.code { try await Self.ask(pool) }
    await until { pool.numbers.waiting == 1 }
    clock.advance(by: .seconds(29))
    #expect(pool.numbers.waiting == 1)
    clock.advance(by: .seconds(1))
    let codeAnswer = await code
    #expect(codeAnswer == .deadlineExceeded)
    #expect(pool.numbers == PoolNumbers(open: 1, lent: 1))
    gate.open()
    try await holder
    try await Self.ask(pool)
  }

  @Test func `a deadline of nothing is no trap`() async throws {
    let pool = pool(deadline: .zero)
    let gate = Gate()
    async let holder: Void = pool.withConnection { _ in await gate.pass() }
    await until { gate.arrivals == 1 }
    #expect(await Self.code { try await Self.ask(pool) } == .deadlineExceeded)
    gate.open()
    try await holder
  }

  @Test func `one timer serves all waiters, and ends with the pool`() async throws {
    let pool = pool()
    let gate = Gate()
    async let holder: Void = pool.withConnection { _ in await gate.pass() }
    await until { gate.arrivals == 1 }
    await withTaskGroup { group in
      for _ in 0..<10 { group.addTask { try? await Self.ask(pool) } }
      await until { pool.numbers.waiting == 10 }
      await clock.waitForSleepers(1)
      #expect(clock.sleeperCount == 1)
      gate.open()
    }
    try await holder
    #expect(pool.counts.waits == 10)
    await pool.shutdown()
    await until { clock.sleeperCount == 0 }
  }

  @Test func `a cancelled waiter leaves the queue`() async throws {
    let pool = pool()
    let gate = Gate()
    async let holder: Void = pool.withConnection { _ in await gate.pass() }
    await until { gate.arrivals == 1 }
    let waiter = Task { await Self.code { try await Self.ask(pool) } }
    await until { pool.numbers.waiting == 1 }
    waiter.cancel()
    #expect(await waiter.value == .cancelled)
    #expect(pool.numbers == PoolNumbers(open: 1, lent: 1))
    gate.open()
    try await holder
  }

  @Test func `a cancelled task gets no connection`() async throws {
    let pool = pool()
    let gate = Gate()
    let task = Task {
      await gate.pass()
      return await Self.code { try await Self.ask(pool) }
    }
    task.cancel()
    gate.open()
    #expect(await task.value == .cancelled)
    #expect(script.with { $0.made } == 0)
  }

  @Test func `the connection of a cancelled task is cleaned by a task that is not`() async throws {
    let pool = pool()
    let gate = Gate()
    let task = Task { try await pool.withConnection { _ in await gate.pass() } }
    await until { gate.arrivals == 1 }
    task.cancel()
    gate.open()
    try await task.value
    #expect(script.with { $0.resets } == [1])
    #expect(script.with { $0.resetsSeenCancelled } == 0)
    #expect(pool.numbers == PoolNumbers(open: 1, idle: 1))
  }

  @Test func `one borrower more than the queue holds is refused at once`() async throws {
    let pool = pool(waiters: 2)
    let gate = Gate()
    async let holder: Void = pool.withConnection { _ in await gate.pass() }
    await until { gate.arrivals == 1 }
    async let first: Void = Self.ask(pool)
    async let second: Void = Self.ask(pool)
    await until { pool.numbers.waiting == 2 }
    #expect(await Self.code { try await Self.ask(pool) } == .poolUnavailable)
    gate.open()
    _ = try await (holder, first, second)
  }

  @Test func `a key that floods the pool does not keep another waiting`() async throws {
    let pool = pool()
    let gate = Gate()
    let order = Shared<[String]>([])
    async let holder: Void = pool.withConnection { _ in await gate.pass() }
    await until { gate.arrivals == 1 }
    await withTaskGroup { group in
      for (index, name) in (Array(repeating: "flood", count: 20) + ["victim"]).enumerated() {
        group.addTask {
          try? await pool.withConnection(key: PoolKey(name)) { _ in order.change { $0.append(name) } }
        }
        await until { pool.numbers.waiting == index + 1 }
      }
      gate.open()
    }
    try await holder
    #expect(order.value.firstIndex(of: "victim") == 1)
    #expect(order.value.count == 21)
  }

  @Test func `shutting down waits for leases and refuses waiters`() async throws {
    let pool = pool()
    let gate = Gate()
    async let holder: Void = pool.withConnection { _ in await gate.pass() }
    await until { gate.arrivals == 1 }
    async let waiter = Self.code { try await Self.ask(pool) }
    await until { pool.numbers.waiting == 1 }
    let isDown = Shared(false)
    async let shutdown: Void = {
      await pool.shutdown(); isDown.change { $0 = true }
    }()
    let waiterAnswer = await waiter
    #expect(waiterAnswer == .poolUnavailable)
    #expect(await Self.code { try await Self.ask(pool) } == .poolUnavailable)
    let isEarly = isDown.value
    #expect(!isEarly)
    gate.open()
    try await holder
    await shutdown
    #expect(script.with { $0.open } == 0)
    await pool.shutdown()
  }

  @Test func `a connection that is made during the shutdown is closed`() async throws {
    let gate = Gate()
    let pool = pool(gate: gate)
    async let borrower = Self.code { try await Self.ask(pool) }
    await until { gate.arrivals == 1 }
    async let waiter = Self.code { try await Self.ask(pool) }
    await until { pool.numbers.waiting == 1 }
    async let shutdown: Void = pool.shutdown()
    let waiterAnswer = await waiter
    #expect(waiterAnswer == .poolUnavailable, "The shutdown has begun.")
    gate.open()
    let borrowerAnswer = await borrower
    #expect(borrowerAnswer == .poolUnavailable)
    await shutdown
    #expect(script.with { $0.made } == 1)
    #expect(script.with { $0.open } == 0)
  }
}
