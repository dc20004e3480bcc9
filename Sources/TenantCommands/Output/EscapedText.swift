import Names

extension Unicode.Scalar {
  /// The scalar as a terminal may be given it: itself, or an escape when it could move the cursor or deceive a reader.
  var escapedForTerminal: String {
    switch self {
    case "\n": "\\n"
    case "\t": "\\t"
    case "\r": "\\r"
    default: isPrintable ? String(self) : "\\u{\(String(value, radix: 16))}"
    }
  }
}

extension String {
  /// The text on one line, with every control, format and unassigned character escaped.
  ///
  /// Unlike ``escapedForDisplay`` it adds no quotes and leaves quotes and backslashes alone: it is for text that stands by
  /// itself, in a cell or a line.
  var escapedForTerminal: String {
    if utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return self }
    var result = ""
    for scalar in unicodeScalars { result += scalar.escapedForTerminal }
    return result
  }

  /// The same for text of several lines: line feeds stay.
  var escapedForTerminalByLine: String {
    split(separator: "\n", omittingEmptySubsequences: false).map { String($0).escapedForTerminal }.joined(separator: "\n")
  }
}
