/// The name of a template in the manifest, and of the migration set that it adds.
public struct TemplateName: ValidatedName {
  /// The text, as it is written.
  public let text: String
  /// Wraps text that is known to be right.
  public init(unchecked text: String) { self.text = text }
  /// What a person calls this kind of name.
  public static let kind = "template name"

  /// The first rule that the text breaks, or nil.
  public static func violation(of text: String) -> NameViolation? {
    if text == MigrationSetName.shared.text {
      return NameViolation("is reserved for the shared migrations", hint: "Choose another name, for example \"standard\".")
    }
    return .ofWords(text, example: "standard")
  }
}
