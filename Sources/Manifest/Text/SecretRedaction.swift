/// Covers what looks like a secret in a text that is about to be shown.
///
/// It works on text, not on the parsed tree, because a file that cannot be parsed is shown too; and it rather covers too much.
/// Scalars are replaced one by one, so that a caret below the text still points to the right place.
enum SecretRedaction {
  /// A line of the file: passwords in URLs, and the values of keys that sound like secrets.
  static func redacted(line: String) -> String {
    var scalars = Array(line.unicodeScalars)
    coverURLs(&scalars)
    coverValues(&scalars)
    return text(scalars)
  }

  /// A single value or key: passwords in URLs.
  static func redacted(value: String) -> String {
    var scalars = Array(value.unicodeScalars)
    coverURLs(&scalars)
    return text(scalars)
  }

  /// True when the line ends with a key that sounds like a secret, so that its value follows below.
  static func opensSecret(_ line: String) -> Bool {
    let scalars = Array(line.unicodeScalars)
    return secretKeys(in: scalars).contains { end in
      scalars[end...].allSatisfy { " \t|>+-0123456789'\"".unicodeScalars.contains($0) }
    }
  }

  // MARK: - URLs

  private static func coverURLs(_ scalars: inout [Unicode.Scalar]) {
    var start = 0
    while let separator = find("://", in: scalars, from: start) {
      let authority = separator + 3
      // Up to the last "@" of the line: a password may hold anything, quotes and spaces too.
      let at = scalars[authority...].lastIndex(of: "@")
      let next = scalars[authority...].firstIndex(where: isEndOfWord) ?? scalars.count
      if let at, let colon = scalars[authority..<at].firstIndex(of: ":") {
        cover(&scalars, colon + 1..<at)
      } else if let colon = scalars[authority..<next].firstIndex(of: ":") {
        // Without an "@" it is a port, unless it is half a password.
        let end = scalars[colon..<next].firstIndex { $0 == "/" || $0 == "?" } ?? next
        if !scalars[(colon + 1)..<end].allSatisfy({ ("0"..."9").contains($0) || $0 == ":" || $0 == "]" }) {
          cover(&scalars, colon + 1..<next)
        }
      }
      coverParameters(&scalars, from: authority)
      start = authority
    }
  }

  /// Covers the values of a URL's parameters, but for the harmless ones: a name may be misspelt, or be part of a password.
  private static func coverParameters(_ scalars: inout [Unicode.Scalar], from authority: Int) {
    guard var start = scalars[authority...].firstIndex(of: "?").map({ $0 + 1 }) else { return }
    let end = scalars[start...].firstIndex(where: isEndOfWord) ?? scalars.count
    while start < end {
      let next = scalars[start..<end].firstIndex(of: "&") ?? end
      let equals = scalars[start..<next].firstIndex(of: "=") ?? start - 1
      let isHarmless = ["sslmode", "host", "port", "user", "dbname", "sslrootcert"].contains(
        text(scalars[start..<max(start, equals)]))
      if !isHarmless { cover(&scalars, equals + 1..<next) }
      start = next + 1
    }
  }

  private static func isEndOfWord(_ scalar: Unicode.Scalar) -> Bool { " \t,\"'{}".unicodeScalars.contains(scalar) }

  // MARK: - Keys

  private static let words = ["pass", "pwd", "secret", "token", "credential", "apikey", "api_key", "private"]

  private static func coverValues(_ scalars: inout [Unicode.Scalar]) {
    for end in secretKeys(in: scalars) {
      guard let value = scalars[end...].firstIndex(where: { $0 != " " && $0 != "\t" }) else { continue }
      cover(&scalars, value..<scalars.count)
      return
    }
  }

  /// The offsets behind the colon of every key that sounds like a secret.
  ///
  /// `password_env` names a variable; its value is covered unless it looks like one.
  private static func secretKeys(in scalars: [Unicode.Scalar]) -> [Int] {
    var result: [Int] = []
    for colon in scalars.indices where scalars[colon] == ":" {
      let key = key(before: colon, in: scalars)
      guard words.contains(where: { key.contains($0) }) else { continue }
      if key == "password_env" {
        let value = scalars[(colon + 1)...].drop { " \t\"'".unicodeScalars.contains($0) }
        let name = value.prefix { !" \t\"',}".unicodeScalars.contains($0) }
        if name.isEmpty || isVariableName(name) { continue }
      }
      result.append(colon + 1)
    }
    return result
  }

  private static func key(before colon: Int, in scalars: [Unicode.Scalar]) -> String {
    var end = colon
    while end > 0, " \t\"'".unicodeScalars.contains(scalars[end - 1]) { end -= 1 }
    var start = end
    while start > 0, !" \t\"'{,[?:".unicodeScalars.contains(scalars[start - 1]) { start -= 1 }
    return text(scalars[start..<end]).lowercased()
  }

  /// True for what people call a variable: capitals, digits and underscores.
  static func isVariableName(_ scalars: some Collection<Unicode.Scalar>) -> Bool {
    guard let first = scalars.first, first == "_" || ("A"..."Z").contains(first) else { return false }
    return scalars.allSatisfy { ("A"..."Z").contains($0) || ("0"..."9").contains($0) || $0 == "_" }
  }

  // MARK: - Scalars

  private static func cover(_ scalars: inout [Unicode.Scalar], _ range: Range<Int>) {
    for offset in range { scalars[offset] = "*" }
  }

  private static func find(_ text: String, in scalars: [Unicode.Scalar], from start: Int) -> Int? {
    let wanted = Array(text.unicodeScalars)
    guard scalars.count >= wanted.count, start <= scalars.count - wanted.count else { return nil }
    return (start...(scalars.count - wanted.count)).first { offset in
      wanted.indices.allSatisfy { lowercase(scalars[offset + $0]) == wanted[$0] }
    }
  }

  private static func lowercase(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    guard ("A"..."Z").contains(scalar) else { return scalar }
    return Unicode.Scalar(UInt8(scalar.value) | 0x20)
  }

  private static func text(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}
