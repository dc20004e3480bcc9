/// Makes the connections of a pool.
public protocol ConnectionFactory: Sendable {
  /// Makes a connection, in the borrower's own task. It limits the time itself, and stops when the task is cancelled.
  ///
  /// - Returns: A connection that nobody else has.
  func connect() async throws(DatabaseError) -> sending any DatabaseConnection
}
