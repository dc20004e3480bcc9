/// How thoroughly a file's log is emptied.
public enum CheckpointMode: String, Sendable, Hashable {
  /// Moves what nobody reads any more, and waits for nobody.
  case passive = "PASSIVE"
  /// Waits for readers and writers, moves everything, and cuts the log to nothing.
  case truncate = "TRUNCATE"
}

/// What a checkpoint has done.
public struct CheckpointResult: Sendable, Hashable {
  /// How many pages there were in the log.
  public var pagesInLog: Int
  /// How many of them are in the file now.
  public var pagesMoved: Int

  /// True when everything is in the file.
  public var isComplete: Bool { pagesInLog == pagesMoved }
}
