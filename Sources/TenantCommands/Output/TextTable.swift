/// Rows under headers, for people.
///
/// Cells are shown escaped, so their text may come from anywhere.
package struct TextTable: Sendable, Hashable {
  /// On which side of its column a cell stands.
  package enum Alignment: Sendable, Hashable { case leading, trailing }

  /// What a column is and how it gives way when the terminal is narrow.
  package struct Column: Sendable, Hashable {
    package var header: String
    package var alignment: Alignment
    /// Columns of a lower importance are cut first; of two equal ones the right one.
    package var importance: Int
    /// Whether what does not fit goes on in the next line, rather than being cut.
    package var wraps: Bool

    package init(_ header: String, alignment: Alignment = .leading, importance: Int = 0, wraps: Bool = false) {
      self.header = header
      self.alignment = alignment
      self.importance = importance
      self.wraps = wraps
    }
  }

  /// One text in a row.
  package struct Cell: Sendable, Hashable, ExpressibleByStringLiteral {
    package var text: String
    package var style: Style?

    package init(_ text: String, _ style: Style? = nil) {
      self.text = text
      self.style = style
    }

    package init(stringLiteral value: String) { self.init(value) }
  }

  package let columns: [Column]
  package private(set) var rows: [[Cell]] = []

  package init(columns: [Column]) { self.columns = columns }

  /// Adds a row; missing cells are empty.
  package mutating func append(_ cells: [Cell]) {
    precondition(cells.count <= columns.count, "A row of a table has more cells than the table has columns.")
    rows.append(cells + Array(repeating: "", count: columns.count - cells.count))
  }

  /// The table as lines, each with a line feed at the end.
  ///
  /// - Parameter width: How many columns there are, or nil for as many as it takes.
  package func rendered(width: Int? = nil, styling: Styling = .plain) -> String {
    let headers = columns.map { Cell($0.header.escapedForTerminal, .strong) }
    let lines = [headers] + rows.map { row in row.map { Cell($0.text.escapedForTerminal, $0.style) } }
    let widths = TableLayout(columns: columns, lines: lines).widths(fitting: width)
    return lines.flatMap { broken($0, widths: widths) }.map { line(of: $0, widths: widths, styling: styling) + "\n" }.joined()
  }

  /// A row as the lines that it takes: one, unless a cell is wrapped.
  private func broken(_ cells: [Cell], widths: [Int]) -> [[Cell]] {
    let parts = cells.enumerated().map { index, cell in
      columns[index].wraps ? cell.text.wrapped(toWidth: widths[index]) : [cell.text]
    }
    return (0..<parts.reduce(1) { max($0, $1.count) }).map { line in
      cells.enumerated().map { index, cell in Cell(line < parts[index].count ? parts[index][line] : "", cell.style) }
    }
  }

  private func line(of cells: [Cell], widths: [Int], styling: Styling) -> String {
    var result = ""
    // Blanks are owed until something stands behind them, so that no line ends with them.
    var owed = 0
    for (index, cell) in cells.enumerated() {
      let text = cell.text.truncated(toWidth: widths[index])
      let padding = widths[index] - text.displayWidth
      if columns[index].alignment == .trailing { owed += padding }
      if !text.isEmpty {
        result += String(repeating: " ", count: owed) + styling(text, cell.style)
        owed = 0
      }
      if columns[index].alignment == .leading { owed += padding }
      owed += TableLayout.gap
    }
    return result
  }
}
