/// Reads a JSON array of plain values, strictly: what ``SQLValue/canonicalText`` writes for lists.
package struct JSONArrayReader {
  private let scalars: [Unicode.Scalar]
  private var position = 0

  private init(_ text: String) { scalars = Array(text.unicodeScalars) }

  /// The elements: texts, numbers, truth values and NULL.
  ///
  /// - Returns: nil when the text is anything else.
  package static func elements(of text: String) -> [SQLValue]? {
    var reader = JSONArrayReader(text)
    return reader.read()
  }

  private mutating func read() -> [SQLValue]? {
    var result: [SQLValue] = []
    skipBlanks()
    guard take("[") else { return nil }
    skipBlanks()
    if !take("]") {
      repeat {
        skipBlanks()
        guard let element = element() else { return nil }
        result.append(element)
        skipBlanks()
      } while take(",")
      guard take("]") else { return nil }
    }
    skipBlanks()
    return position == scalars.count ? result : nil
  }

  private mutating func element() -> SQLValue? {
    guard position < scalars.count else { return nil }
    if scalars[position] == "\"" { return string().map(SQLValue.text) }
    var word = String.UnicodeScalarView()
    while position < scalars.count, scalars[position].isASCII, !",] \t\n\r\"[{".unicodeScalars.contains(scalars[position]) {
      word.append(scalars[position])
      position += 1
    }
    switch String(word) {
    case "null": return .null
    case "true": return .bool(true)
    case "false": return .bool(false)
    case let number:
      // What Swift reads as a number and JSON does not: signs, words, hexadecimals.
      guard number.unicodeScalars.allSatisfy({ "0123456789+-.eE".unicodeScalars.contains($0) }), !number.hasPrefix("+") else {
        return nil
      }
      return Int64(number).map(SQLValue.integer) ?? Double(number).map(SQLValue.double)
    }
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
    case "\"": "\""
    case "\\": "\\"
    case "/": "/"
    case "b": "\u{8}"
    case "f": "\u{c}"
    case "n": "\n"
    case "r": "\r"
    case "t": "\t"
    case "u": codePoint()
    default: nil
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
