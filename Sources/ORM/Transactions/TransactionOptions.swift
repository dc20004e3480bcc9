public import Database

/// How a transaction is run.
public struct TransactionOptions: Sendable, Hashable {
  /// What it may do.
  public var mode: TransactionMode
  /// How far it is kept apart from others; nil for the server's default.
  public var isolation: IsolationLevel?
  /// Whether a serializable transaction that only reads waits at its start until nothing can fail it.
  public var isDeferrable: Bool
  /// How long it may take, from its beginning to its commit; nil for ever.
  public var limit: Duration?
  /// How many times it is run again when it could not be serialized with others, or was in a deadlock.
  public var retries: Int

  /// Says how a transaction is run.
  public init(
    mode: TransactionMode = .readWrite, isolation: IsolationLevel? = nil, isDeferrable: Bool = false, limit: Duration? = nil,
    retries: Int = 0
  ) {
    self.mode = mode
    self.isolation = isolation
    self.isDeferrable = isDeferrable
    self.limit = limit
    self.retries = retries
  }
}
