import SQL
import Synchronization

extension DatabasePool {
  /// Gets a connection that is ready for work.
  func borrow(_ key: PoolKey) async throws(DatabaseError) -> Loan {
    guard !Task.isCancelled else { throw PoolRefusal.cancelled.error }
    let now = elapsed()
    switch machine.withLock({ $0.acquire(key: key, now: now, waiter: PoolWaiter()) }) {
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

  /// Waits in the queue, no longer than the deadline and no longer than the task wants to.
  private func answer(to waiter: PoolWaiter, _ ticket: WaiterQueue<PoolWaiter>.Ticket) async -> PoolWaiter.Answer {
    await withTaskCancellationHandler {
      guard let acquireDeadline else { return await waiter.answer() }
      return await withTaskGroup(of: Void.self) { group in
        group.addTask {
          do { try await self.clock.sleep(for: acquireDeadline) } catch { return }
          self.withdraw(ticket, .deadlineExceeded)
        }
        let answer = await waiter.answer()
        group.cancelAll()
        return answer
      }
    } onCancel: {
      withdraw(ticket, .cancelled)
    }
  }

  private func withdraw(_ ticket: WaiterQueue<PoolWaiter>.Ticket, _ refusal: PoolRefusal) {
    machine.withLock { $0.withdraw(ticket) }?.resolve(.refuse(refusal))
  }

  /// Makes a connection, in a place that is ours.
  private func connect(_ slot: PoolSlot) async throws(DatabaseError) -> Loan {
    let connection: ConnectionHandOver
    do { connection = ConnectionHandOver(try await factory.connect()) } catch {
      await perform(machine.withLock { $0.vacated(slot) })
      throw error
    }
    let now = elapsed()
    if let loan = machine.withLock({ $0.connected(slot, connection, now: now) }) { return loan }
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
      DatabaseError(
        .poolUnavailable, "Too many tasks wait for a connection. Try again later, or allow the pool more connections.")
    case .shutDown: DatabaseError(.poolUnavailable, "The pool of connections is shut down.")
    case .cancelled: DatabaseError(.cancelled, "The task was cancelled before it had a connection.")
    case .deadlineExceeded:
      DatabaseError(
        .deadlineExceeded,
        "No connection became free in time. Keep connections for a shorter time, or allow the pool more of them.")
    }
  }
}
