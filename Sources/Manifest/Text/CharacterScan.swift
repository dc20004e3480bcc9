import Names

/// Goes over bytes once and finds what is no UTF-8 and what no manifest may hold.
struct CharacterScan {
  /// A character that is refused, and where.
  struct Refusal {
    var line: Int
    var column: Int
    var code: String
    var message: String
    var hint: String
  }

  private let bytes: [UInt8]
  private var offset = 0
  private var line = 1
  private var column = 1
  /// The bytes so far with U+FFFD for each refused character; nil until there is one.
  private var replaced: [UInt8]?
  private var copiedUpTo = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// The next refused character.
  mutating func next() -> Refusal? {
    while offset < bytes.count {
      let byte = bytes[offset]
      switch byte {
      case 0x0A:
        line += 1
        column = 1
        offset += 1
      case 0x09, 0x20...0x7E:
        column += 1
        offset += 1
      case 0x0D:
        guard offset + 1 < bytes.count, bytes[offset + 1] == 0x0A else {
          return refuse(1, "refused-character", "holds a carriage return without a line feed", "End lines with a line feed.")
        }
        column += 1
        offset += 1
      default:
        if let refusal = checkScalar() { return refusal }
      }
    }
    return nil
  }

  /// The text with its replacements, or nil when there are none.
  mutating func takeReplaced() -> [UInt8]? {
    guard var result = replaced else { return nil }
    replaced = nil
    result.append(contentsOf: bytes[copiedUpTo...])
    return result
  }

  private mutating func checkScalar() -> Refusal? {
    guard let (scalar, length) = scalar(at: offset) else {
      var end = offset + 1
      while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
      return refuse(end - offset, "invalid-encoding", "holds bytes that are not UTF-8", "Save the file as UTF-8.")
    }
    guard let reason = scalar.refusalInText else {
      column += 1
      offset += length
      return nil
    }
    let name = "U+" + String(repeating: "0", count: max(0, 4 - hex(scalar).count)) + hex(scalar)
    return refuse(length, "refused-character", "holds \(reason) (\(name))", "Remove it.")
  }

  private func hex(_ scalar: Unicode.Scalar) -> String { String(scalar.value, radix: 16, uppercase: true) }

  private mutating func refuse(_ length: Int, _ code: String, _ problem: String, _ hint: String) -> Refusal {
    let refusal = Refusal(line: line, column: column, code: code, message: "the file \(problem)", hint: hint)
    if replaced == nil { replaced = [] }
    replaced?.append(contentsOf: bytes[copiedUpTo..<offset])
    replaced?.append(contentsOf: [0xEF, 0xBF, 0xBD])
    offset += length
    copiedUpTo = offset
    column += 1
    return refusal
  }

  private func scalar(at start: Int) -> (scalar: Unicode.Scalar, length: Int)? {
    let first = bytes[start]
    let length =
      switch first {
      case 0x00...0x7F: 1
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 0
      }
    guard length > 0, start + length <= bytes.count else { return nil }
    var value = length == 1 ? UInt32(first) : UInt32(first) & (0x7F >> UInt32(length))
    for byte in bytes[(start + 1)..<(start + length)] {
      guard byte & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    // Overlong forms: each length has a smallest value. Surrogates and what lies above U+10FFFF are no scalars.
    let smallest: [UInt32] = [0, 0, 0x80, 0x800, 0x10000]
    guard value >= smallest[length], let scalar = Unicode.Scalar(value) else { return nil }
    return (scalar, length)
  }
}
