/// Decides how wide the columns of a table are.
struct TableLayout {
  /// The blanks between two columns.
  static let gap = 2
  /// A column keeps this much as long as another one has more.
  private static let comfortable = 8

  private let importances: [Int]
  private let natural: [Int]

  init(columns: [TextTable.Column], lines: [[TextTable.Cell]]) {
    importances = columns.map(\.importance)
    natural = columns.indices.map { index in lines.reduce(0) { max($0, $1[index].text.displayWidth) } }
  }

  /// The widths, cut where they do not fit: the least important column down to a few characters, then the next one, and only
  /// when that is not enough down to the ellipsis alone.
  ///
  /// A table that still does not fit is left to the terminal.
  func widths(fitting available: Int?) -> [Int] {
    guard let available else { return natural }
    var widths = natural
    let order = widths.indices.sorted { (importances[$0], -$0) < (importances[$1], -$1) }
    for floor in [Self.comfortable, 1] {
      for index in order {
        let excess = widths.reduce(0, +) + Self.gap * max(widths.count - 1, 0) - available
        guard excess > 0 else { return widths }
        widths[index] = max(widths[index] - excess, min(floor, widths[index]))
      }
    }
    return widths
  }
}
