/// A lower-case host name that leads to a tenant: labels of letters, digits and inner hyphens, at most 253 bytes in all.
public struct DomainName: ValidatedName {
  /// The text, as it is written.
  public let text: String
  /// Wraps text that is known to be right.
  public init(unchecked text: String) { self.text = text }
  /// What a person calls this kind of name.
  public static let kind = "domain"

  /// The first rule that the text breaks, or nil.
  public static func violation(of text: String) -> NameViolation? {
    let hint = "Use a lower-case host name, for example \"acme.example.com\". International names go in their xn-- form."
    guard !text.isEmpty else { return NameViolation("is empty", hint: hint) }
    guard NamePattern.hasLength(text, atMost: 253) else { return NameViolation("is longer than 253 bytes", hint: hint) }
    let labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let hyphen = UInt8(ascii: "-")
    for label in labels {
      let isRight =
        (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen
        && label.allSatisfy { NamePattern.isLowerOrDigit($0) || $0 == hyphen }
      guard isRight else { return NameViolation("is not a lower-case host name", hint: hint) }
    }
    if let last = labels.last, last.allSatisfy(NamePattern.isDigit) {
      return NameViolation("looks like an address, not a host name", hint: hint)
    }
    return nil
  }
}
