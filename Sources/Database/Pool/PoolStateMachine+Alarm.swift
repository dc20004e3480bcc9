extension PoolStateMachine {
  /// Wants to be called at a moment, or earlier.
  ///
  /// There is one alarm for everything: it is not moved when a borrower is served or a connection used again, but rings in vain once
  /// and is set anew. So it costs nothing as long as the pool is busy.
  mutating func ring(at due: Duration) {
    if let alarm, alarm <= due { return }
    alarm = due
    isAlarmNew = true
  }

  /// When ``rang(now:)`` is to be called; nil when the shell knows already.
  package mutating func takeAlarm() -> Duration? {
    guard isAlarmNew else { return nil }
    isAlarmNew = false
    return alarm
  }

  /// The alarm: those who waited too long are refused, and connections closed that nobody needs.
  ///
  /// It may ring at any time.
  package mutating func rang(now: Duration) -> [PoolAction<Connection, Waiter>] {
    alarm = nil
    let actions = refuseOverdue(now: now) + closeUnneeded(now: now)
    if let deadline = configuration.acquireDeadline, let oldest = queue.oldest { ring(at: oldest.waiter.since + deadline) }
    if let due = idle.compactMap(limit(ofIdle:)).min(), spare > 0 { ring(at: due) }
    return actions
  }

  private mutating func refuseOverdue(now: Duration) -> [PoolAction<Connection, Waiter>] {
    guard let deadline = configuration.acquireDeadline else { return [] }
    var actions: [PoolAction<Connection, Waiter>] = []
    while let oldest = queue.oldest, oldest.waiter.since + deadline <= now, let borrower = queue.remove(oldest.ticket) {
      counts.timeouts += 1
      actions.append(.answer(left(borrower), .refuse(.deadlineExceeded)))
    }
    return actions
  }

  private mutating func closeUnneeded(now: Duration) -> [PoolAction<Connection, Waiter>] {
    var actions: [PoolAction<Connection, Waiter>] = []
    // The one that was used longest ago is the first.
    for index in idle {
      guard spare > 0, let due = limit(ofIdle: index), due <= now, case .idle(let connection, _) = places[index].occupant else {
        continue
      }
      idle.removeAll { $0 == index }
      actions.append(close(index, connection, now >= places[index].expiry ? .expired : .idle))
    }
    return actions
  }

  /// How many connections there are beyond the minimum.
  private var spare: Int {
    let kept = places.count { place in
      switch place.occupant {
      case .idle, .lent: true
      case .nobody, .connecting, .closing: false
      }
    }
    return kept - configuration.minimumConnections
  }

  private func limit(ofIdle index: Int) -> Duration? {
    guard case .idle(_, let since) = places[index].occupant else { return nil }
    return min(since + configuration.idleLimit, places[index].expiry)
  }
}
