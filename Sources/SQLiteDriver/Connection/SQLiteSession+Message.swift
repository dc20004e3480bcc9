import Database
import SQL

extension SQLiteSession {
  /// Runs the statements of a message: all of them, or none.
  ///
  /// When another connection is in the way, all is undone before the attempt is given up, so that no lock is held while waiting.
  func run(_ message: SQLMessage) -> SQLiteOutcome {
    if let refused = answerMessageInLostTransaction() { return refused }
    let isNested = isInTransaction
    database.callbacks.beginStatement(isInline: false)
    var index: Int?
    do throws(RawError) {
      try beginMessage(isNested: isNested)
      var results: [ResultSet] = []
      for (position, text) in message.statements.enumerated() {
        index = position
        results.append(try runElement(text))
      }
      index = nil
      try endMessage(isNested: isNested)
      return .finished(results)
    } catch {
      return failure(error, at: index, of: message, isNested: isNested)
    }
  }

  private func beginMessage(isNested: Bool) throws(RawError) {
    if isNested {
      try own("SAVEPOINT tenantry_message")
    } else {
      // BEGIN IMMEDIATE locks every attached file for writing; only one of them will be written to.
      try own(attachedSchema == nil ? "BEGIN IMMEDIATE" : "BEGIN")
    }
  }

  private func runElement(_ text: String) throws(RawError) -> ResultSet {
    // An interrupt between two statements is forgotten by SQLite.
    if database.interrupt.isCancelled { throw RawError(code: .interrupted, message: "interrupted") }
    database.callbacks.refusesTransactionControl = true
    defer { database.callbacks.refusesTransactionControl = false }
    guard let statement = try database.prepare(text) else { return ResultSet(storage: SQLiteRows.none) }
    return try rows(of: statement)
  }

  private func endMessage(isNested: Bool) throws(RawError) {
    if database.interrupt.isCancelled { throw RawError(code: .interrupted, message: "interrupted") }
    try own(isNested ? "RELEASE tenantry_message" : "COMMIT")
  }

  private func failure(_ error: RawError, at index: Int?, of message: SQLMessage, isNested: Bool) -> SQLiteOutcome {
    note(error)
    let canWait = error.code.primary == .busy && (!isNested || (database.callbacks.wantedToWait && error.code != .busySnapshot))
    var translated = translated(error, in: index.map { message.statements[$0] })
    translated.statementIndex = index
    if index == nil, error.code == .constraintForeignKey {
      translated.detail = "A deferred foreign key was violated when the message was committed."
    }
    undoMessage(isNested: isNested)
    return canWait ? .busy(translated) : .failed(translated)
  }

  private func undoMessage(isNested: Bool) {
    guard isNested else { return rollBack() }
    guard !database.isAutocommit else { return loseTransaction() }
    do throws(RawError) {
      try own("ROLLBACK TO tenantry_message")
      try own("RELEASE tenantry_message")
    } catch {
      // What is left cannot be told from what was there before: all of it goes.
      rollBack()
      loseTransaction()
    }
  }
}
