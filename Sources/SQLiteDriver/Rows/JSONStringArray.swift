/// Reads a JSON array of strings, strictly: what ``JSONText/array(_:)`` writes, and what SQLite's own JSON functions do.
struct JSONStringArray {
  private let scalars: [Unicode.Scalar]
  private var position = 0

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  /// The strings, or nil when the text is anything else.
  mutating func read() -> [String]? {
    var result: [String] = []
    skipBlanks()
    guard take("[") else { return nil }
    skipBlanks()
    if !take("]") {
      repeat {
        skipBlanks()
        guard let text = string() else { return nil }
        result.append(text)
        skipBlanks()
      } while take(",")
      guard take("]") else { return nil }
    }
    skipBlanks()
    return position == scalars.count ? result : nil
  }

  private mutating func string() -> String? {
    guard take("\"") else { return nil }
    var result = String.UnicodeScalarView()
    while let scalar = next() {
      switch scalar {
      case "\"": return String(result)
      case "\\":
        guard let escaped = escape() else { return nil }
        result.append(escaped)
      default:
        guard scalar.value >= 0x20 else { return nil }
        result.append(scalar)
      }
    }
    return nil
  }

  private mutating func escape() -> Unicode.Scalar? {
    switch next() {
    case "\"": return "\""
    case "\\": return "\\"
    case "/": return "/"
    case "b": return "\u{8}"
    case "f": return "\u{c}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "u": return codePoint()
    default: return nil
    }
  }

  private mutating func codePoint() -> Unicode.Scalar? {
    guard let unit = unit() else { return nil }
    guard (0xD800..<0xDC00).contains(unit) else { return Unicode.Scalar(unit) }
    guard take("\\"), take("u"), let low = self.unit(), (0xDC00..<0xE000).contains(low) else { return nil }
    return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
  }

  private mutating func unit() -> UInt32? {
    var result: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = next(), digit.isASCII, let value = Character(digit).hexDigitValue else { return nil }
      result = result << 4 + UInt32(value)
    }
    return result
  }

  private mutating func skipBlanks() {
    while position < scalars.count, [" ", "\t", "\n", "\r"].contains(scalars[position]) { position += 1 }
  }

  private mutating func next() -> Unicode.Scalar? {
    guard position < scalars.count else { return nil }
    defer { position += 1 }
    return scalars[position]
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard position < scalars.count, scalars[position] == scalar else { return false }
    position += 1
    return true
  }
}
