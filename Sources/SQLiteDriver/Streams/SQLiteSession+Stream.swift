import Database

extension SQLiteSession {
  /// Begins to run a statement, and reads its first rows.
  ///
  /// There is no ``stream`` afterwards when the statement is one that changes something: its rows are handed out when its changes are
  /// in the file, and not before.
  ///
  /// - Returns: The first rows; nothing when there are none.
  func openStream(_ call: SQLiteCall, batchSize: Int) -> SQLiteOutcome {
    if let refused = answerMessageInLostTransaction() { return refused }
    let isInTransaction = isInTransaction
    database.callbacks.beginStatement(isInline: false)
    do throws(RawError) {
      guard let statement = try cachedStatement(call.text), statement.isReadOnly, statement.columnCount > 0,
        StatementKeyword(call.text) != .pragma
      else { return .finished([]) }
      streamCount += 1
      stream = SQLiteStream(
        number: streamCount, statement: statement, text: call.text, batchSize: max(1, batchSize), isInTransaction: isInTransaction
      )
      try statement.bind(call.values)
    } catch {
      endStream()
      return failure(error, in: call.text, wasInTransaction: isInTransaction)
    }
    return readBatch()
  }

  /// Reads on.
  ///
  /// - Returns: The next rows; nothing after the last.
  func nextBatch(of number: UInt64) -> SQLiteOutcome {
    guard stream?.number == number else {
      return .failed(DatabaseError(.invalidValue, "The stream has ended with its lease. Read the rows inside of it."))
    }
    // What is stopped in the middle of its rows cannot be begun again.
    let outcome = readBatch()
    if case .busy(let error) = outcome { return .failed(error) }
    return outcome
  }

  /// Reads until a batch is full; the rows before an error are handed out before it.
  private func readBatch() -> SQLiteOutcome {
    guard let present = stream else { return .finished([]) }
    switch present.progress {
    case .atEnd: return .finished([])
    case .failed(let error): return failed(error, present)
    case .running: break
    }
    database.callbacks.beginStatement(isInline: false)
    var buffer = RowBuffer()
    do throws(RawError) {
      while buffer.rowCount < present.batchSize, buffer.bytes.count < SQLiteStream.bytesPerBatch {
        guard try present.statement.step() else {
          stream?.progress = .atEnd
          break
        }
        try present.statement.copyRow(to: &buffer)
      }
    } catch {
      guard buffer.rowCount > 0 else { return failed(error, present) }
      stream?.progress = .failed(error)
    }
    return .finished(
      buffer.rowCount == 0 ? [] : [ResultSet(storage: SQLiteRows(columns: present.statement.columns, rows: buffer))])
  }

  private func failed(_ error: RawError, _ stream: SQLiteStream) -> SQLiteOutcome {
    endStream()
    return failure(error, in: stream.text, wasInTransaction: stream.isInTransaction)
  }

  /// Ends a stream, wherever it is.
  func endStream(_ number: UInt64? = nil) {
    guard let stream, number == nil || stream.number == number else { return }
    stream.statement.reset()
    self.stream = nil
  }
}
