import Names

/// Turns byte offsets into lines and columns; in one pass when they are asked for in order.
struct LocationCursor {
  private let text: SourceText
  private var offset = 0
  private var line = 1
  private var column = 1

  init(_ text: SourceText) { self.text = text }

  /// The place of an offset.
  ///
  /// One before the last one starts over.
  mutating func location(at target: Int) -> SourceLocation {
    if target < offset { (offset, line, column) = (0, 1, 1) }
    let end = min(target, text.bytes.count)
    while offset < end {
      let byte = text.bytes[offset]
      if byte == ASCII.lineFeed {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
      offset += 1
    }
    return SourceLocation(file: text.file, line: line, column: column)
  }

  /// The line that an offset is on; nil when it is too long to be shown.
  func sourceLine(at target: Int) -> String? {
    let bytes = text.bytes
    var (start, end) = (min(target, bytes.count), min(target, bytes.count))
    while start > 0, bytes[start - 1] != ASCII.lineFeed {
      start -= 1
      if target - start > Self.longestLine { return nil }
    }
    while end < bytes.count, bytes[end] != ASCII.lineFeed {
      end += 1
      if end - start > Self.longestLine { return nil }
    }
    return text.string(start..<end)
  }

  private static let longestLine = 1000
}
