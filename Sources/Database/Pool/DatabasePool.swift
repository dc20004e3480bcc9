import Synchronization

/// A bounded, fair pool of connections: the thin shell around ``PoolStateMachine``.
///
/// Connections are made, checked and cleaned by the tasks that borrow them; a return to an idle pool and the next borrowing take one
/// lock each and no hop. The pool's only task is its alarm, which refuses those who waited too long and closes what nobody needs.
///
/// A task that holds a lease may ask for another one, in a child task too. It waits for it as everybody does, except when nobody is
/// left who could give one back: when every connection is lent to somebody who waits for a second one. Then the one who asks last is
/// refused at once, with ``DatabaseError/Code/poolDeadlock``. A pool does not see that its borrowers wait for another pool; there, the
/// deadline decides.
///
/// ```swift
/// try await pool.withConnection { connection in
///   try await connection.query("SELECT 1")
/// }
/// ```
public final class DatabasePool: Sendable {
  typealias Machine = PoolStateMachine<ConnectionHandOver, PoolWaiter>
  typealias Loan = PoolLoan<ConnectionHandOver>

  let machine: Mutex<Machine>
  let factory: any ConnectionFactory
  let relationLimit: Int?
  /// Its number among the pools of the process.
  let number = HeldLease.newPool()
  /// The time since the pool was made.
  let elapsed: @Sendable () -> Duration
  private let alarm: PoolAlarm

  /// Makes an empty pool.
  ///
  /// Nothing is connected until somebody borrows.
  public init(
    factory: any ConnectionFactory, configuration: PoolConfiguration = PoolConfiguration(),
    clock: any Clock<Duration> = ContinuousClock()
  ) {
    machine = Mutex(Machine(configuration))
    self.factory = factory
    relationLimit = configuration.relationLimit
    (elapsed, alarm) = Self.stopwatch(clock)
  }

  private static func stopwatch<C: Clock<Duration>>(_ clock: C) -> (@Sendable () -> Duration, PoolAlarm) {
    let start = clock.now
    return ({ start.duration(to: clock.now) }, PoolAlarm { try await clock.sleep(until: start.advanced(by: $0), tolerance: nil) })
  }

  /// What it looks like at this moment.
  public var numbers: PoolNumbers { machine.withLock { $0.numbers } }

  /// What it has done so far.
  public var counts: PoolCounts { machine.withLock { $0.counts } }

  /// Lends a connection for as long as the closure runs, and cleans it afterwards: also when the closure throws, and when the
  /// task is cancelled.
  ///
  /// The lease cannot leave the closure: it is not copyable, and borrowed.
  ///
  /// - Parameters:
  ///   - key: Whom the work is for: keys take turns when there are waiters.
  ///   - body: The work.
  /// - Throws: ``DatabaseError`` when there is no connection to be had (``DatabaseError/Code/poolUnavailable``,
  ///   ``DatabaseError/Code/poolDeadlock``, ``DatabaseError/Code/deadlineExceeded``, ``DatabaseError/Code/cancelled``, or what the
  ///   driver says), and what `body` throws.
  @discardableResult
  public func withConnection<Value>(
    key: PoolKey = .default, _ body: (borrowing ConnectionLease) async throws -> Value
  ) async throws -> Value {
    let loan = try await borrow(key)
    let held = HeldLease(loan.slot, of: number, inside: HeldLease.innermost)
    let value: Value
    do {
      value = try await HeldLease.$innermost.withValue(held) {
        try await body(ConnectionLease(loan.connection.connection))
      }
    } catch {
      await giveBack(loan)
      throw error
    }
    await giveBack(loan)
    return value
  }

  /// Refuses everybody who waits, waits for the leases to come back, and closes all connections.
  ///
  /// It cannot be cancelled: afterwards there is no connection. It may be called more than once.
  public func shutdown() async {
    let observer = PoolWaiter()
    alarm.stop()
    for action in machine.withLock({ $0.shutDown(observer: observer) }) { await perform(action) }
    _ = await observer.answer()
  }

  /// Sets the timer.
  func setAlarm(_ due: Duration) { alarm.set(to: due) { [weak self] in await self?.rang() } }

  private func rang() async {
    let now = elapsed()
    let (actions, next) = machine.withLock { ($0.rang(now: now), $0.takeAlarm()) }
    if let next { setAlarm(next) }
    for action in actions { await perform(action) }
  }

  /// Does what the state machine says, outside of its lock.
  func perform(_ action: PoolAction<ConnectionHandOver, PoolWaiter>) async {
    var action = action
    while true {
      switch action {
      case .none: return
      case .answer(let waiter, let answer): return waiter.resolve(answer)
      case .finish(let observers): return observers.forEach { $0.resolve(.drained) }
      case .close(let slot, let connection):
        await connection.connection.close()
        let now = elapsed()
        action = machine.withLock { $0.vacated(slot, now: now) }
      }
    }
  }
}
