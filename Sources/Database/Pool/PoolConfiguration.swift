/// The limits of a pool.
public struct PoolConfiguration: Sendable, Hashable {
  /// How many connections there are at most, those being made and those being closed included; at least 1.
  public var maximumConnections: Int
  /// How many borrowers may wait.
  ///
  /// One more is refused at once, so that overload answers quickly.
  public var maximumWaiters: Int
  /// How long a borrower waits in the queue; nil means for ever.
  ///
  /// Making a connection has a limit of its own, in the driver.
  public var acquireDeadline: Duration?
  /// A connection that nobody used for this long is asked for a sign of life before it is lent.
  public var checkAfterIdle: Duration
  /// A connection that nobody used for this long is closed.
  public var idleLimit: Duration
  /// A connection that is older than this is closed when it comes back.
  public var lifetime: Duration

  /// Makes a configuration.
  public init(
    maximumConnections: Int = 8, maximumWaiters: Int = 1024, acquireDeadline: Duration? = .seconds(30),
    checkAfterIdle: Duration = .seconds(30), idleLimit: Duration = .seconds(600), lifetime: Duration = .seconds(3600)
  ) {
    self.maximumConnections = max(1, maximumConnections)
    self.maximumWaiters = max(0, maximumWaiters)
    self.acquireDeadline = acquireDeadline
    self.checkAfterIdle = checkAfterIdle
    self.idleLimit = idleLimit
    self.lifetime = lifetime
  }
}
