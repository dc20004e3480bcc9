/// The parser's help and usage, made to fit a terminal.
///
/// The parser writes the usage as one line, however long that is, and breaks each line of a description by itself: what was
/// broken in the source already becomes ragged.
struct UsageText {
  /// How the parser spells the global options, which every command has.
  private static let globalOptions =
    "[--manifest <file>] [--database <url>] [--output <format>] [--quiet] [--verbose] [--no-color]"

  /// The text, with the global options named once, paragraphs filled and the usage broken between its parts.
  let text: String

  /// Makes the text.
  ///
  /// - Parameters:
  ///   - width: How many columns there are.
  ///   - message: The parser's text for a number of columns.
  init(width: Int, _ message: (_ columns: Int) -> String) {
    let listed = Self.lines(message(width))
    let start = listed.firstIndex(where: Self.isUsage) ?? listed.startIndex
    let broken = listed[start...].map { Self.isUsage($0) ? Self.broken($0, width: width) : String($0) }
    // What is described above the usage is taken as it was written; errors and scripts are as they are.
    let isHelp = listed.first?.hasPrefix("OVERVIEW: ") == true
    let above =
      isHelp
      ? Self.filled(Self.lines(message(100_000)).prefix { !Self.isUsage($0) }, width: width) : listed[..<start].map(String.init)
    text = (above + broken).joined(separator: "\n")
  }

  private static func lines(_ text: String) -> [Substring] {
    text.replacing(globalOptions, with: "[<options>]").split(separator: "\n", omittingEmptySubsequences: false)
  }

  private static func isUsage(_ line: Substring) -> Bool { line.hasPrefix("USAGE: ") || line.hasPrefix("Usage: ") }

  /// Fills paragraphs; lines that are indented are examples, which stay apart.
  private static func filled(_ lines: ArraySlice<Substring>, width: Int) -> [String] {
    var result: [String] = []
    var paragraph: [Substring] = []
    for line in lines + [""] {
      if !line.isEmpty, !line.hasPrefix(" ") {
        paragraph += line.split(separator: " ")
        continue
      }
      if !paragraph.isEmpty { result += wrapped(paragraph.map(String.init), indent: 0, width: width) }
      paragraph = []
      result += example(line, width: width)
    }
    // The last line was added to end the last paragraph.
    return Array(result.dropLast())
  }

  /// An example with its explanation: what is too long goes on under the explanation.
  private static func example(_ line: Substring, width: Int) -> [String] {
    guard line.count > width else { return [String(line)] }
    let gap = line.trimmingPrefix { $0 == " " }.ranges(of: "  ").last
    guard let gap, let start = line[gap.upperBound...].firstIndex(where: { $0 != " " }) else {
      return wrapped(line.split(separator: " ").map(String.init), indent: 6, width: width, first: "  ")
    }
    let indent = line[..<start].count
    let words = line[start...].split(separator: " ").map(String.init)
    if indent <= width / 2 { return wrapped(words, indent: indent, width: width, first: String(line[..<start])) }
    let command = String(line[..<start].reversed().drop { $0 == " " }.reversed())
    return [command] + wrapped(words, indent: 6, width: width, first: "      ")
  }

  /// Breaks a line before "[", "<" or a plain word: never inside of brackets.
  private static func broken(_ line: Substring, width: Int) -> String {
    var parts: [String] = []
    var depth = 0
    for word in line.split(separator: " ") {
      if depth > 0, let last = parts.popLast() { parts.append("\(last) \(word)") } else { parts.append(String(word)) }
      depth += word.count { $0 == "[" } - word.count { $0 == "]" }
    }
    return wrapped(parts, indent: 9, width: width).joined(separator: "\n")
  }

  /// Puts parts on lines, as many as fit.
  private static func wrapped(_ parts: [String], indent: Int, width: Int, first: String = "") -> [String] {
    var lines: [String] = []
    var current = first
    var isEmpty = true
    for part in parts {
      if !isEmpty, current.count + 1 + part.count > width {
        lines.append(current)
        current = String(repeating: " ", count: indent)
        isEmpty = true
      }
      current += (isEmpty ? "" : " ") + part
      isEmpty = false
    }
    return lines + [current]
  }
}
