public import Database
public import SQL

extension PostgresConnection {
  /// Runs a statement whose rows are handed out while they arrive.
  ///
  /// Until the source is finished the connection refuses every other call.
  public func openRows(of statement: RenderedSQL, batchSize: Int) async throws(DatabaseError) -> any RowSource {
    let parameters = try check(statement)
    try await settleSequences()
    let raw = try beginCall(isRollback: { false })
    let wasInTransaction = raw.isInTransaction
    work = .statement(statement.text, isInTransaction: wasInTransaction)
    do throws(DatabaseError) {
      var first = try await start(statement, parameters, on: raw)
      if let failure = first, failure.status == .error, forgetPlan(of: statement.text, after: failure), !wasInTransaction {
        _ = try await receive(raw, isBinary: true)
        first = try await start(statement, parameters, on: raw)
      }
      isStreaming = true
      return PostgresRows(self, raw, statement.text, first: first, batchSize: max(1, batchSize))
    } catch {
      endCall()
      throw error
    }
  }

  /// Sends a statement for its rows to come one by one.
  ///
  /// - Returns: The first answer.
  private func start(
    _ statement: RenderedSQL, _ parameters: RawParameters, on raw: RawConnection
  ) async throws(DatabaseError) -> RawResult? {
    let isQueued: Bool
    if case .prepared(let name) = statements.use(statement.text, statement.binds) {
      isQueued = raw.send(prepared: name, parameters)
    } else {
      inspect(statement.text)
      isQueued = raw.send(statement.text, parameters)
    }
    guard isQueued, raw.setSingleRowMode() else { throw lost(raw) }
    try await flush(raw)
    return try await nextResult(raw, isBinary: true)
  }
}
