/// The rows of one statement while they arrive, as a driver hands them out.
///
/// It belongs to the task that has its connection.
public protocol RowSource: AnyObject {
  /// The next rows, at least one; nil after the last.
  ///
  /// - Throws: ``DatabaseError``. Nothing follows.
  func nextBatch() async throws(DatabaseError) -> ResultSet?

  /// Ends it, wherever it is: the connection can be used again afterwards, or is closed.
  func finish() async
}

/// An answer that is there already, as a source: for engines that do not stream, and for statements that cannot be.
package final class WholeAnswer: RowSource {
  private var answer: ResultSet?

  package init(_ answer: ResultSet) { self.answer = answer.isEmpty ? nil : answer }

  package func nextBatch() async throws(DatabaseError) -> ResultSet? {
    defer { answer = nil }
    return answer
  }

  package func finish() async { answer = nil }
}
