/// Bytes as PostgreSQL writes them: `\x00ff`.
package enum HexText {
  /// The bytes; nil for other text.
  package static func bytes(_ text: String) -> [UInt8]? {
    let digits = text.utf8
    guard digits.starts(with: "\\x".utf8), digits.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 2 - 1)
    var high: UInt8?
    for digit in digits.dropFirst(2) {
      guard let value = nibble(digit) else { return nil }
      if let first = high {
        bytes.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    return bytes
  }

  private static func nibble(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
