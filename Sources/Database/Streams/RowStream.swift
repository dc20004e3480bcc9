/// The rows of a statement, one after the other as they arrive, in bounded memory.
///
/// It is read once, and inside the closure that it was made for. A row keeps the batch alive that it came with.
///
/// ```swift
/// try await connection.stream("SELECT id, body FROM \(notes)") { rows in
///   for try await row in rows { try await export(row.decode(1, as: String.self)) }
/// }
/// ```
public final class RowStream: AsyncSequence {
  /// A row.
  public typealias Element = Row
  /// What goes wrong on the way.
  public typealias Failure = DatabaseError

  private var source: (any RowSource)?
  private var isAtEnd = false

  init(_ source: any RowSource) { self.source = source }

  /// The next rows at once, as many as have arrived: the quickest way to read; nil after the last.
  ///
  /// - Throws: ``DatabaseError``, also when the stream is used outside of its closure.
  public func nextBatch() async throws(DatabaseError) -> ResultSet? {
    guard !isAtEnd else { return nil }
    guard let source else {
      throw DatabaseError(.invalidValue, "The stream has ended with its closure. Read the rows inside of it.")
    }
    do throws(DatabaseError) {
      let batch = try await source.nextBatch()
      if batch == nil { isAtEnd = true }
      return batch
    } catch {
      isAtEnd = true
      throw error
    }
  }

  /// Ends it: rows that were not read are given up.
  func close() async {
    await source?.finish()
    source = nil
  }

  /// Reads row by row.
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(stream: self) }

  /// Reads row by row.
  public struct AsyncIterator: AsyncIteratorProtocol {
    private let stream: RowStream
    private var batch: ResultSet?
    private var position = 0

    init(stream: RowStream) { self.stream = stream }

    /// The next row; nil after the last.
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws(DatabaseError) -> Row? {
      while true {
        if let batch, position < batch.endIndex {
          defer { position += 1 }
          return batch[position]
        }
        batch = try await stream.nextBatch()
        position = 0
        if batch == nil { return nil }
      }
    }
  }
}
