/// The name of a migration set: the name of the template that adds it, or `shared`.
public struct MigrationSetName: ValidatedName {
  /// The text, as it is written.
  public let text: String
  /// Wraps text that is known to be right.
  public init(unchecked text: String) { self.text = text }
  /// What a person calls this kind of name.
  public static let kind = "migration set"

  /// The set of the shared schema.
  public static let shared = MigrationSetName(unchecked: "shared")

  /// The set that a template adds to those of its base.
  public init(_ template: TemplateName) { text = template.text }

  /// The first rule that the text breaks, or nil.
  public static func violation(of text: String) -> NameViolation? { .ofWords(text, example: "standard") }
}
