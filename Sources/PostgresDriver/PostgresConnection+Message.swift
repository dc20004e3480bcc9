public import Database
public import SQL

extension PostgresConnection {
  /// Runs several statements as one message, in one round trip: all of them, or none.
  ///
  /// Inside an open transaction they are part of it; outside, the message is a transaction of its own, unless one of its statements
  /// begins or ends one. Answers come as text, and their readers give the same values.
  ///
  /// - Throws: ``DatabaseError`` with ``DatabaseError/statementIndex``, and ``DatabaseError/scalarOffset`` where the server says so.
  public func run(_ message: SQLMessage) async throws(DatabaseError) -> [ResultSet] {
    guard !message.statements.isEmpty else { return [] }
    let text = message.text
    try check(text, byteCount: text.utf8.count)
    if let index = message.statements.firstIndex(where: { StatementText($0).isCopyWithClient }) {
      // Once the server is copying to us it cannot be made to fail, and the message would be done in part.
      var error = Self.copyError
      error.statementIndex = index
      throw error
    }
    try await settleSequences()
    let raw = try beginCall(isRollback: { message.statements.count == 1 && StatementText(text).isRollback })
    work = .message(message, isInTransaction: raw.isInTransaction)
    defer { endCall() }
    footprint.note(text)
    inspect(text)
    guard raw.send(message: text) else { throw lost(raw) }
    try await flush(raw)
    return try finish(try await receive(raw, isBinary: false), of: message)
  }

  private func finish(_ answers: Answers, of message: SQLMessage) throws(DatabaseError) -> [ResultSet] {
    let results = answers.results.map { ResultSet($0) }
    var commitError: DatabaseError?
    for (index, result) in results.enumerated() where index < message.statements.count {
      do { try note(result, of: message.statements[index]) } catch {
        commitError = error
        commitError?.statementIndex = index
      }
    }
    if answers.wantedCopy { throw Self.copyError }
    if let failure = answers.failure { throw located(error(for: failure), failure, in: message, completed: results.count) }
    if let commitError { throw commitError }
    guard results.count == message.statements.count else {
      throw DatabaseError(
        .invalidValue,
        "The server answered \(results.count) times to \(message.statements.count) statements: one of them holds several, or none."
      )
    }
    if let warningAsError, results.last?.commandTag != "ROLLBACK" { throw warningAsError }
    return results
  }

  /// Says which statement an error is about.
  ///
  /// The server ran as many statements as it answered. A text that it could not even read has failed before the first one: then the
  /// position tells. A position elsewhere belongs to another text, such as a function's.
  private func located(
    _ error: DatabaseError, _ failure: RawResult, in message: SQLMessage, completed: Int
  ) -> DatabaseError {
    var error = error
    error.statementIndex = min(completed, message.statements.count - 1)
    if message.statements.prefix(completed).contains(where: { StatementText($0).isCommit }) { error.outcome = .outcomeUnknown }
    if let position = failure.errorField(.position).flatMap({ Int($0) }), let place = message.locate(scalarOffset: position - 1),
      place.statement == completed || completed == 0
    {
      error.statementIndex = place.statement
      error.scalarOffset = place.scalarOffset
    }
    return error
  }
}
