import Names

/// Texts of the file inside of messages: escaped, without secrets, and short.
enum Shown {
  static func text(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard scalars.count > 80 else { return SecretRedaction.redacted(value: text).escapedForDisplay }
    let start = SecretRedaction.redacted(value: String(scalars.prefix(1000)))
    return (String(start.unicodeScalars.prefix(80)) + "…").escapedForDisplay
  }
}
