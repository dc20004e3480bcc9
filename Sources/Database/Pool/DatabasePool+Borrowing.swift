import SQL
import Synchronization

extension DatabasePool {
  /// Gets a connection that is ready for work.
  func borrow(_ key: PoolKey) async throws(DatabaseError) -> Loan {
    guard !Task.isCancelled else { throw PoolRefusal.cancelled.error }
    let now = elapsed()
    let (acquisition, alarm) = machine.withLock { machine in
      (machine.acquire(key: key, now: now, held: HeldLease.slots(of: number), waiter: PoolWaiter()), machine.takeAlarm())
    }
    if let alarm { setAlarm(alarm) }
    switch acquisition {
    case .lend(let loan): return try await checked(loan)
    case .connect(let slot): return try await connect(slot)
    case .replace(let slot, let old):
      await old.connection.close()
      return try await connect(slot)
    case .wait(let ticket, let waiter):
      switch await answer(to: waiter, ticket) {
      case .lend(let loan): return try await checked(loan)
      case .connect(let slot): return try await connect(slot)
      case .refuse(let refusal): throw refusal.error
      case .drained: throw PoolRefusal.shutDown.error
      }
    case .refuse(let refusal): throw refusal.error
    }
  }

  /// Waits in the queue, no longer than the task wants to; the alarm sees to the deadline.
  private func answer(to waiter: PoolWaiter, _ ticket: PoolTicket) async -> PoolWaiter.Answer {
    await withTaskCancellationHandler {
      await waiter.answer()
    } onCancel: {
      machine.withLock { $0.withdraw(ticket) }?.resolve(.refuse(.cancelled))
    }
  }

  /// Makes a connection, in a place that is ours.
  private func connect(_ slot: PoolSlot) async throws(DatabaseError) -> Loan {
    let connection: ConnectionHandOver
    do { connection = ConnectionHandOver(try await factory.connect()) } catch {
      let now = elapsed()
      await perform(machine.withLock { $0.failed(slot, now: now) })
      throw error
    }
    let now = elapsed()
    let jitter = Double.random(in: 0...1)
    if let loan = machine.withLock({ $0.connected(slot, connection, now: now, jitter: jitter) }) { return loan }
    await perform(.close(slot, connection))
    throw PoolRefusal.shutDown.error
  }

  /// Lets a connection pass that is alive, and replaces one that is not.
  private func checked(_ loan: Loan) async throws(DatabaseError) -> Loan {
    let connection = loan.connection.connection
    if connection.isUsable {
      guard loan.needsCheck else { return loan }
      if (try? await connection.query(RenderedSQL(text: "SELECT 1"))) != nil, connection.isUsable { return loan }
    }
    let slot = machine.withLock { $0.replacing(loan.slot) }
    await connection.close()
    return try await connect(slot)
  }
}

extension PoolRefusal {
  /// The refusal as the borrower sees it.
  var error: DatabaseError {
    switch self {
    case .queueFull:
      Self.error(
        .poolUnavailable, "Too many tasks wait for a connection.", hint: "Try again later, or allow the pool more connections.")
    case .wouldDeadlock:
      Self.error(
        .poolDeadlock,
        "The task holds a connection and asks for another one, and so does everybody else: all would wait for ever.",
        hint: "Use the connection that is there already, or allow the pool more connections than there are such tasks.")
    case .shutDown: DatabaseError(.poolUnavailable, "The pool of connections is shut down.")
    case .cancelled: DatabaseError(.cancelled, "The task was cancelled before it had a connection.")
    case .deadlineExceeded:
      Self.error(
        .deadlineExceeded, "No connection became free in time.",
        hint: "Keep connections for a shorter time, or allow the pool more of them.")
    }
  }

  private static func error(_ code: DatabaseError.Code, _ message: String, hint: String) -> DatabaseError {
    var error = DatabaseError(code, "\(message) \(hint)")
    error.hint = hint
    return error
  }
}
