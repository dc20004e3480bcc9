/// The name of a PostgreSQL extension: lower-case letters, digits, `_` and `-`, at most 63 bytes.
public struct ExtensionName: ValidatedName {
  /// The text, as it is written.
  public let text: String
  /// Wraps text that is known to be right.
  public init(unchecked text: String) { self.text = text }
  /// What a person calls this kind of name.
  public static let kind = "extension name"

  /// The first rule that the text breaks, or nil.
  public static func violation(of text: String) -> NameViolation? {
    let hint = "Use the name that pg_available_extensions lists, for example \"citext\"."
    guard NamePattern.hasLength(text, atMost: 63) else { return NameViolation("is longer than 63 bytes", hint: hint) }
    let separators = [UInt8(ascii: "-"), UInt8(ascii: "_")]
    return NamePattern.isWords(text, separators: separators) ? nil : NameViolation("is no extension name", hint: hint)
  }
}
