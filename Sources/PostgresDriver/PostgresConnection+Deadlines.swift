import Database

extension PostgresConnection {
  /// Sets the limit of the call that begins.
  func beginDeadline() {
    didTimeOut = false
    cancelEnd = nil
    callEnd = callLimit.map { ContinuousClock.now.advanced(by: $0) }
  }

  /// Nothing of the call's limits is left to the next one.
  func endDeadlines() {
    if drainDeadline != nil { endCancellation() }
    guard let deadline = callDeadline else { return }
    reactor.cancel(deadline)
    readiness.endExpiry()
    callDeadline = nil
  }

  /// Has the reactor end the wait that begins when the call's time is up.
  ///
  /// A call that never waits costs nothing.
  func armDeadline() {
    guard let callEnd, callDeadline == nil, drainDeadline == nil else { return }
    let expiry = readiness.beginExpiry()
    callDeadline = reactor.schedule(after: max(.zero, callEnd - .now)) { [readiness] in readiness.expire(expiry) }
  }

  /// Notices a cancelled task and a deadline where there is nothing to wait for: a server that is quicker than we are would keep a
  /// call going for ever.
  func checkCall() async throws(DatabaseError) {
    guard !isShielded, !didRequestCancel else { return }
    if Task.isCancelled { return try await cancelStatement() }
    if let callEnd, callEnd <= .now { try await expire() }
  }

  /// The time is up: of the call, or of its cancellation.
  func expire() async throws(DatabaseError) {
    if drainDeadline == nil, callEnd != nil, !didTimeOut {
      didTimeOut = true
      endDeadlines()
      return try await cancelStatement()
    }
    if try await cancelStatementAgain() { return }
    throw givenUp("the server did not end the statement in time")
  }

  /// Waits until more of a statement can be sent.
  ///
  /// A cancel request is of no use before the server has the whole statement: the rest is given the time that a cancellation is.
  func waitToSend() async throws(DatabaseError) {
    armDeadline()
    switch await readiness.wait(for: [.read, .write], isCancellable: !isShielded && drainDeadline == nil) {
    case .ready: return
    case .cancelled: startDrainDeadline(after: configuration.cancelTimeout)
    case .expired:
      if drainDeadline == nil { didTimeOut = true }
      throw givenUp("the server did not take the statement in time")
    }
  }

  /// Closes the connection in the middle of a call.
  ///
  /// - Returns: The error to throw.
  func givenUp(_ reason: String) -> DatabaseError {
    let mayHaveCommitted = mayCommit
    closeNow()
    if !mayHaveCommitted, didTimeOut { return timedOut("The server did not react, so that the connection was closed.") }
    return .lost(reason, mayHaveCommitted: mayHaveCommitted)
  }

  /// The error of a call whose time was up.
  func timedOut(_ remark: String) -> DatabaseError {
    let limit = callLimit.map { " of \($0)" } ?? ""
    return DatabaseError(.deadlineExceeded, "The call took longer than its limit\(limit). \(remark)").having(.rolledBack)
  }
}
