/// The limits of a pool.
public struct PoolConfiguration: Sendable, Hashable {
  /// How many connections there are at most, those being made and those being closed included; at least 1.
  public var maximumConnections: Int
  /// How many connections the idle limit leaves open.
  ///
  /// The pool does not make connections to have so many.
  public var minimumConnections: Int
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
  /// A connection that nobody used for this long is closed, unless it is one of the ``minimumConnections``.
  public var idleLimit: Duration
  /// A connection that is older than this is not lent any more.
  public var lifetime: Duration
  /// By which part of ``lifetime`` a connection may end earlier, from 0 to 1: connections that were made together must not all be
  /// made anew together.
  public var lifetimeJitter: Double
  /// A connection that touched more relations than this is closed when it comes back; nil means never.
  ///
  /// A server's session keeps what it learned about every table for as long as it lives, so that one that served thousands of
  /// schemas is large.
  public var relationLimit: Int?

  /// Makes a configuration.
  public init(
    maximumConnections: Int = 8, minimumConnections: Int = 0, maximumWaiters: Int = 1024,
    acquireDeadline: Duration? = .seconds(30), checkAfterIdle: Duration = .seconds(30), idleLimit: Duration = .seconds(600),
    lifetime: Duration = .seconds(3600), lifetimeJitter: Double = 0.1, relationLimit: Int? = 10_000
  ) {
    self.maximumConnections = max(1, maximumConnections)
    self.minimumConnections = min(max(0, minimumConnections), self.maximumConnections)
    self.maximumWaiters = max(0, maximumWaiters)
    self.acquireDeadline = acquireDeadline
    self.checkAfterIdle = checkAfterIdle
    self.idleLimit = idleLimit
    self.lifetime = lifetime
    self.lifetimeJitter = min(max(0, lifetimeJitter), 1)
    self.relationLimit = relationLimit
  }
}
