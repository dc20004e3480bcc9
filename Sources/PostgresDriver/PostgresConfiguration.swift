public import Names

/// How connections to a PostgreSQL database are made.
///
/// What the location's ``PostgresConnectOptions`` say goes before what stands here.
public struct PostgresConfiguration: Sendable {
  /// What stands between us and the server.
  public enum Pooler: Sendable, Hashable {
    /// Nothing, or something that keeps a session for each connection.
    case none
    /// A pooler that gives our transactions to whichever session is free.
    ///
    /// Nothing is prepared by name. A statement is cancelled by a request alone; where the connection is encrypted, it is closed
    /// instead, because libpq cannot send the request in secret and no other session knows ours.
    case transaction
    /// Find out, with one more question for each server: the server's process has another number than the one that was announced.
    case detect
  }

  /// Where it is.
  public var location: PostgresLocation
  /// The way around a pooler, for what needs a session of its own; nil where there is none.
  public var directLocation: PostgresLocation?
  /// How long making a connection may take, from the first packet to the first answer, over all servers that are tried.
  public var connectTimeout: Duration
  /// How long a call may take unless the lease says otherwise; nil is for ever.
  ///
  /// The server's `statement_timeout` ends statements. This one also ends a call whose server does not answer any more.
  public var callLimit: Duration?
  /// How long the server is given to act on a cancellation before the connection is closed.
  public var cancelTimeout: Duration
  /// Whether the login is tied to the TLS session it goes over, so that nobody can stand in between.
  public var channelBinding: PostgresConnectOptions.ChannelBinding
  /// What stands between us and the server.
  public var pooler: Pooler
  /// How a peer that is gone is noticed.
  public var keepAlive: KeepAlive
  /// What the server lists us as; at most 63 bytes.
  public var applicationName: String
  /// How many prepared statements a connection keeps, least recently used first to go; 0 turns named statements off.
  public var statementCacheCapacity: Int
  /// The largest statement that is sent, in bytes: its text and all its values together; 64 MiB unless it is changed.
  ///
  /// More than ``largestMessageBytes`` is never sent, whatever is set here.
  public var maximumMessageBytes: Int
  /// What PostgreSQL takes at most in one message: 1 GiB less one byte.
  public static let largestMessageBytes = (1 << 30) - 1

  /// Makes a configuration.
  public init(
    location: PostgresLocation, directLocation: PostgresLocation? = nil, connectTimeout: Duration = .seconds(10),
    callLimit: Duration? = nil,
    cancelTimeout: Duration = .seconds(10), channelBinding: PostgresConnectOptions.ChannelBinding = .prefer,
    pooler: Pooler = .none, keepAlive: KeepAlive = KeepAlive(), applicationName: String = "tenantry",
    statementCacheCapacity: Int = 256, maximumMessageBytes: Int = 64 << 20
  ) {
    self.location = location
    self.directLocation = directLocation
    self.connectTimeout = connectTimeout
    self.callLimit = callLimit
    self.cancelTimeout = cancelTimeout
    self.channelBinding = channelBinding
    self.pooler = pooler
    self.keepAlive = keepAlive
    self.applicationName = applicationName
    self.statementCacheCapacity = statementCacheCapacity
    self.maximumMessageBytes = maximumMessageBytes
  }

  /// The same around the pooler; the same where no way around it is known.
  ///
  /// Whether it does lead around one is found out: a session's settings would reach other clients where it does not.
  var aroundPooler: PostgresConfiguration {
    guard let directLocation else { return self }
    var configuration = self
    (configuration.location, configuration.directLocation, configuration.pooler) = (directLocation, nil, .detect)
    return configuration
  }
}
