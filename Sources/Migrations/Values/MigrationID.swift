public import Names

/// The name of a migration: digits (a number or a timestamp), an underscore, then words.
public struct MigrationID: ValidatedName {
  /// The name, as it is written.
  public let text: String
  /// Wraps text that is known to be right.
  public init(unchecked text: String) { self.text = text }
  /// What a person calls it.
  public static let kind = "migration"

  /// The digits at the start, without leading zeros: they decide the order.
  public var number: Substring {
    let digits = text.prefix { $0.isASCII && $0.isNumber }.drop { $0 == "0" }
    return digits.isEmpty ? "0" : digits
  }

  /// The first rule that the text breaks, or nil.
  public static func violation(of text: String) -> NameViolation? {
    let hint = "Name it NNNN_words.sql, for example \"0007_add_invoices.sql\"."
    let bytes = Array(text.utf8)
    let digits = bytes.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard (1...20).contains(digits.count) else { return NameViolation("does not start with 1 to 20 digits", hint: hint) }
    let rest = bytes.dropFirst(digits.count)
    guard rest.first == UInt8(ascii: "_"), rest.count > 1, bytes.count <= 128 else {
      return NameViolation("has no words after its number, or is longer than 128 bytes", hint: hint)
    }
    let isRight = rest.allSatisfy { byte in
      byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }
    return isRight ? nil : NameViolation("may hold lower-case letters, digits, \"_\" and \"-\" only", hint: hint)
  }
}
