/// About how many relations a session has worked with: the server's process keeps a description of each of them until it ends.
///
/// Names that are written `"schema"."table"` are counted once each. A text without any counts as one relation, since it was written for
/// tables that it does not name in full. Texts that are prepared already are not looked at: they bring nothing new.
struct CatalogFootprint {
  /// Enough for any limit; a session that is never given back must not fill our memory instead of the server's.
  private static let maximum = 1 << 16

  private var seen: Set<Int> = []

  /// How many there are.
  var count: Int { seen.count }

  /// Looks at a text that is sent.
  mutating func note(_ text: String) {
    guard seen.count < Self.maximum else { return }
    var text = text
    let found = text.withUTF8 { bytes in unsafe Self.relations(in: bytes.span) }
    if found.isEmpty { seen.insert(text.hashValue) } else { seen.formUnion(found) }
  }

  private static let quote = UInt8(ascii: "\"")

  private static func relations(in text: Span<UInt8>) -> [Int] {
    var found: [Int] = []
    var index = 1
    while index + 1 < text.count {
      defer { index += 1 }
      guard text[index] == UInt8(ascii: "."), text[index - 1] == quote, text[index + 1] == quote else { continue }
      var (start, end) = (index - 2, index + 2)
      while start >= 0, text[start] != quote { start -= 1 }
      while end < text.count, text[end] != quote { end += 1 }
      var hasher = Hasher()
      for position in max(0, start)..<min(end, text.count) { hasher.combine(text[position]) }
      found.append(hasher.finalize())
    }
    return found
  }
}
