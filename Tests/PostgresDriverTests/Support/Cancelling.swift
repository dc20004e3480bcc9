import Database
import SQL
import Testing

@testable import PostgresDriver

/// Cancels a task in the middle of a statement, and sees whether its connection can be used again.
enum Cancelling {
  /// Runs work on a connection of its own, and cancels its task once the server says that a statement runs.
  ///
  /// - Parameter text: A part of the statement's text.
  /// - Returns: The error of the work, or that the connection cannot be used afterwards.
  static func error(
    of text: String, _ body: @escaping @Sendable (PostgresConnection) async throws(DatabaseError) -> Void
  ) async throws -> DatabaseError? {
    let marker = TestServer.uniqueName("cancelled")
    let configuration = try TestServer.configuration { $0.applicationName = marker }
    let task = Task { () throws(DatabaseError) -> DatabaseError? in
      let connection = try await PostgresConnection.connect(configuration, logger: .silent)
      do throws(DatabaseError) { try await body(connection) } catch {
        guard await connection.reset() else { return DatabaseError(.connectionLost, "The connection is gone.") }
        return error
      }
      return nil
    }
    try await TestServer.withObserver { (observer) async throws in
      let query =
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = $1 AND state = 'active' AND position($2 IN query) > 0"
      while try await observer.value(query, .text(marker), .text(text)) != .integer(1) { await Task.yield() }
    }
    task.cancel()
    return try await task.value
  }
}
