import Names

/// Shows lines of the file below findings, without secrets.
struct SourceLines {
  /// Longer lines are not shown: a caret under them helps nobody.
  static let longest = 500

  private let bytes: [UInt8]
  /// Where each line starts.
  private let starts: [Int]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == 0x0A { starts.append(offset + 1) }
    self.starts = starts
  }

  /// The line, from 1, without its break; nil when there is no such line or it is too long to be shown.
  func shown(_ line: Int) -> String? {
    guard let text = text(line), text.unicodeScalars.count <= Self.longest else { return nil }
    if isInsideOfSecret(line, text) { return String(repeating: "*", count: text.unicodeScalars.count) }
    return SecretRedaction.redacted(line: text)
  }

  private func text(_ line: Int) -> String? {
    guard line >= 1, line <= starts.count else { return nil }
    var end = line < starts.count ? starts[line] - 1 : bytes.count
    let start = starts[line - 1]
    if end > start, bytes[end - 1] == 0x0D { end -= 1 }
    guard end - start <= Self.longest * 4 else { return nil }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// True for a line of a value that began above, after a key like `password:`.
  private func isInsideOfSecret(_ line: Int, _ text: String) -> Bool {
    let indentation = Self.indentation(of: text)
    var above = line - 1
    while above >= 1, line - above < 200 {
      guard let candidate = self.text(above) else { return false }
      let isBlank = candidate.utf8.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      if !isBlank, Self.indentation(of: candidate) < indentation || above == 1 {
        return SecretRedaction.opensSecret(candidate)
      }
      above -= 1
    }
    return false
  }

  private static func indentation(of text: String) -> Int { text.utf8.prefix { $0 == UInt8(ascii: " ") }.count }
}
