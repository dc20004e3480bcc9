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
  private var columns: StreamColumns?

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
      try await connection.checkCall()
      if let rows = try await arrivedRows() { return ResultSet(storage: rows.finish()) }
      try await conclude()
    } catch {
      end()
      throw error
    }
    end()
    return nil
  }

  /// The rows that are there, at least one, for which it waits; nil when there are no more.
  private func arrivedRows() async throws(DatabaseError) -> RowCollector? {
    var rows: RowCollector?
    while rows?.count ?? 0 < batchSize {
      let result: RawResult?
      if case .answer(let taken) = pending {
        result = taken
        pending = .nothing
      } else {
        if rows != nil, raw.isBusy { break }
        result = try await connection.nextResult(raw, isBinary: true)
      }
      guard let result, result.status == .singleTuple else {
        // The rows before an error are handed out before it.
        pending = .answer(result)
        break
      }
      if rows == nil { rows = RowCollector(columns(of: result), capacity: batchSize) }
      rows?.append(result)
    }
    return rows
  }

  private func columns(of row: RawResult) -> StreamColumns {
    if let columns { return columns }
    let columns = StreamColumns(row)
    self.columns = columns
    return columns
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
