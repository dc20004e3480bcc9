import Database
import Logging

extension PostgresConnection {
  /// How often the server is asked before that.
  private static let maximumCancelAttempts = 11

  /// Passes the task's cancellation on to the server, and returns when the exchange is over: a request that is still on its way
  /// could hit the next statement.
  ///
  /// The statement's answer is then waited for as usual.
  func cancelStatement() async throws(DatabaseError) {
    guard let raw else { return }
    didRequestCancel = true
    if cancelEnd == nil { cancelEnd = .now.advanced(by: configuration.cancelTimeout) }
    let failure = await requestCancel(raw)
    if let failure {
      logger.warning("A statement could not be cancelled: \(failure). Its connection is closed.")
      if mayCommit || didTimeOut { throw givenUp("it was closed because the statement could not be cancelled") }
      closeNow()
      throw DatabaseError(.cancelled, "The task was cancelled. The server could not be told, so that the connection was closed.")
    }
    // Doubling from 20 milliseconds, the pauses make up some ten seconds.
    cancelAttempts += 1
    startDrainDeadline(after: min(cancelTimeLeft, .seconds(2), .milliseconds(10 << cancelAttempts)))
  }

  /// Repeats the request when the statement goes on: one that reaches the server before the statement does is lost, without a word.
  ///
  /// - Returns: False when it was repeated often enough.
  func cancelStatementAgain() async throws(DatabaseError) -> Bool {
    guard didRequestCancel, Self.maximumCancelAttempts > cancelAttempts, cancelTimeLeft > .zero else { return false }
    endCancellation()
    try await cancelStatement()
    return true
  }

  /// Asks the server in the one way that is safe.
  ///
  /// - Returns: Nil, or why it failed.
  private func requestCancel(_ raw: RawConnection) async -> String? {
    guard cancelsOverConnection else { return await cancelInPlainText(raw) }
    if isPooled { return "behind a pooler there is no encrypted way to do it" }
    return await cancelOverConnection(raw)
  }

  /// How long the exchange may still take.
  private var cancelTimeLeft: Duration { cancelEnd.map { max(.zero, $0 - .now) } ?? configuration.cancelTimeout }

  /// libpq's own request, on a thread of its own since it blocks.
  ///
  /// - Returns: Nil, or why it failed.
  private func cancelInPlainText(_ raw: RawConnection) async -> String? {
    guard let cancel = raw.makeCancel() else { return "the connection is broken" }
    let outcome = OneShot<String?>()
    guard RawThread.start({ outcome.give(cancel.send()) }) else { return "the system has no thread left" }
    return await answer(outcome)
  }

  /// The outcome of a request, or that it took too long.
  private func answer(_ outcome: OneShot<String?>) async -> String? {
    let deadline = reactor.schedule(after: cancelTimeLeft) { outcome.give("the server did not answer") }
    defer { reactor.cancel(deadline) }
    return await outcome.value()
  }

  /// libpq 15 cancels in plain text only, so that an encrypted session asks over a second, equally encrypted one.
  ///
  /// - Returns: Nil, or why it failed.
  private func cancelOverConnection(_ raw: RawConnection) async -> String? {
    guard let desk = sharing?.cancelDesk else { return "it has nobody to do it" }
    let request = CancelDesk.Request(process: raw.processIdentifier)
    desk.submit(request, address: raw.address, configuration, reactor, logger)
    // One that comes too late is not sent.
    defer { request.withdraw() }
    return await answer(request.outcome)
  }

  /// Limits the rest of the present call.
  func startDrainDeadline(after duration: Duration) {
    endDeadlines()
    let expiry = readiness.beginExpiry()
    drainDeadline = reactor.schedule(after: duration) { [readiness] in readiness.expire(expiry) }
  }

  /// Takes the limit back.
  func endCancellation() {
    guard let deadline = drainDeadline else { return }
    reactor.cancel(deadline)
    readiness.endExpiry()
    drainDeadline = nil
  }
}
