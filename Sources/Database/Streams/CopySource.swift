/// The bytes that a `COPY … TO STDOUT` sends, as a driver hands them out.
///
/// It belongs to the task that has its connection.
public protocol CopySource: AnyObject {
  /// The next bytes, at least one; nil after the last.
  ///
  /// - Throws: ``DatabaseError``. Nothing follows.
  func nextChunk() async throws(DatabaseError) -> [UInt8]?

  /// Ends it, wherever it is: the connection can be used again afterwards, or is closed.
  func finish() async
}

/// What takes the bytes of a `COPY … FROM STDIN`.
///
/// It belongs to the task that has its connection, and is ended by one of ``end()`` and ``fail()``.
public protocol CopySink: AnyObject {
  /// Sends bytes; they may end anywhere in a row.
  func write(_ chunk: [UInt8]) async throws(DatabaseError)

  /// Ends the copy.
  ///
  /// - Returns: How many rows were copied.
  /// - Throws: ``DatabaseError``; then nothing was copied.
  func end() async throws(DatabaseError) -> Int

  /// Gives the copy up: nothing is copied.
  ///
  /// The connection can be used again afterwards, or is closed.
  func fail() async
}
