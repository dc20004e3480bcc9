/// How far a backup is.
public struct BackupProgress: Sendable, Hashable {
  /// How many pages the file has.
  public var total: Int
  /// How many of them are still to be copied.
  public var remaining: Int
}
