import Database
import Logging
import SQL

extension PostgresConnection {
  /// Makes the session as new before it is lent again.
  ///
  /// Nothing is sent when nothing is open and nothing can have been left behind.
  ///
  /// - Returns: False when that is not possible; the pool then closes the connection.
  public func reset() async -> Bool {
    callLimit = configuration.callLimit
    // The socket is not asked: a server that has hung up by now is noticed when the connection is lent again.
    guard let raw, raw.isGood else { return false }
    // Behind a pooler the next statement is another session's.
    if !isPooled { sequences.endLease() }
    if raw.isIdle && !isTouched { return true }
    guard raw.isIdle || raw.isInTransaction else {
      closeNow()
      return false
    }
    do throws(DatabaseError) {
      if raw.isInTransaction { try await clean("ROLLBACK", on: raw) }
      if isTouched {
        try await clean("DISCARD ALL", on: raw)
        sequences.settle()
      }
      isTouched = false
      guard raw.isIdle else { throw .lost("the session could not be reset", mayHaveCommitted: false) }
      return true
    } catch {
      logger.warning("A session could not be reset: \(error.message)")
      closeNow()
      return false
    }
  }

  /// Makes the session forget the numbers that a former borrower has drawn, before a call that this cannot go along with.
  func settleSequences() async throws(DatabaseError) {
    guard sequences.isOwed, let raw, raw.isGood, raw.isIdle else { return }
    sequences.settle()
    try await clean("DISCARD SEQUENCES", on: raw)
  }

  /// Runs a command to its end, whether the task is cancelled or not, but not for ever.
  private func clean(_ command: String, on raw: RawConnection) async throws(DatabaseError) {
    didRequestCancel = false
    isShielded = true
    work = .statement(command, isInTransaction: true)
    startDrainDeadline(after: configuration.cancelTimeout)
    defer { endCall() }
    guard raw.send(message: command) else { throw lost(raw) }
    try await flush(raw)
    let answers = try await receive(raw, isBinary: false)
    if let failure = answers.failure { throw DatabaseError(failure) }
    if let tag = answers.last?.commandTag, SessionEffects.forgetsStatements(tag: tag) { statements.forgetAll() }
  }
}
