/// How a directory of SQLite files is worked with.
public struct SQLiteConfiguration: Sendable {
  /// What a commit survives.
  public enum Durability: String, Sendable, Hashable, CaseIterable {
    /// A loss of power: the disk has the commit before it is reported. The default, since a migration that was reported as
    /// done must be done.
    case full
    /// The end of the process. A loss of power may take the last commits back, in their order and whole.
    case normal
  }

  /// The directory; it is created, readable by its owner only, when it is missing.
  public var directory: String
  /// How long a statement waits for another writer of the same file.
  public var busyTimeout: Duration
  /// How many prepared statements a connection keeps, least recently used first to go.
  public var statementCacheCapacity: Int
  /// How many connections are open at a time; who wants one more waits.
  public var connectionLimit: Int
  /// What a commit survives.
  public var durability: Durability

  /// Makes a configuration.
  public init(
    directory: String, busyTimeout: Duration = .seconds(5), statementCacheCapacity: Int = 256, connectionLimit: Int = 16,
    durability: Durability = .full
  ) {
    self.directory = directory
    self.busyTimeout = busyTimeout
    self.statementCacheCapacity = statementCacheCapacity
    self.connectionLimit = connectionLimit
    self.durability = durability
  }
}
