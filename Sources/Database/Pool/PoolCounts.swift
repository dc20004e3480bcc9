/// Why a pool closed a connection.
public enum PoolCloseReason: String, Sendable, Hashable, CaseIterable {
  /// It broke in use, or could not be cleaned.
  case broken
  /// It was found dead when it was to be lent.
  case dead
  /// It was too old.
  case expired
  /// Nobody needed it.
  case idle
  /// It had touched too many relations.
  case worn
  /// The pool was shut down.
  case shutDown
}

/// What a pool has done since it was made, for metrics: the numbers only grow.
public struct PoolCounts: Sendable, Hashable {
  /// The connections that were made.
  public var opened = 0
  /// The attempts to make one that failed.
  public var failed = 0
  /// The connections that were closed, by the reason why.
  public var closed: [PoolCloseReason: Int] = [:]
  /// The leases.
  public var leases = 0
  /// The borrowers that had to wait.
  public var waits = 0
  /// How long those waited that were served.
  public var waited = Duration.zero
  /// The borrowers that were refused because too many waited.
  public var overflows = 0
  /// The borrowers that were refused because their wait could not have ended.
  public var deadlocks = 0
  /// The borrowers whose deadline passed while they waited.
  public var timeouts = 0

  /// Makes the counts of a new pool.
  public init() {}

  /// The connections that were closed, whatever the reason.
  public var closedInAll: Int { closed.values.reduce(0, +) }
}
