/// The key of a tenant's label: `^[a-z][a-z0-9_.-]{0,62}$`.
public struct LabelKey: ValidatedName {
  /// The text, as it is written.
  public let text: String
  /// Wraps text that is known to be right.
  public init(unchecked text: String) { self.text = text }
  /// What a person calls this kind of name.
  public static let kind = "label key"

  /// The first rule that the text breaks, or nil.
  public static func violation(of text: String) -> NameViolation? {
    let hint = "Start with a lower-case letter, then letters, digits, \"_\", \".\" and \"-\", for example \"plan\"."
    guard let first = text.utf8.first else { return NameViolation("is empty", hint: hint) }
    guard NamePattern.hasLength(text, atMost: 63) else { return NameViolation("is longer than 63 bytes", hint: hint) }
    let allowed = [UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-")]
    guard NamePattern.isLower(first), text.utf8.allSatisfy({ NamePattern.isLowerOrDigit($0) || allowed.contains($0) }) else {
      return NameViolation("must match ^[a-z][a-z0-9_.-]{0,62}$", hint: hint)
    }
    return nil
  }
}

/// The value of a tenant's label: at most 256 printable scalars.
public struct LabelValue: ValidatedName {
  /// The text, as it is written.
  public let text: String
  /// Wraps text that is known to be right.
  public init(unchecked text: String) { self.text = text }
  /// What a person calls this kind of name.
  public static let kind = "label value"

  /// The first rule that the text breaks, or nil.
  public static func violation(of text: String) -> NameViolation? {
    guard text.unicodeScalars.count <= 256 else {
      return NameViolation("is longer than 256 characters", hint: "Keep the value short, and longer text elsewhere.")
    }
    guard text.unicodeScalars.allSatisfy(\.isPrintable) else {
      return NameViolation("holds a character that cannot be printed", hint: "Use printable characters only.")
    }
    return nil
  }
}
