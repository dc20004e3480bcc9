extension DatabaseError {
  /// What has become of the work of a call that failed.
  public enum Outcome: String, Sendable, Hashable, CaseIterable {
    /// Nothing reached the database.
    case notSent
    /// The database has undone it, or will: inside a transaction that is the transaction's end.
    case rolledBack
    /// It may be done, wholly or in part: look before it is tried again.
    case outcomeUnknown
  }

  /// The same error with another outcome.
  public func having(_ outcome: Outcome) -> DatabaseError {
    var error = self
    error.outcome = outcome
    return error
  }
}

extension DatabaseError.Code {
  /// What has become of the work when the thrower says nothing else.
  var usualOutcome: DatabaseError.Outcome? {
    switch self {
    case .invalidValue: nil
    case .server, .commitFailed, .connectionLost, .cancelled: .rolledBack
    case .outcomeUnknown: .outcomeUnknown
    default: .notSent
    }
  }
}
