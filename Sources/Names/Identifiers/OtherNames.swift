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
  public static func violation(of text: String) -> NameViolation? { wordsViolation(text, example: "eu-west") }
}

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
    return wordsViolation(text, example: "standard")
  }
}

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
  public static func violation(of text: String) -> NameViolation? { wordsViolation(text, example: "standard") }
}

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

private func wordsViolation(_ text: String, example: String) -> NameViolation? {
  let hint = "Use lower-case words, joined by single hyphens or underscores, for example \"\(example)\"."
  guard !text.isEmpty else { return NameViolation("is empty", hint: hint) }
  guard NamePattern.hasLength(text, atMost: 48) else {
    return NameViolation("is longer than 48 bytes", hint: "Choose a shorter name.")
  }
  guard NamePattern.isWords(text, separators: [UInt8(ascii: "-"), UInt8(ascii: "_")]) else {
    return NameViolation("must match ^[a-z][a-z0-9]*([-_][a-z0-9]+)*$", hint: hint)
  }
  return nil
}
