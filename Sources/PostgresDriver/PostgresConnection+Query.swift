public import Database
public import SQL

extension PostgresConnection {
  /// Runs one statement, values as binds.
  ///
  /// A statement that is used again is prepared on the way, in the same round trip.
  ///
  /// - Throws: ``DatabaseError``.
  public func query(_ statement: RenderedSQL) async throws(DatabaseError) -> ResultSet {
    let parameters = try check(statement)
    let raw = try beginCall(isRollback: { StatementText(statement.text).isRollback })
    let wasInTransaction = raw.isInTransaction
    work = .statement(statement.text, isInTransaction: wasInTransaction)
    defer { endCall() }

    var answers = try await execute(statement, parameters, on: raw)
    if let failure = answers.failure, forgetPlan(of: statement.text, after: failure), !wasInTransaction, !raw.isInTransaction {
      // Nothing was done: the server refused the plan before it ran. It is prepared anew by one of the next uses.
      answers = try await execute(statement, parameters, on: raw)
    }
    return try finish(answers, of: statement.text)
  }

  /// Checks a statement and its values before they reach C.
  @discardableResult
  func check(_ statement: RenderedSQL) throws(DatabaseError) -> RawParameters {
    let parameters = try RawParameters(statement.binds)
    try check(statement.text, byteCount: statement.text.utf8.count + parameters.byteCount)
    return parameters
  }

  /// Checks text before it becomes a C string.
  func check(_ text: String, byteCount: Int) throws(DatabaseError) {
    try check(byteCount: byteCount)
    guard !text.utf8.contains(0) else {
      throw DatabaseError(.invalidValue, "The text of a statement has a NUL character, at which it would be cut. Remove it.")
        .having(.notSent)
    }
  }

  /// Checks the size of a statement with its values.
  func check(byteCount: Int) throws(DatabaseError) {
    // The lengths of libpq have 32 bits; the limit is far below what would not fit.
    let limit = min(configuration.maximumMessageBytes, PostgresConfiguration.largestMessageBytes)
    guard byteCount <= limit else {
      throw DatabaseError(
        .invalidValue, "A statement of \(byteCount) bytes is larger than the limit of \(limit). Send it in parts."
      ).having(.notSent)
    }
  }

  /// Starts a call: the state of the last one is forgotten, a dead connection is noticed before anything is sent.
  func beginCall(isRollback: () -> Bool) throws(DatabaseError) -> RawConnection {
    guard !isStreaming else {
      throw DatabaseError(
        .unsupported, "The connection is busy with a stream or a copy. End it first, or use another connection."
      ).having(.notSent)
    }
    didRequestCancel = false
    cancelAttempts = 0
    warningAsError = nil
    isShielded = false
    if let error = readIdleInput() { throw error.having(.notSent) }
    guard let raw else { throw DatabaseError.lost("it is closed", mayHaveCommitted: false).having(.notSent) }
    if Task.isCancelled {
      guard isRollback() else {
        throw DatabaseError(.cancelled, "The task was cancelled before the statement was sent.").having(.notSent)
      }
      isShielded = true
    }
    beginDeadline()
    return raw
  }

  /// Ends a call: nothing of it is left to the next one.
  func endCall() {
    work = .nothing
    pace = .unknown
    allowance = Quickness.Allowance()
    if let raw { longAnswer.end(raw.socket) }
    readsAwake = 0
    endDeadlines()
  }

  private func execute(
    _ statement: RenderedSQL, _ parameters: RawParameters, on raw: RawConnection
  ) async throws(DatabaseError) -> Answers {
    let plan = statements.use(statement.text, statement.binds)
    let hasMuch = !statements.stale.isEmpty && (statements.hasMuchStale || plan.isPreparation)
    // In a pipeline libpq has no way out of a copy.
    if raw.isIdle, hasMuch || sequences.isOwed && !StatementText(statement.text).isCopyWithClient {
      return try await pipeline(statement, parameters, plan, on: raw)
    }
    let isQueued: Bool
    switch plan {
    case .prepared(let name): return try await executePrepared(name, parameters, on: raw)
    case .unnamed:
      footprint.note(statement.text)
      inspect(statement.text)
      isQueued = raw.send(statement.text, parameters)
    case .prepare: return try await pipeline(statement, parameters, plan, on: raw)
    }
    guard isQueued else { throw lost(raw) }
    try await flush(raw)
    return try await receive(raw, isBinary: true)
  }

  private func executePrepared(
    _ name: String, _ parameters: RawParameters, on raw: RawConnection
  ) async throws(DatabaseError) -> Answers {
    let isAlone = Crowd.enter()
    defer { Crowd.leave() }
    let start = ContinuousClock.now
    if isAlone, statements.isQuick { pace = .quick }
    guard raw.send(prepared: name, parameters) else { throw lost(raw) }
    try await flush(raw)
    let answers = try await receive(raw, isBinary: true)
    // In a crowd, the time says more about the others than about the statement.
    if isAlone { statements.noteAnswer(after: start.duration(to: .now)) }
    return answers
  }

  /// Forgets a prepared statement that the server does not have any more, or whose answer has changed its shape.
  ///
  /// - Returns: True when the statement can be sent again.
  func forgetPlan(of text: String, after failure: RawResult) -> Bool {
    switch failure.errorField(.state) {
    case SQLState.invalidStatementName.code:
      statements.forget(text, isKnown: false)
      return true
    case SQLState.featureNotSupported.code where failure.errorField(.function) == "RevalidateCachedQuery":
      statements.forget(text, isKnown: true)
      return true
    default: return false
    }
  }

  /// Makes the answer of the call, or its error.
  func finish(_ answers: Answers, of text: String) throws(DatabaseError) -> ResultSet {
    if answers.wantedCopy {
      statements.refuse(text)
      // One that was cancelled, or took too long, ends as any other statement does.
      if !didRequestCancel || answers.failure == nil { throw Self.copyError }
    }
    if let failure = answers.failure {
      var error = error(for: failure)
      error.scalarOffset = failure.errorField(.position).flatMap { Int($0) }.map { $0 - 1 }
      throw error
    }
    guard let result = answers.last else {
      throw DatabaseError(.invalidValue, "The server answered with nothing.")
    }
    let answer = ResultSet(result)
    try note(answer, of: text)
    if let warningAsError, answer.commandTag != "ROLLBACK" { throw warningAsError }
    return answer
  }

  /// Looks for what a command tag will not tell.
  func inspect(_ text: String) {
    if SessionEffects.isSuspicious(text) { isTouched = true }
    sequences.note(text: text)
  }

  /// Draws the conclusions from a command tag.
  ///
  /// - Throws: ``DatabaseError/Code/commitFailed`` when a commit was answered with a rollback.
  func note(_ answer: ResultSet, of text: String) throws(DatabaseError) {
    let tag = answer.commandTag
    // Nearly all answers: no other tag that matters begins with these letters.
    if tag.utf8.starts(with: "SELECT".utf8) { return }
    if tag.utf8.first == UInt8(ascii: "I") { return sequences.noteUse() }
    if tag.utf8.first == UInt8(ascii: "M") || tag.utf8.starts(with: "COPY".utf8) { sequences.noteUse() }
    if SessionEffects.forgetsStatements(tag: tag) { statements.forgetAll() }
    if !isTouched, SessionEffects.outlivesTransaction(tag: tag, text: text) { isTouched = true }
    if tag == "ROLLBACK", !StatementText(text).isRollback {
      throw DatabaseError(
        .commitFailed, "The transaction had failed, so that the server rolled it back instead of committing it.")
    }
  }

  static var copyError: DatabaseError {
    DatabaseError(
      .unsupported, "COPY from STDIN and to STDOUT is not available in a statement. Use INSERT with arrays, or SELECT.")
  }
}

extension StatementCache.Plan {
  /// True when the server is to prepare the statement.
  var isPreparation: Bool { if case .prepare = self { true } else { false } }
}

extension ResultSet {
  /// Wraps an answer of libpq.
  init(_ result: RawResult) {
    let tag = result.commandTag
    // Nearly all answers: no tag of a change begins with this letter.
    let changesRows =
      tag.utf8.first != UInt8(ascii: "S")
      && ["INSERT", "UPDATE", "DELETE", "MERGE"].contains { tag.utf8.starts(with: $0.utf8) }
    self.init(storage: result, commandTag: tag, affectedRows: changesRows ? result.commandCount : 0)
  }
}
