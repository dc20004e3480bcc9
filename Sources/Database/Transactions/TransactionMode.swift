/// What a transaction may do.
public enum TransactionMode: Sendable, Hashable, CaseIterable {
  /// Read and write. On SQLite it takes the write lock at its start, so that it cannot fail half way for want of it.
  case readWrite
  /// Read only: the database refuses to write.
  case readOnly
}

/// How far a transaction is kept apart from others.
///
/// SQLite's transactions are serializable, whatever is asked for.
public enum IsolationLevel: Sendable, Hashable, CaseIterable {
  /// Every statement sees what was committed when it began.
  case readCommitted
  /// All statements see what was committed when the first one began.
  case repeatableRead
  /// The outcome is as if transactions ran one after the other.
  case serializable
}
