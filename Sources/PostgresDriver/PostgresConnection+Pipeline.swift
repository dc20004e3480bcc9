import Database
import SQL

extension PostgresConnection {
  /// Sends a statement together with what goes before it, in one round trip: what the session is to forget, each thing in a group of
  /// its own so that nothing of it touches the statement, then the preparation and the statement.
  func pipeline(
    _ statement: RenderedSQL, _ parameters: RawParameters, _ plan: StatementCache.Plan, on raw: RawConnection
  ) async throws(DatabaseError) -> Answers {
    guard raw.enterPipeline() else { throw lost(raw) }
    let none = try RawParameters([])
    var groups = 1
    var isQueued = true
    if raw.isIdle, sequences.isOwed {
      sequences.settle()
      isQueued = raw.send("DISCARD SEQUENCES", none) && raw.sendSync()
      groups += 1
    }
    for name in raw.isIdle ? statements.takeStale() : [] {
      isQueued = isQueued && raw.send("DEALLOCATE \(name)", none) && raw.sendSync()
      groups += 1
    }
    switch plan {
    case .unnamed:
      inspect(statement.text)
      isQueued = isQueued && raw.send(statement.text, parameters)
    case .prepared(let name): isQueued = isQueued && raw.send(prepared: name, parameters)
    case .prepare(let name, let types):
      isQueued = isQueued && raw.sendPrepare(statement.text, name: name, types: types) && raw.send(prepared: name, parameters)
    }
    guard isQueued, raw.sendSync() else { throw lost(raw) }
    try await flush(raw)
    let answers = try await receivePipeline(raw, groups: groups, statement.text, plan)
    guard raw.exitPipeline() else { throw lost(raw) }
    return answers
  }

  private func receivePipeline(
    _ raw: RawConnection, groups: Int, _ text: String, _ plan: StatementCache.Plan
  ) async throws(DatabaseError) -> Answers {
    var answers = Answers()
    var group = 1
    var isPreparing = plan.isPreparation
    while group <= groups {
      guard let result = try await nextResult(raw, isBinary: true) else {
        // The end of one statement's answers; the next one's follow, as long as the connection lives.
        guard raw.isGood else { throw lost(raw, report: answers.failure) }
        continue
      }
      switch result.status {
      case .pipelineSync: group += 1
      case _ where group < groups: break  // What became of a forgotten name is of no interest.
      case .command where isPreparing:
        isPreparing = false
        if case .prepare(let name, let types) = plan { statements.markPrepared(text, name: name, types: types) }
      case .command, .tuples: answers.append(result)
      case .pipelineAborted: break
      case .copyIn, .copyOut, .copyBoth: throw lost(raw)  // There is no way out of it.
      default: if answers.failure == nil { answers.failure = result }
      }
      if result.status == .error, result.endsSession || !raw.isGood {
        throw lost(raw, report: result)
      }
    }
    deliverNotices()
    return answers
  }
}
