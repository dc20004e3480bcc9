import Names

/// The manifest's bytes, checked: what libyaml gets is UTF-8 without a byte order mark, and holds no character that could deceive
/// a reader.
///
/// Refused characters are reported and replaced, so that one run finds the other mistakes too.
struct ManifestText {
  /// The largest manifest.
  static let limit = 16 << 20

  /// The bytes as they were written, without the byte order mark.
  let original: [UInt8]
  /// The bytes for the parser.
  private(set) var clean: [UInt8]
  /// The lines (from 1) where something was replaced.
  private(set) var replacedLines: Set<Int> = []

  /// True when U+FFFD in ``clean`` may stand for a refused character.
  var hasReplacements: Bool { !replacedLines.isEmpty }

  /// Checks the bytes.
  init(_ bytes: [UInt8], findings: inout Findings) {
    original = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    clean = original
    guard !Self.isUTF16(bytes) else {
      findings.report(
        .malformed, "invalid-encoding", line: 1, column: 1, "the file is UTF-16", hint: "Save it as UTF-8.")
      clean = []
      return
    }
    var scan = CharacterScan(bytes: original)
    while let refusal = scan.next() {
      replacedLines.insert(refusal.line)
      findings.report(
        .malformed, refusal.code, line: refusal.line, column: refusal.column, refusal.message, hint: refusal.hint)
    }
    if let replaced = scan.takeReplaced() { clean = replaced }
  }

  /// True when a line (from 0) begins at or after the last byte: there is nothing on it to point to.
  func isEnd(line: Int) -> Bool {
    var breaks = 0
    for (offset, byte) in clean.enumerated() where byte == UInt8(ascii: "\n") {
      breaks += 1
      if breaks == line { return offset == clean.count - 1 }
    }
    return breaks < line
  }

  /// Makes comments of the directives before the document; they are reported.
  mutating func blankDirectives(findings: inout Findings) {
    var start = 0
    var line = 1
    while start < clean.count {
      let end = clean[start...].firstIndex(of: UInt8(ascii: "\n")) ?? clean.count
      let content = clean[start..<end].first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") && $0 != UInt8(ascii: "\r") }
      if clean[start] == UInt8(ascii: "%") {
        clean[start] = UInt8(ascii: "#")
        findings.report(
          .malformed, "directive", line: line, column: 1, "directives are refused", hint: "Remove the line.")
      } else if let content, content != UInt8(ascii: "#") {
        return
      }
      start = end + 1
      line += 1
    }
  }

  private static func isUTF16(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) }
}
