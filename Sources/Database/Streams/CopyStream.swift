/// The bytes of a `COPY … TO STDOUT`, piece by piece as they arrive.
///
/// It is read once, and inside the closure that it was made for. Pieces end between rows.
public final class CopyStream: AsyncSequence {
  /// A piece.
  public typealias Element = [UInt8]
  /// What goes wrong on the way.
  public typealias Failure = DatabaseError

  private var source: (any CopySource)?
  private var isAtEnd = false

  init(_ source: any CopySource) { self.source = source }

  /// The next bytes; nil after the last.
  ///
  /// - Throws: ``DatabaseError``, also when the stream is used outside of its closure.
  func nextChunk() async throws(DatabaseError) -> [UInt8]? {
    guard !isAtEnd else { return nil }
    guard let source else {
      throw DatabaseError(.invalidValue, "The stream has ended with its closure. Read the bytes inside of it.")
    }
    do throws(DatabaseError) {
      let chunk = try await source.nextChunk()
      if chunk == nil { isAtEnd = true }
      return chunk
    } catch {
      isAtEnd = true
      throw error
    }
  }

  /// Ends it: bytes that were not read are given up.
  func close() async {
    await source?.finish()
    source = nil
  }

  /// Reads piece by piece.
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(stream: self) }

  /// Reads piece by piece.
  public struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate let stream: CopyStream

    /// The next bytes; nil after the last.
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws(DatabaseError) -> [UInt8]? {
      try await stream.nextChunk()
    }
  }
}
