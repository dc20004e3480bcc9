/// Changes of a text at places of the text as it was.
struct TextEdits {
  private let scalars: [Unicode.Scalar]
  private var edits: [(range: Range<Int>, text: String)] = []
  /// How lines end.
  let lineBreak: String

  init(_ bytes: [UInt8]) {
    let scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    let first = scalars.firstIndex(of: "\n")
    lineBreak = first.map { $0 > 0 && scalars[$0 - 1] == "\r" } == true ? "\r\n" : "\n"
    self.scalars = scalars
  }

  var count: Int { scalars.count }

  func character(at offset: Int) -> Unicode.Scalar? { scalars.indices.contains(offset) ? scalars[offset] : nil }

  /// The end of a place's line, before its break.
  func lineEnd(after offset: Int) -> Int {
    var end = offset
    while end < scalars.count, scalars[end] != "\n" { end += 1 }
    return end > offset && scalars[end - 1] == "\r" ? end - 1 : end
  }

  /// How far a place is indented, when nothing but blanks stands before it.
  func indentation(before offset: Int) -> Int? {
    var start = offset
    while start > 0, scalars[start - 1] == " " { start -= 1 }
    return start == 0 || scalars[start - 1] == "\n" ? offset - start : nil
  }

  /// The first place from here on that is neither blank, nor break, nor in a comment.
  func content(after offset: Int) -> Int {
    var place = offset
    while place < scalars.count {
      switch scalars[place] {
      case " ", "\t", "\r", "\n": place += 1
      case "#": place = lineEnd(after: place)
      default: return place
      }
    }
    return place
  }

  mutating func replace(_ range: Range<Int>, with text: String) { edits.append((range, text)) }

  mutating func insert(_ text: String, at offset: Int) { edits.append((offset..<offset, text)) }

  /// The text with all changes; those at one place in the order in which they were asked for.
  func result() -> [UInt8] {
    var result = String.UnicodeScalarView()
    var position = 0
    let ordered = edits.enumerated().sorted {
      ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
    }
    for (_, edit) in ordered {
      result.append(contentsOf: scalars[position..<max(position, edit.range.lowerBound)])
      result.append(contentsOf: edit.text.unicodeScalars)
      position = max(position, edit.range.upperBound)
    }
    result.append(contentsOf: scalars[position...])
    return Array(String(result).utf8)
  }
}
