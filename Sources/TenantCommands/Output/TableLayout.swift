/// Decides how wide the columns of a table are.
struct TableLayout {
  /// The blanks between two columns.
  static let gap = 2
  /// A column keeps at least this much.
  private static let comfortable = 8

  private let importances: [Int]
  private let natural: [Int]
  /// What a column keeps as long as another one has more: its header, and a few characters.
  private let floors: [Int]
  /// The longest word of a column whose cells are wrapped.
  private let words: [Int]

  init(columns: [TextTable.Column], lines: [[TextTable.Cell]]) {
    importances = columns.map(\.importance)
    natural = columns.indices.map { index in lines.reduce(0) { max($0, $1[index].text.displayWidth) } }
    floors = columns.map { max(Self.comfortable, $0.header.displayWidth) }
    words = columns.indices.map { index in
      guard columns[index].wraps else { return .max }
      return lines.flatMap { $0[index].text.split(separator: " ") }.reduce(0) { max($0, String($1).displayWidth) }
    }
  }

  /// The widths, cut where they do not fit: columns that are wrapped down to their longest word, then the least important column
  /// down to its header, then the next one, and only when that is not enough down to the ellipsis alone.
  ///
  /// A table that still does not fit is left to the terminal.
  func widths(fitting available: Int?) -> [Int] {
    guard let available else { return natural }
    var widths = natural
    let order = widths.indices.sorted { (importances[$0], -$0) < (importances[$1], -$1) }
    for floors in [words, floors, floors.map { _ in 1 }] {
      for index in order {
        let excess = widths.reduce(0, +) + Self.gap * max(widths.count - 1, 0) - available
        guard excess > 0 else { return widths }
        widths[index] = max(widths[index] - excess, min(floors[index], widths[index]))
      }
    }
    return widths
  }
}
