extension PoolStateMachine {
  /// A borrower brings its connection back.
  ///
  /// - Parameter isReusable: False when it is broken or could not be cleaned.
  package mutating func release(
    _ loan: PoolLoan<Connection>, isReusable: Bool, now: Duration
  ) -> PoolAction<Connection, Waiter> {
    precondition(holds(loan.slot), "A connection was returned that is not lent.")
    let index = loan.slot.index
    guard isReusable, drainObservers == nil, !isTooOld(index, now: now) else {
      return .close(occupy(index, .closing), loan.connection)
    }
    if let waiter = queue.popNext() {
      let next = PoolLoan(slot: occupy(index, .lent), connection: loan.connection, needsCheck: false)
      return .answer(waiter, .lend(next))
    }
    _ = occupy(index, .idle(loan.connection, since: now))
    idle.append(index)
    return closeLongestIdle(now: now)
  }

  /// The load falls: one connection that nobody needed for long goes with every return.
  ///
  /// The oldest is the first of the list.
  private mutating func closeLongestIdle(now: Duration) -> PoolAction<Connection, Waiter> {
    guard let index = idle.first, case .idle(let connection, let since) = places[index].occupant,
      now - since >= configuration.idleLimit || isTooOld(index, now: now)
    else { return .none }
    idle.removeFirst()
    return .close(occupy(index, .closing), connection)
  }

  /// A place is empty: its connection is closed, or could not be made.
  ///
  /// A failed attempt is the business of the borrower that made it. The next waiter makes an attempt of its own.
  package mutating func vacated(_ slot: PoolSlot) -> PoolAction<Connection, Waiter> {
    precondition(holds(slot), "A place was vacated by somebody who does not hold it.")
    if let waiter = queue.popNext() { return .answer(waiter, .connect(occupy(slot.index, .connecting))) }
    _ = occupy(slot.index, .nobody)
    vacant.append(slot.index)
    return finishWhenEmpty()
  }

  /// No more lending: waiters are refused, idle connections closed, the others when they come back.
  ///
  /// - Parameter observer: It is told when there is no connection left.
  package mutating func shutDown(observer: Waiter) -> [PoolAction<Connection, Waiter>] {
    drainObservers = (drainObservers ?? []) + [observer]
    var actions = queue.removeAll().map { PoolAction<Connection, Waiter>.answer($0, .refuse(.shutDown)) }
    for index in idle {
      guard case .idle(let connection, _) = places[index].occupant else { continue }
      actions.append(.close(occupy(index, .closing), connection))
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
