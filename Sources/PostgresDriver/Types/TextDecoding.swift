import SQL

/// How values are read from the text format, which answers to messages have.
///
/// Every reader returns nil for text that is not of its type.
enum TextDecoding {
  /// A number of any width.
  static func integer(_ text: String) -> Int64? { Int64(text) }

  /// A floating-point number; PostgreSQL writes as many digits as are needed to read the same one back.
  static func double(_ text: String) -> Double? { Double(text) }

  /// A truth value.
  static func bool(_ text: String) -> Bool? { text == "t" ? true : text == "f" ? false : nil }

  /// Bytes in the `hex` form, which is what the server writes unless `bytea_output` was changed.
  static func bytes(_ text: String) -> [UInt8]? {
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

  /// A moment in the ISO style: `2026-11-24 09:30:00.25+02`, perhaps with ` BC`.
  ///
  /// Without a zone it is taken as UTC.
  static func timestamp(_ text: String) -> Timestamp? {
    if text == "infinity" { return .infinity }
    if text == "-infinity" { return .negativeInfinity }
    var reader = DigitReader(text)
    guard let year = reader.number(), reader.skip("-"), let month = reader.number(), reader.skip("-"), let day = reader.number(),
      reader.skip(" "), let hour = reader.number(), reader.skip(":"), let minute = reader.number(), reader.skip(":"),
      let second = reader.number()
    else { return nil }
    let fraction = reader.skip(".") ? reader.fraction() : 0
    guard let fraction, let zone = reader.zone() else { return nil }
    let isBeforeChrist = reader.skip(" ") && reader.skip("B") && reader.skip("C")
    guard reader.isAtEnd else { return nil }
    let days = CivilDate(year: isBeforeChrist ? 1 - year : year, month: month, day: day).daysSinceEpoch
    let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - zone
    let (product, overflowed) = seconds.multipliedReportingOverflow(by: 1_000_000)
    let (sum, carried) = product.addingReportingOverflow(fraction)
    return overflowed || carried ? nil : Timestamp(microsecondsSinceEpoch: sum)
  }
}

/// Reads digits and separators from the front of a text.
private struct DigitReader {
  private var rest: Substring.UTF8View

  init(_ text: String) { rest = Substring(text).utf8 }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard let first = rest.first, UInt32(first) == character.value else { return false }
    rest.removeFirst()
    return true
  }

  mutating func number() -> Int64? {
    let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard !digits.isEmpty, digits.count <= 7 else { return nil }
    rest = rest.dropFirst(digits.count)
    return digits.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
  }

  /// What stands after the point, as microseconds.
  mutating func fraction() -> Int64? {
    let before = rest.count
    guard var number = number(), before - rest.count <= 6 else { return nil }
    for _ in (before - rest.count)..<6 { number *= 10 }
    return number
  }

  /// The offset from UTC in seconds: `+02`, `-03:30`, `+00:19:32`, or nothing.
  mutating func zone() -> Int64? {
    let sign: Int64
    if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return 0 }
    guard var total = number().map({ $0 * 3600 }) else { return nil }
    if skip(":") {
      guard let minutes = number() else { return nil }
      total += minutes * 60
    }
    if skip(":") {
      guard let seconds = number() else { return nil }
      total += seconds
    }
    return sign * total
  }
}
