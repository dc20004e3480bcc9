package import Names

/// Writes diagnostics for people: the place, what is wrong, the line with a caret, what to do.
package struct DiagnosticRenderer: Sendable {
  /// How many columns a line may take, or nil for as many as it takes.
  package var width: Int?
  package var styling: Styling

  package init(width: Int? = nil, styling: Styling = .plain) {
    self.width = width
    self.styling = styling
  }

  /// One finding, as lines with a line feed at the end.
  package func rendered(_ diagnostic: Diagnostic) -> String {
    var text = headline(of: diagnostic) + "\n"
    if diagnostic.location.line > 0, let line = diagnostic.sourceLine {
      let excerpt = SourceExcerpt(
        line: line, column: diagnostic.location.column, width: width.map { $0 - Self.indentation.count })
      text += Self.indentation + excerpt.text + "\n"
      text += Self.indentation + String(repeating: " ", count: excerpt.caretOffset) + styling("^", style(of: diagnostic)) + "\n"
    }
    if let hint = diagnostic.hint {
      text += Self.labelled("hint:", .accent, hint.escapedForTerminal, width: width, styling: styling)
    }
    return text
  }

  /// A label and a text, whose lines break between words.
  static func labelled(_ label: String, _ style: Style, _ text: String, width: Int?, styling: Styling) -> String {
    let lines = (label + " " + text).wrapped(toWidth: width ?? .max)
    // The label stays whole unless the terminal is narrower than it.
    guard lines[0].hasPrefix(label) else { return lines.joined(separator: "\n") + "\n" }
    return styling(label, style) + lines.joined(separator: "\n").dropFirst(label.count) + "\n"
  }

  /// All findings, in their order, with an empty line between two.
  package func rendered(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.map { rendered($0) }.joined(separator: "\n")
  }

  private static let indentation = "  "

  private func headline(of diagnostic: Diagnostic) -> String {
    let location = diagnostic.location
    // Line 0 is a file that could not be opened: there is no place in it.
    let place = location.line > 0 ? location.description : location.file
    let head = place.escapedForTerminal + ":"
    let label = diagnostic.severity == .warning ? " warning:" : ""
    let text = (head + label + " " + diagnostic.message.escapedForTerminal).filled(toWidth: width)
    // The place stays whole unless the terminal is narrower than it.
    guard text.hasPrefix(head + label) else { return text }
    let rest = text.dropFirst((head + label).count)
    return styling(head, .strong) + (label.isEmpty ? "" : " " + styling("warning:", .warning)) + rest
  }

  private func style(of diagnostic: Diagnostic) -> Style { diagnostic.severity == .warning ? .warning : .failure }
}
