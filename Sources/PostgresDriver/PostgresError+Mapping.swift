import Database

extension DatabaseError {
  /// What the server reported.
  init(_ result: RawResult) {
    // A report without a message field was written by libpq itself.
    let own = result.errorMessage.split(separator: "\n").first.map(String.init) ?? "The server reported an error without a text."
    self.init(.server, result.errorField(.message) ?? own, sqlState: result.errorField(.state).map(SQLState.init))
    detail = result.errorField(.detail)
    hint = result.errorField(.hint)
    schema = result.errorField(.schema)
    table = result.errorField(.table)
    column = result.errorField(.column)
    constraint = result.errorField(.constraint)
  }

  /// The connection is gone.
  ///
  /// - Parameters:
  ///   - reason: What is known about it.
  ///   - mayHaveCommitted: True when work that was sent may have been committed.
  static func lost(_ reason: String, mayHaveCommitted: Bool, state: SQLState? = nil) -> DatabaseError {
    let reason = reason.split(separator: "\n").first.map(String.init) ?? "the server closed the connection"
    return mayHaveCommitted
      ? DatabaseError(
        .outcomeUnknown, "The connection broke before the server had answered: \(reason). Look whether the work was done.",
        sqlState: state)
      : DatabaseError(.connectionLost, "The connection broke: \(reason). Nothing was committed.", sqlState: state)
  }
}
