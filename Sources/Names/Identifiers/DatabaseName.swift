/// The name of a database in the manifest: `^[a-z][a-z0-9]*([-_][a-z0-9]+)*$`, at most 48 bytes.
public struct DatabaseName: ValidatedName {
  /// The text, as it is written.
  public let text: String
  /// Wraps text that is known to be right.
  public init(unchecked text: String) { self.text = text }
  /// What a person calls this kind of name.
  public static let kind = "database name"

  /// The database that `--database` and the default settings name.
  public static let main = DatabaseName(unchecked: "main")

  /// The first rule that the text breaks, or nil.
  public static func violation(of text: String) -> NameViolation? { .ofWords(text, example: "eu-west") }
}
