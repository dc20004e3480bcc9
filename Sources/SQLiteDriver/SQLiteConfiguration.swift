/// How a directory of SQLite files is worked with.
public struct SQLiteConfiguration: Sendable {
  /// The directory; it is created, readable by its owner only, when it is missing.
  public var directory: String
  /// How long a statement waits for another writer of the same file.
  public var busyTimeout: Duration
  /// How many prepared statements a connection keeps, least recently used first to go.
  public var statementCacheCapacity: Int

  /// Makes a configuration.
  public init(directory: String, busyTimeout: Duration = .seconds(5), statementCacheCapacity: Int = 256) {
    self.directory = directory
    self.busyTimeout = busyTimeout
    self.statementCacheCapacity = statementCacheCapacity
  }
}
