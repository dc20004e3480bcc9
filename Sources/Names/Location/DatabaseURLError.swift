/// What is wrong with the URL of a database.
///
/// It never holds text of the URL that could be part of a password.
public struct DatabaseURLError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A stable word for scripts: "unknown-scheme", "unknown-parameter".
  public var code: String
  /// What is wrong, as the end of a sentence: "has no path".
  public var reason: String
  /// What to write in its place, as a sentence.
  public var hint: String

  /// Makes an error.
  public init(_ code: String, _ reason: String, hint: String) {
    self.code = code
    self.reason = reason
    self.hint = hint
  }

  /// What is wrong and what to write in its place.
  public var description: String { "The database URL \(reason). \(hint)" }
}
