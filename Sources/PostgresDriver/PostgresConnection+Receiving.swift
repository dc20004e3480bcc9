import Database

extension PostgresConnection {
  /// The answers to what was sent.
  struct Answers {
    /// The last answer before the first error.
    private(set) var last: RawResult?
    private var earlier: [RawResult] = []
    /// The first error.
    var failure: RawResult?
    /// The server wanted to copy from or to us.
    var wantedCopy = false

    /// The answers before the first error, in order.
    var results: [RawResult] { earlier + (last.map { [$0] } ?? []) }

    mutating func append(_ result: RawResult) {
      // Nearly always there is one, and no list is made.
      if let last { earlier.append(last) }
      last = result
    }
  }

  /// The next answer, as soon as it is there.
  func nextResult(_ raw: RawConnection, isBinary: Bool) async throws(DatabaseError) -> RawResult? {
    while raw.isBusy {
      try await waitToRead(raw)
      // The server's last words may have been read together with the end of the line: libpq hands them over as a result.
      guard raw.consumeInput() else { break }
    }
    return raw.nextResult(isBinary: isBinary)
  }

  /// All answers to one statement or message.
  ///
  /// - Parameter first: One that was taken already.
  func receive(_ raw: RawConnection, isBinary: Bool, after first: RawResult? = nil) async throws(DatabaseError) -> Answers {
    var answers = Answers()
    var next = first
    if next == nil { next = try await nextResult(raw, isBinary: isBinary) }
    while let result = next {
      switch result.status {
      case .singleTuple: break  // A row of a stream that nobody wants any more.
      case .command, .tuples: if answers.failure == nil { answers.append(result) }
      case .copyIn, .copyOut, .copyBoth:
        answers.wantedCopy = true
        try await endCopy(raw, result.status)
      default: if answers.failure == nil { answers.failure = result }
      }
      next = try await nextResult(raw, isBinary: isBinary)
    }
    if let failure = answers.failure, failure.endsSession || !raw.isGood {
      throw lost(raw, report: failure)
    }
    guard raw.isGood else { throw lost(raw) }
    deliverNotices()
    return answers
  }

  /// Ends a copy without taking part in it.
  private func endCopy(_ raw: RawConnection, _ status: RawResult.Status) async throws(DatabaseError) {
    switch status {
    case .copyIn:
      while !raw.refuseCopyIn() {
        guard raw.isGood else { throw lost(raw) }
        try await flush(raw)
      }
      try await flush(raw)
    case .copyOut:
      while true {
        switch raw.discardCopyOut() {
        case .data: continue
        case .done: return
        case .wait:
          try await waitToRead(raw)
          guard raw.consumeInput() else { throw lost(raw) }
        }
      }
    default:
      // Replication: there is no way back to statements.
      throw lost(raw)
    }
  }

  /// The error to throw for what the server reported, after a cancellation of ours perhaps.
  func error(for failure: RawResult) -> DatabaseError {
    // What a failed statement has drawn stays drawn.
    sequences.noteUse()
    var error = DatabaseError(failure)
    if case .statement(let text, isInTransaction: false) = work, StatementText(text).commitsOnItsWay {
      error.outcome = .outcomeUnknown
    }
    guard didRequestCancel, error.sqlState == .queryCanceled else { return error }
    guard !didTimeOut else {
      var late = timedOut("The statement was cancelled.")
      late.sqlState = error.sqlState
      return late
    }
    return DatabaseError(.cancelled, "The task was cancelled, and the statement with it.", sqlState: error.sqlState)
  }
}

extension RawResult {
  /// True for a report after which the session cannot be used: the server's last words, or libpq's own when it does not understand
  /// what it was sent.
  var endsSession: Bool { [nil, "FATAL", "PANIC"].contains(errorField(.severity)) }
}
