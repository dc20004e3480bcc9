/// A transaction that failed for another reason than its work alone, with everything that went wrong.
///
/// When only the work failed and was rolled back, the work's own error is thrown, not this.
public struct TransactionError: Error, Sendable, CustomStringConvertible {
  /// Why it could not begin.
  public var begin: DatabaseError?
  /// What the work threw.
  public var body: (any Error)?
  /// Why it could not be rolled back.
  ///
  /// The connection is not used again; the server rolls back when it is closed.
  public var rollback: DatabaseError?
  /// Why it could not be committed.
  public var commit: DatabaseError?

  /// Makes an error.
  public init(
    begin: DatabaseError? = nil, body: (any Error)? = nil, rollback: DatabaseError? = nil, commit: DatabaseError? = nil
  ) {
    self.begin = begin
    self.body = body
    self.rollback = rollback
    self.commit = commit
  }

  /// True when the same transaction may succeed if it is tried again: it did not begin or was not committed, for a reason that
  /// passes.
  public var isRetryable: Bool { rollback == nil && body == nil && (begin ?? commit)?.isRetryable == true }

  /// What went wrong, in the order in which it happened.
  public var description: String {
    var parts: [String] = []
    if let begin { parts.append("The transaction could not begin: \(begin)") }
    if let body { parts.append("The work of the transaction failed: \(body)") }
    if let commit { parts.append("The transaction was not committed: \(commit)") }
    if let rollback { parts.append("It could not be rolled back: \(rollback)") }
    return parts.joined(separator: " ")
  }
}
