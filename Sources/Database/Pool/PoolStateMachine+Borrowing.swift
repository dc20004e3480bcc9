extension PoolStateMachine {
  /// Somebody wants a connection.
  ///
  /// - Parameter waiter: Made only when it has to wait.
  package mutating func acquire(
    key: PoolKey, now: Duration, waiter: @autoclosure () -> Waiter
  ) -> PoolAcquisition<Connection, Waiter> {
    guard drainObservers == nil else { return .refuse(.shutDown) }
    if let index = idle.popLast() { return lendIdle(index, now: now) }
    if let index = vacantPlace() { return .connect(occupy(index, .connecting)) }
    guard queue.count < configuration.maximumWaiters else { return .refuse(.queueFull) }
    let waiter = waiter()
    return .wait(queue.append(waiter, key: key), waiter)
  }

  private mutating func lendIdle(_ index: Int, now: Duration) -> PoolAcquisition<Connection, Waiter> {
    guard case .idle(let connection, let since) = places[index].occupant else {
      preconditionFailure("Place \(index) is on the list of idle connections and is not idle.")
    }
    let idleTime = now - since
    if isTooOld(index, now: now) || idleTime >= configuration.idleLimit {
      return .replace(occupy(index, .connecting), connection)
    }
    let needsCheck = idleTime >= configuration.checkAfterIdle
    return .lend(PoolLoan(slot: occupy(index, .lent), connection: connection, needsCheck: needsCheck))
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
    return occupy(slot.index, .connecting)
  }

  /// A borrower made its connection.
  ///
  /// - Returns: The loan, or nil when the pool was shut down meanwhile: the borrower then closes the connection, tells
  ///   ``vacated(_:)`` and is refused.
  package mutating func connected(_ slot: PoolSlot, _ connection: Connection, now: Duration) -> PoolLoan<Connection>? {
    precondition(holds(slot), "A connection was made in a place that is taken.")
    guard drainObservers == nil else {
      places[slot.index].occupant = .closing
      return nil
    }
    places[slot.index].connectedAt = now
    return PoolLoan(slot: occupy(slot.index, .lent), connection: connection, needsCheck: false)
  }

  /// A waiter was cancelled or its deadline passed.
  ///
  /// - Returns: The waiter, to be refused; nil when it has its answer already.
  package mutating func withdraw(_ ticket: WaiterQueue<Waiter>.Ticket) -> Waiter? { queue.remove(ticket) }
}
