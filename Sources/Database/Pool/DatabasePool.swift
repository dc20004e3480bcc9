import Synchronization

/// A bounded, fair pool of connections: the thin shell around ``PoolStateMachine``.
///
/// It has no task of its own. Connections are made, checked, cleaned and closed by the tasks that borrow them; a return to an idle
/// pool and the next borrowing take one lock each and no hop.
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
  let clock: any Clock<Duration>
  let acquireDeadline: Duration?
  /// The time since the pool was made.
  let elapsed: @Sendable () -> Duration

  /// Makes an empty pool.
  ///
  /// Nothing is connected until somebody borrows.
  public init(
    factory: any ConnectionFactory, configuration: PoolConfiguration = PoolConfiguration(),
    clock: any Clock<Duration> = ContinuousClock()
  ) {
    machine = Mutex(Machine(configuration))
    self.factory = factory
    self.clock = clock
    acquireDeadline = configuration.acquireDeadline
    elapsed = Self.stopwatch(clock)
  }

  private static func stopwatch<C: Clock<Duration>>(_ clock: C) -> @Sendable () -> Duration {
    let start = clock.now
    return { start.duration(to: clock.now) }
  }

  /// What it looks like at this moment.
  public var numbers: PoolNumbers { machine.withLock { $0.numbers } }

  /// Lends a connection for as long as the closure runs, and cleans it afterwards: also when the closure throws, and when the
  /// task is cancelled.
  ///
  /// The lease cannot leave the closure: it is not copyable, and borrowed.
  ///
  /// - Parameters:
  ///   - key: Whom the work is for: keys take turns when there are waiters.
  ///   - body: The work.
  /// - Throws: ``DatabaseError`` when there is no connection to be had (``DatabaseError/Code/poolUnavailable``,
  ///   ``DatabaseError/Code/deadlineExceeded``, ``DatabaseError/Code/cancelled``, or what the driver says), and what `body`
  ///   throws.
  @discardableResult
  public func withConnection<Value>(
    key: PoolKey = .default, _ body: (borrowing ConnectionLease) async throws -> Value
  ) async throws -> Value {
    let loan = try await borrow(key)
    let value: Value
    do { value = try await body(ConnectionLease(loan.connection.connection)) } catch {
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
    for action in machine.withLock({ $0.shutDown(observer: observer) }) { await perform(action) }
    _ = await observer.answer()
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
        action = machine.withLock { $0.vacated(slot) }
      }
    }
  }
}
