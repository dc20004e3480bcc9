/// What an instance is told from outside.
public struct Settings: Sendable, Hashable {
  /// Whether each statement is logged, without its values.
  public var logsStatements = false
  /// Whether a transaction on SQLite may write several files; a crash may then keep what was written to one of them only.
  public var allowsSeveralWrittenFiles = false

  /// Makes the default settings.
  public init() {}
}
