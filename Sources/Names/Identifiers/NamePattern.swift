/// The small patterns that names are checked with, over bytes: a name is ASCII or it is refused.
enum NamePattern {
  static func isLower(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") }
  static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
  static func isLowerOrDigit(_ byte: UInt8) -> Bool { isLower(byte) || isDigit(byte) }

  /// The pattern `[a-z][a-z0-9]*([SEPARATORS][a-z0-9]+)*`.
  static func isWords(_ text: String, separators: [UInt8]) -> Bool {
    var previousWasSeparator = false
    for (offset, byte) in text.utf8.enumerated() {
      if offset == 0 {
        guard isLower(byte) else { return false }
      } else if separators.contains(byte) {
        guard !previousWasSeparator else { return false }
        previousWasSeparator = true
        continue
      } else {
        guard isLowerOrDigit(byte) else { return false }
      }
      previousWasSeparator = false
    }
    return !text.isEmpty && !previousWasSeparator
  }

  /// The pattern `[a-z_][a-z0-9_]*`.
  static func isPlainIdentifier(_ text: String) -> Bool {
    for (offset, byte) in text.utf8.enumerated() {
      let underscore = byte == UInt8(ascii: "_")
      guard isLower(byte) || underscore || (offset > 0 && isDigit(byte)) else { return false }
    }
    return !text.isEmpty
  }

  static func hasLength(_ text: String, atMost maximum: Int) -> Bool { text.utf8.count <= maximum }
}
