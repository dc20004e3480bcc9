extension PoolStateMachine {
  /// Somebody wants a connection.
  ///
  /// - Parameters:
  ///   - key: Whom it works for.
  ///   - now: The time.
  ///   - held: What it holds of this pool already; asked for only when it has to wait. What was returned meanwhile does not count.
  ///   - waiter: Made only when it has to wait.
  package mutating func acquire(
    key: PoolKey, now: Duration, held: @autoclosure () -> [PoolSlot] = [], waiter: @autoclosure () -> Waiter
  ) -> PoolAcquisition<Connection, Waiter> {
    guard drainObservers == nil else { return .refuse(.shutDown) }
    if let index = idle.popLast() { return lendIdle(index, now: now) }
    if let index = vacantPlace() { return .connect(occupy(index, .connecting)) }
    guard queue.count < configuration.maximumWaiters else {
      counts.overflows += 1
      return .refuse(.queueFull)
    }
    let held = held().filter(holds)
    guard canEnd(waitOf: held) else {
      counts.deadlocks += 1
      return .refuse(.wouldDeadlock)
    }
    for slot in held { places[slot.index].nestedWaiters += 1 }
    counts.waits += 1
    let waiter = waiter()
    if let deadline = configuration.acquireDeadline { ring(at: now + deadline) }
    return .wait(queue.append(Borrower(waiter: waiter, since: now, held: held), key: key), waiter)
  }

  /// False when everybody who could give a connection back would wait for one: nobody would ever get any.
  private func canEnd(waitOf held: [PoolSlot]) -> Bool {
    guard !held.isEmpty else { return true }
    return places.indices.contains { index in
      guard case .lent = places[index].occupant else { return true }
      return places[index].nestedWaiters == 0 && !held.contains { $0.index == index }
    }
  }

  private mutating func lendIdle(_ index: Int, now: Duration) -> PoolAcquisition<Connection, Waiter> {
    guard case .idle(let connection, let since) = places[index].occupant else {
      preconditionFailure("Place \(index) is on the list of idle connections and is not idle.")
    }
    if now >= places[index].expiry {
      counts.closed[.expired, default: 0] += 1
      return .replace(occupy(index, .connecting), connection)
    }
    return .lend(lend(index, connection, needsCheck: now - since >= configuration.checkAfterIdle))
  }

  private mutating func vacantPlace() -> Int? {
    if let index = vacant.popLast() { return index }
    guard places.count < configuration.maximumConnections else { return nil }
    places.append(Place())
    return places.count - 1
  }

  /// A borrower found its connection dead before it used it: it closes it and makes another in the same place.
  package mutating func replacing(_ slot: PoolSlot) -> PoolSlot {
    precondition(holds(slot), "A connection was replaced that is not lent.")
    counts.closed[.dead, default: 0] += 1
    // The lease is counted when it has its connection.
    counts.leases -= 1
    return occupy(slot.index, .connecting)
  }

  /// A borrower made its connection.
  ///
  /// - Parameter jitter: Some chance, from 0 to 1.
  /// - Returns: The loan, or nil when the pool was shut down meanwhile: the borrower then closes the connection, tells
  ///   ``vacated(_:now:)`` and is refused.
  package mutating func connected(
    _ slot: PoolSlot, _ connection: Connection, now: Duration, jitter: Double = 0
  ) -> PoolLoan<Connection>? {
    precondition(holds(slot), "A connection was made in a place that is taken.")
    counts.opened += 1
    guard drainObservers == nil else {
      counts.closed[.shutDown, default: 0] += 1
      places[slot.index].occupant = .closing
      return nil
    }
    places[slot.index].expiry = now + configuration.lifetime * (1 - configuration.lifetimeJitter * jitter)
    return lend(slot.index, connection)
  }

  /// A waiter was cancelled.
  ///
  /// - Returns: The waiter, to be refused; nil when it has its answer already.
  package mutating func withdraw(_ ticket: PoolTicket) -> Waiter? { queue.remove(ticket).map { left($0) } }

  /// The waiter whose turn it is, to be served.
  mutating func nextWaiter(now: Duration) -> Waiter? {
    guard let borrower = queue.popNext() else { return nil }
    counts.waited += now - borrower.since
    return left(borrower)
  }

  /// Somebody does not wait any more.
  mutating func left(_ borrower: Borrower) -> Waiter {
    for slot in borrower.held where holds(slot) { places[slot.index].nestedWaiters -= 1 }
    return borrower.waiter
  }
}
