public import Names

/// How connections to a PostgreSQL database are made.
public struct PostgresConfiguration: Sendable {
  /// Where it is.
  public var location: PostgresLocation
  /// How long making a connection may take, from the first packet to the first answer.
  public var connectTimeout: Duration
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
    location: PostgresLocation, connectTimeout: Duration = .seconds(10), applicationName: String = "tenantry",
    statementCacheCapacity: Int = 256, maximumMessageBytes: Int = 64 << 20
  ) {
    self.location = location
    self.connectTimeout = connectTimeout
    self.applicationName = applicationName
    self.statementCacheCapacity = statementCacheCapacity
    self.maximumMessageBytes = maximumMessageBytes
  }
}
