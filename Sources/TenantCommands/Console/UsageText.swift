/// The parser's help and usage, made to fit a terminal: it writes the usage as one line, however long that is.
struct UsageText {
  /// How the parser spells the global options, which every command has.
  private static let globalOptions =
    "[--manifest <file>] [--database <url>] [--output <format>] [--quiet] [--verbose] [--no-color]"

  /// The text, with the global options named once and the usage broken between its parts.
  let text: String

  init(_ text: String, width: Int) {
    let lines = text.replacing(Self.globalOptions, with: "[<options>]").split(separator: "\n", omittingEmptySubsequences: false)
    self.text = lines.map { line in
      ["USAGE: ", "Usage: "].contains { line.hasPrefix($0) } ? Self.broken(line, width: width) : String(line)
    }.joined(separator: "\n")
  }

  /// Breaks a line before "[", "<" or a plain word: never inside of brackets.
  private static func broken(_ line: Substring, width: Int) -> String {
    var (lines, current, depth) = ([String](), "", 0)
    var parts: [String] = []
    for word in line.split(separator: " ") {
      if depth > 0, let last = parts.popLast() { parts.append("\(last) \(word)") } else { parts.append(String(word)) }
      depth += word.count { $0 == "[" } - word.count { $0 == "]" }
    }
    for part in parts {
      if !current.isEmpty, current.count + 1 + part.count > width {
        lines.append(current)
        current = "         " + part
      } else {
        current += (current.isEmpty ? "" : " ") + part
      }
    }
    return (lines + [current]).joined(separator: "\n")
  }
}
