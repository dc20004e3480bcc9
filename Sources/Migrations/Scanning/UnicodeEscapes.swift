/// PostgreSQL's `U&"…"`: four hexadecimal digits after the escape character, or six after it and a plus sign.
enum UnicodeEscapes {
  static func decoded(_ bytes: [UInt8], escape: UInt8) -> String {
    var result = ""
    var plain: [UInt8] = []
    var index = 0
    while index < bytes.count {
      guard bytes[index] == escape else {
        plain.append(bytes[index])
        index += 1
        continue
      }
      let next = index + 1 < bytes.count ? bytes[index + 1] : 0
      let (first, count) = next == UInt8(ascii: "+") ? (index + 2, 6) : (index + 1, 4)
      if next == escape {
        plain.append(escape)
        index += 2
      } else if first + count <= bytes.count, let scalar = scalar(bytes[first..<first + count]) {
        result += String(decoding: plain, as: UTF8.self)
        plain = []
        result.unicodeScalars.append(scalar)
        index = first + count
      } else {
        plain.append(escape)
        index += 1
      }
    }
    return result + String(decoding: plain, as: UTF8.self)
  }

  private static func scalar(_ digits: ArraySlice<UInt8>) -> Unicode.Scalar? {
    UInt32(String(decoding: digits, as: UTF8.self), radix: 16).flatMap(Unicode.Scalar.init)
  }
}
