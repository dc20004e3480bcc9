/// The part of a source line around a column, as a terminal shows it, and where the caret stands below.
struct SourceExcerpt: Equatable {
  /// The line, or the part of it that fits, with `…` where something was cut off.
  let text: String
  /// How many blanks stand before the caret.
  let caretOffset: Int

  /// A scalar as it is shown.
  private struct Piece {
    var text: String
    var width: Int
  }

  private static let tabWidth = 4

  /// - Parameters:
  ///   - line: The line as it stands in the file; a line break at its end is not shown.
  ///   - column: The column in Unicode scalars, from 1. One past the end is the end of the line.
  ///   - width: How many columns there are, or nil for as many as it takes.
  init(line: String, column: Int, width: Int?) {
    let pieces = Self.pieces(of: line)
    let caret = min(max(column - 1, 0), pieces.count)
    let window = Self.window(of: pieces, around: caret, width: width.map { max($0, 3) })
    let lead = window.lowerBound > 0 ? "…" : ""
    let tail = window.upperBound < pieces.count ? "…" : ""
    text = lead + pieces[window].map(\.text).joined() + tail
    caretOffset = lead.count + pieces[window.lowerBound..<caret].reduce(0) { $0 + $1.width }
  }

  private static func pieces(of line: String) -> [Piece] {
    var pieces: [Piece] = []
    var offset = 0
    var scalars = Array(line.unicodeScalars)
    while scalars.last == "\n" || scalars.last == "\r" { scalars.removeLast() }
    // A byte order mark is not counted.
    if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
    for scalar in scalars {
      let width = scalar == "\t" ? tabWidth - offset % tabWidth : 0
      let text = scalar == "\t" ? String(repeating: " ", count: width) : scalar.escapedForTerminal
      let piece = Piece(text: text, width: scalar == "\t" ? width : text.displayWidth)
      pieces.append(piece)
      offset += piece.width
    }
    return pieces
  }

  /// Grows from the caret to both sides as long as the pieces, an ellipsis on each cut side and the caret itself fit.
  private static func window(of pieces: [Piece], around caret: Int, width: Int?) -> Range<Int> {
    let total = pieces.reduce(0) { $0 + $1.width } + (caret == pieces.count ? 1 : 0)
    guard let width, total > width else { return 0..<pieces.count }
    var lower = caret
    var upper = min(caret + 1, pieces.count)
    var used = caret < pieces.count ? pieces[caret].width : 1
    var grows = true
    while grows {
      grows = false
      if lower > 0, used + pieces[lower - 1].width + cuts(lower - 1, upper, pieces.count) <= width {
        lower -= 1
        used += pieces[lower].width
        grows = true
      }
      if upper < pieces.count, used + pieces[upper].width + cuts(lower, upper + 1, pieces.count) <= width {
        used += pieces[upper].width
        upper += 1
        grows = true
      }
    }
    return lower..<upper
  }

  private static func cuts(_ lower: Int, _ upper: Int, _ count: Int) -> Int { (lower > 0 ? 1 : 0) + (upper < count ? 1 : 0) }
}
