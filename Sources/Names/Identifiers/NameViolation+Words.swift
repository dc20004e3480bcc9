extension NameViolation {
  /// The first rule of names that are made of words that a text breaks, or nil.
  static func ofWords(_ text: String, example: String) -> NameViolation? {
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
}
