public import Database
public import SQL

extension PostgresConnection {
  /// How many bytes are queued before they are pushed out: beyond that only memory would be used.
  private static let pushThreshold = 1 << 18

  /// Runs several statements, each with binds of its own, in one round trip.
  ///
  /// Outside of a transaction they are one of their own: all of them, or none. Inside they are part of it, and it has failed when one
  /// of them has. What stands after a statement that fails is not run.
  ///
  /// - Returns: An answer for each statement, in their order.
  /// - Throws: ``DatabaseError`` with ``DatabaseError/statementIndex``.
  public func batch(_ statements: [RenderedSQL]) async throws(DatabaseError) -> [ResultSet] {
    guard !statements.isEmpty else { return [] }
    let parameters = try check(statements)
    try await settleSequences()
    let raw = try beginCall(isRollback: { false })
    let wasInTransaction = raw.isInTransaction
    work = .batch(statements, isInTransaction: wasInTransaction)
    defer { endCall() }
    var outcome = try await runBatch(statements, parameters, on: raw)
    // With as many answers as there are statements it is the commit that failed, and no plan.
    if let failure = outcome.failure, outcome.answers.count < statements.count,
      forgetPlan(of: statements[outcome.answers.count].text, after: failure), !wasInTransaction, !raw.isInTransaction,
      outcome.isUndone
    {
      outcome = try await runBatch(statements, parameters, on: raw)
    }
    return try finish(outcome, of: statements)
  }

  /// Checks all statements before the first one is queued.
  private func check(_ statements: [RenderedSQL]) throws(DatabaseError) -> [RawParameters] {
    var all: [RawParameters] = []
    all.reserveCapacity(statements.count)
    for (index, statement) in statements.enumerated() {
      do throws(DatabaseError) {
        let parameters = try RawParameters(statement.binds)
        let byteCount = statement.text.utf8.count + parameters.byteCount
        // Most batches repeat a text, which need not be looked at again.
        if index > 0, statements[index - 1].text == statement.text {
          try check(byteCount: byteCount)
        } else {
          try check(statement.text, byteCount: byteCount)
          // In a pipeline libpq has no way out of a copy.
          if StatementText(statement.text).isCopyWithClient { throw Self.copyError }
        }
        all.append(parameters)
      } catch {
        var error = error
        error.statementIndex = index
        throw error
      }
    }
    return all
  }

  /// What became of a batch.
  private struct BatchOutcome {
    var answers: [ResultSet] = []
    var failure: RawResult?

    /// True when nothing of what was done before the failure can have been committed.
    ///
    /// Only plain statements wait for the end of the batch; others may commit by themselves.
    var isUndone: Bool {
      answers.allSatisfy { answer in
        ["SELECT", "INSERT", "UPDATE", "DELETE", "MERGE"].contains { answer.commandTag.utf8.starts(with: $0.utf8) }
      }
    }
  }

  private func runBatch(
    _ batch: [RenderedSQL], _ parameters: [RawParameters], on raw: RawConnection
  ) async throws(DatabaseError) -> BatchOutcome {
    guard raw.enterPipeline() else { throw lost(raw) }
    // The statements that are prepared on the way, by their place.
    var preparations: [Int] = []
    var queued = 0
    for (index, statement) in batch.enumerated() {
      guard queue(statement, parameters[index], index, &preparations, on: raw) else { throw lost(raw) }
      queued += statement.text.utf8.count + parameters[index].byteCount
      if queued > Self.pushThreshold {
        queued = 0
        try await flush(raw)
      }
    }
    guard raw.sendSync() else { throw lost(raw) }
    try await flush(raw)
    let outcome = try await receiveBatch(raw, count: batch.count, &preparations)
    // What was to be prepared after the failure was not.
    for index in preparations { statements.forget(batch[index].text, isKnown: false) }
    guard raw.exitPipeline() else { throw lost(raw) }
    return outcome
  }

  private func queue(
    _ statement: RenderedSQL, _ parameters: RawParameters, _ index: Int, _ preparations: inout [Int],
    on raw: RawConnection
  ) -> Bool {
    switch statements.use(statement.text, statement.binds) {
    case .prepared(let name): return raw.send(prepared: name, parameters)
    case .unnamed:
      inspect(statement.text)
      return raw.send(statement.text, parameters)
    case .prepare(let name, let types):
      // It counts as prepared at once: the batch may use it again.
      statements.markPrepared(statement.text, name: name, types: types)
      preparations.append(index)
      return raw.sendPrepare(statement.text, name: name, types: types) && raw.send(prepared: name, parameters)
    }
  }

  /// Collects the answers, in the order in which the statements were queued.
  ///
  /// - Parameter preparations: In order; what the server has done is taken from the front.
  private func receiveBatch(
    _ raw: RawConnection, count: Int, _ preparations: inout [Int]
  ) async throws(DatabaseError) -> BatchOutcome {
    var outcome = BatchOutcome()
    outcome.answers.reserveCapacity(count)
    var prepared = 0
    while true {
      let next = raw.isBusy ? try await nextResult(raw, isBinary: true) : raw.nextResult(isBinary: true)
      guard let result = next else {
        guard raw.isGood else { throw lost(raw, report: outcome.failure) }
        continue
      }
      switch result.status {
      case .pipelineSync:
        preparations.removeFirst(prepared)
        deliverNotices()
        return outcome
      case .command where prepared < preparations.count && preparations[prepared] == outcome.answers.count: prepared += 1
      case .command, .tuples: outcome.answers.append(ResultSet(result))
      case .pipelineAborted: break
      case .copyIn, .copyOut, .copyBoth: throw lost(raw)
      default: if outcome.failure == nil { outcome.failure = result }
      }
      if result.status == .error, result.endsSession || !raw.isGood {
        throw lost(raw, report: result)
      }
    }
  }

  private func finish(_ outcome: BatchOutcome, of statements: [RenderedSQL]) throws(DatabaseError) -> [ResultSet] {
    var commitError: DatabaseError?
    for (index, answer) in outcome.answers.enumerated() {
      do throws(DatabaseError) { try note(answer, of: statements[index].text) } catch {
        var error = error
        error.statementIndex = index
        commitError = commitError ?? error
      }
    }
    if let failure = outcome.failure {
      var error = error(for: failure)
      // An error after the last answer is one of the commit: a constraint that is checked at the end.
      error.statementIndex = min(outcome.answers.count, statements.count - 1)
      error.scalarOffset = failure.errorField(.position).flatMap { Int($0) }.map { $0 - 1 }
      throw error
    }
    if let commitError { throw commitError }
    guard outcome.answers.count == statements.count else {
      throw DatabaseError(.invalidValue, "The server answered \(outcome.answers.count) of \(statements.count) statements.")
    }
    if let warningAsError { throw warningAsError }
    return outcome.answers
  }
}
