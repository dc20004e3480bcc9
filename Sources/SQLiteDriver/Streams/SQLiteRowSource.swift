import Database

/// The rows of a statement that runs on while they are read.
final class SQLiteRowSource: RowSource {
  private let connection: SQLiteConnection
  private let stream: UInt64
  private var first: ResultSet?
  private var isOver = false

  init(_ connection: SQLiteConnection, _ stream: UInt64, first: ResultSet?) {
    self.connection = connection
    self.stream = stream
    self.first = first
  }

  func nextBatch() async throws(DatabaseError) -> ResultSet? {
    guard !isOver else { return nil }
    if let first {
      self.first = nil
      return first
    }
    do throws(DatabaseError) {
      if let batch = try await connection.nextBatch(of: stream) { return batch }
    } catch {
      await finish()
      throw error
    }
    await finish()
    return nil
  }

  func finish() async {
    guard !isOver else { return }
    isOver = true
    first = nil
    connection.endStream(stream)
  }
}
