import Database
import Logging
import SQL

extension PostgresConnection {
  /// How long the server is given to act on a cancellation before the connection is given up.
  static let cancelTimeout = Duration.seconds(10)
  /// How often the server is asked before that.
  private static let maximumCancelAttempts = 11

  /// Passes the task's cancellation on to the server, and returns when the exchange is over: a request that is still on its way
  /// could hit the next statement.
  ///
  /// The statement's answer is then waited for as usual.
  func cancelStatement() async throws(DatabaseError) {
    guard let raw else { return }
    didRequestCancel = true
    let failure = cancelsOverConnection ? await cancelOverConnection(raw) : await cancelInPlainText(raw)
    if let failure {
      logger.warning("A statement could not be cancelled: \(failure). Its connection is closed.")
      let mayHaveCommitted = mayCommit
      closeNow()
      if mayHaveCommitted { throw .lost("it was closed because the statement could not be cancelled", mayHaveCommitted: true) }
      throw DatabaseError(.cancelled, "The task was cancelled. The server could not be told, so that the connection was closed.")
    }
    // Doubling from 20 milliseconds, the pauses make up some ten seconds.
    cancelAttempts += 1
    startDrainDeadline(after: min(.seconds(2), .milliseconds(10 << cancelAttempts)))
  }

  /// Repeats the request when the statement goes on: one that reaches the server before the statement does is lost, without a word.
  ///
  /// - Returns: False when it was repeated often enough.
  func cancelStatementAgain() async throws(DatabaseError) -> Bool {
    guard didRequestCancel, cancelAttempts < Self.maximumCancelAttempts else { return false }
    endCancellation()
    try await cancelStatement()
    return true
  }

  /// libpq's own request, on a thread of its own since it blocks.
  ///
  /// - Returns: Nil, or why it failed.
  private func cancelInPlainText(_ raw: RawConnection) async -> String? {
    guard let cancel = raw.makeCancel() else { return "the connection is broken" }
    let outcome = OneShot<String?>()
    guard RawThread.start({ outcome.give(cancel.send()) }) else { return "the system has no thread left" }
    let deadline = reactor.schedule(after: Self.cancelTimeout) { outcome.give("the server did not answer") }
    defer { reactor.cancel(deadline) }
    return await outcome.value()
  }

  /// libpq 15 cancels in plain text only, so that an encrypted session asks over a second, equally encrypted one.
  ///
  /// - Returns: Nil, or why it failed.
  private func cancelOverConnection(_ raw: RawConnection) async -> String? {
    let identifier = Int64(raw.processIdentifier)
    // A task of its own: this one is cancelled, and everything in it would be too.
    let request = Task.detached { [configuration, logger] () -> String? in
      do throws(DatabaseError) {
        let control = try await PostgresConnection.connect(configuration, logger: logger)
        defer { control.closeNow() }
        // Behind a pooler the number is not the server's: then nothing is found.
        let found = try await control.query(
          RenderedSQL(
            text: "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE pid = $1 AND datname = current_database() "
              + "AND usename = session_user", binds: [.integer(identifier)]))
        guard let row = found.first, try row.decode(0, as: Bool.self) else { return "the server does not list the session" }
        return nil
      } catch { return error.message }
    }
    return await request.value
  }

  /// Limits the rest of the present call.
  func startDrainDeadline(after duration: Duration = cancelTimeout) {
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
