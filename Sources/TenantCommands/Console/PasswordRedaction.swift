extension String {
  /// The text with `***` where a URL or a `key=value` list has a password.
  ///
  /// A last line of defence for text that others composed (a misspelt command line, an error of a library): our own messages
  /// hold no secrets in the first place.
  var redactingPasswords: String {
    let bytes = Array(utf8)
    guard bytes.contains(UInt8(ascii: "@")) || bytes.contains(UInt8(ascii: "=")) else { return self }
    return String(decoding: PasswordRedaction.redactingAssignments(PasswordRedaction.redactingURLs(bytes)), as: UTF8.self)
  }
}

/// Finds passwords in text.
///
/// It works on bytes: everything that it looks for is ASCII.
private enum PasswordRedaction {
  private static let mask = Array("***".utf8)
  private static let words = ["password", "passwd", "pwd", "passphrase", "secret", "token"].map { Array($0.utf8) }

  /// `scheme://user:password@host`: up to the last `@`, as passwords are written without escapes now and then.
  static func redactingURLs(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var rest = bytes[...]
    while let slashes = firstIndex(of: Array("://".utf8), in: rest) {
      let start = slashes + 3
      let end = rest[start...].firstIndex(where: isDelimiter) ?? rest.endIndex
      result += rest[..<start]
      if let at = rest[start..<end].lastIndex(of: UInt8(ascii: "@")),
        let colon = rest[start..<at].firstIndex(of: UInt8(ascii: ":"))
      {
        result += rest[start...colon] + mask
        result += rest[at..<end]
      } else {
        result += rest[start..<end]
      }
      rest = rest[end...]
    }
    return result + rest
  }

  /// `password=…`, in a query or a connection string; in the latter the value may be quoted.
  static func redactingAssignments(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var rest = bytes[...]
    while let equals = rest.firstIndex(of: UInt8(ascii: "=")) {
      result += rest[...equals]
      rest = rest[(equals + 1)...]
      guard words.contains(where: { endsWith($0, result.dropLast()) }) else { continue }
      let quote = UInt8(ascii: "'")
      let isQuoted = rest.first == quote
      let value = isQuoted ? rest.dropFirst() : rest
      let end = value.firstIndex { isQuoted ? $0 == quote : $0 == UInt8(ascii: "&") || isDelimiter($0) } ?? rest.endIndex
      guard end > value.startIndex else { continue }
      result += (isQuoted ? [quote] : []) + mask
      rest = rest[end...]
    }
    return result + rest
  }

  private static func isDelimiter(_ byte: UInt8) -> Bool { byte <= 0x20 || "\"'`<>,;)".utf8.contains(byte) }

  private static func firstIndex(of pattern: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    guard bytes.count >= pattern.count else { return nil }
    return (bytes.startIndex...(bytes.endIndex - pattern.count)).first { bytes[$0...].starts(with: pattern) }
  }

  private static func endsWith(_ word: [UInt8], _ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.suffix(word.count).elementsEqual(word) { $0 | 0x20 == $1 }
  }
}
