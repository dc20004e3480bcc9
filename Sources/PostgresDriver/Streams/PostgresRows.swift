import Database

/// The rows of a statement while they arrive.
final class PostgresRows: RowSource {
  private let connection: PostgresConnection
  private let raw: RawConnection
  private let text: String
  private let batchSize: Int
  /// An answer that was taken and is not dealt with.
  private var pending: Pending
  private var isOver = false

  private enum Pending {
    case nothing
    /// Nil is the end of all answers.
    case answer(RawResult?)
  }

  init(_ connection: PostgresConnection, _ raw: RawConnection, _ text: String, first: RawResult?, batchSize: Int) {
    self.connection = connection
    self.raw = raw
    self.text = text
    self.batchSize = batchSize
    pending = .answer(first)
  }

  func nextBatch() async throws(DatabaseError) -> ResultSet? {
    guard !isOver else { return nil }
    do throws(DatabaseError) {
      try await connection.checkStream()
      let rows = try await arrivedRows()
      if !rows.isEmpty { return ResultSet(storage: RowBatch(rows)) }
      try await conclude()
    } catch {
      end()
      throw error
    }
    end()
    return nil
  }

  /// The rows that are there; at least one, for which it waits, unless there are no more.
  private func arrivedRows() async throws(DatabaseError) -> [RawResult] {
    var rows: [RawResult] = []
    while rows.count < batchSize {
      let result: RawResult?
      if case .answer(let taken) = pending {
        result = taken
        pending = .nothing
      } else {
        if !rows.isEmpty, raw.isBusy { break }
        result = try await connection.nextResult(raw, isBinary: true)
      }
      guard let result, result.status == .singleTuple else {
        // The rows before an error are handed out before it.
        pending = .answer(result)
        break
      }
      rows.append(result)
    }
    return rows
  }

  /// Reads to the end of the answer, and draws its conclusions.
  private func conclude() async throws(DatabaseError) {
    guard case .answer(let first) = pending else { return }
    let answers = try await connection.receive(raw, isBinary: true, after: first)
    _ = try connection.finish(answers, of: text)
  }

  func finish() async {
    guard !isOver else { return }
    pending = .nothing
    await connection.abandon(raw, readsOnly: StatementText(text).readsOnly)
    end()
  }

  private func end() {
    guard !isOver else { return }
    isOver = true
    connection.endStream()
  }
}
