import Database
import SQL
import Testing

@testable import PostgresDriver

extension PostgresConnection {
  /// Runs a statement that is written as text.
  @discardableResult
  func run(_ text: String, _ binds: SQLValue...) async throws(DatabaseError) -> ResultSet {
    try await query(RenderedSQL(text: text, binds: binds))
  }

  /// The single value of a statement.
  func value(_ text: String, _ binds: SQLValue...) async throws -> SQLValue {
    let answer = try await query(RenderedSQL(text: text, binds: binds))
    return try #require(answer.first).value(0)
  }

  /// Runs something that must fail.
  func failure(
    sourceLocation: SourceLocation = #_sourceLocation, _ body: (PostgresConnection) async throws -> Void
  ) async -> DatabaseError? {
    await #expect(throws: DatabaseError.self, sourceLocation: sourceLocation) { try await body(self) }
  }
}
