extension PoolStateMachine {
  /// A borrower brings its connection back.
  package mutating func release(
    _ loan: PoolLoan<Connection>, _ condition: PoolReturn = .clean, now: Duration
  ) -> PoolAction<Connection, Waiter> {
    precondition(holds(loan.slot), "A connection was returned that is not lent.")
    let index = loan.slot.index
    if let reason = reasonToClose(index, condition, now: now) { return close(index, loan.connection, reason) }
    if let waiter = nextWaiter(now: now) { return .answer(waiter, .lend(lend(index, loan.connection))) }
    _ = occupy(index, .idle(loan.connection, since: now))
    idle.append(index)
    ring(at: now + configuration.idleLimit)
    return .none
  }

  private func reasonToClose(_ index: Int, _ condition: PoolReturn, now: Duration) -> PoolCloseReason? {
    if drainObservers != nil { return .shutDown }
    switch condition {
    case .broken: return .broken
    case .worn: return .worn
    case .clean: return now >= places[index].expiry ? .expired : nil
    }
  }

  /// A borrower could not make its connection.
  ///
  /// That is its own business: the next waiter makes an attempt of its own.
  package mutating func failed(_ slot: PoolSlot, now: Duration) -> PoolAction<Connection, Waiter> {
    counts.failed += 1
    return vacated(slot, now: now)
  }

  /// A place is empty: its connection is closed, or could not be made.
  package mutating func vacated(_ slot: PoolSlot, now: Duration) -> PoolAction<Connection, Waiter> {
    precondition(holds(slot), "A place was vacated by somebody who does not hold it.")
    if let waiter = nextWaiter(now: now) { return .answer(waiter, .connect(occupy(slot.index, .connecting))) }
    _ = occupy(slot.index, .nobody)
    vacant.append(slot.index)
    return finishWhenEmpty()
  }

  /// No more lending: waiters are refused, idle connections closed, the others when they come back.
  ///
  /// - Parameter observer: It is told when there is no connection left.
  package mutating func shutDown(observer: Waiter) -> [PoolAction<Connection, Waiter>] {
    drainObservers = (drainObservers ?? []) + [observer]
    var actions = queue.removeAll().map { PoolAction<Connection, Waiter>.answer(left($0), .refuse(.shutDown)) }
    for index in idle {
      guard case .idle(let connection, _) = places[index].occupant else { continue }
      actions.append(close(index, connection, .shutDown))
    }
    idle.removeAll()
    actions.append(finishWhenEmpty())
    return actions
  }

  private mutating func finishWhenEmpty() -> PoolAction<Connection, Waiter> {
    guard let observers = drainObservers, vacant.count == places.count else { return .none }
    drainObservers = []
    return .finish(observers)
  }
}
