/// What a pool looks like at one moment, for metrics.
public struct PoolNumbers: Sendable, Hashable {
  /// The connections that exist: ``idle``, ``lent``, and those that are being closed.
  public var open: Int
  /// The connections that wait for a borrower.
  public var idle: Int
  /// The connections that are with a borrower.
  public var lent: Int
  /// The connections that are being made.
  public var connecting: Int
  /// The borrowers that wait.
  public var waiting: Int

  /// Makes the numbers of a pool.
  public init(open: Int = 0, idle: Int = 0, lent: Int = 0, connecting: Int = 0, waiting: Int = 0) {
    self.open = open
    self.idle = idle
    self.lent = lent
    self.connecting = connecting
    self.waiting = waiting
  }
}
