import Names

/// libyaml's complaints in words that help.
struct SyntaxMessage {
  private let message: String
  private let hint: String?

  init(_ failure: YAMLFailure) {
    let start = failure.contextMark.map { "line \($0.line + 1), column \($0.column + 1)" } ?? "its start"
    if let (message, hint) = Self.token(failure.problem, start) ?? Self.structure(failure.problem, start) {
      (self.message, self.hint) = (message, hint)
    } else {
      message = "this is no YAML: \(failure.problem)"
      hint = failure.context.isEmpty ? nil : "It happened \(failure.context), from \(start)."
    }
  }

  /// What is wrong with a single token.
  private static func token(_ problem: String, _ start: String) -> (message: String, hint: String)? {
    switch problem {
    case "found character that cannot start any token":
      (
        "a value cannot start with this character",
        "Indent with spaces, not tabs; a text that starts with \"@\", \"`\" or \"%\" goes in quotes."
      )
    case "found a tab character that violates indentation", "found a tab character where an indentation space is expected":
      ("a tab indents this line", "Indent with spaces.")
    case "mapping values are not allowed in this context":
      ("there is a \":\" too many", "Put a text that holds \": \" in quotes, and check the indentation.")
    case "block sequence entries are not allowed in this context":
      ("a list entry is not allowed here", "Put the \"-\" on a line of its own below the key.")
    case "could not find expected ':'":
      ("a key has no \":\"", "Write KEY: VALUE; the key is at \(start).")
    case "found unexpected end of stream":
      ("the file ends inside of a quoted text", "The text starts at \(start): close its quotes.")
    case "found unexpected document indicator":
      ("a document marker stands inside of a quoted text", "The text starts at \(start): close its quotes.")
    case "found unknown escape character":
      ("there is no such escape sequence", "Write \"\\\\\" for a backslash, or use single quotes.")
    case "found invalid Unicode character escape code", "did not find expected hexdecimal number":
      ("the escape sequence names no character", "Write \\xXX, \\uXXXX or \\UXXXXXXXX with the number of a character.")
    default: nil
    }
  }

  /// What is wrong with how tokens follow each other.
  private static func structure(_ problem: String, _ start: String) -> (message: String, hint: String)? {
    switch problem {
    case "did not find expected key":
      ("a key is expected here", "Check the indentation of this line and of the mapping at \(start).")
    case "did not find expected '-' indicator":
      ("a list entry is expected here", "Check the indentation of this line and of the list at \(start).")
    case "did not find expected ',' or ']'":
      ("a list in brackets is not closed", "The list starts at \(start): separate entries by \",\" and end it with \"]\".")
    case "did not find expected ',' or '}'":
      (
        "a mapping in braces is not closed",
        "The mapping starts at \(start): separate entries by \",\", end it with \"}\", and put ${…} in quotes."
      )
    case "did not find expected node content":
      ("a value is expected here", "Write a value, or put the text in quotes.")
    case "did not find expected <document start>":
      ("there is text after the end of the document", "Indent it as part of the manifest, or remove it.")
    case "did not find expected alphabetic or numeric character":
      ("an anchor or alias without a name", "A text that starts with \"*\" or \"&\" goes in quotes.")
    default: nil
    }
  }

  /// Reports the failure where it can be corrected: an unfinished thing at its start, when the file ends before it does, and a
  /// half-written anchor, alias, tag or directive at its first character.
  func report(_ failure: YAMLFailure, isAtEnd: Bool, findings: inout Findings) {
    if let start = failure.contextMark, let (code, message, hint) = RefusedTokens.description(of: Self.token(failure.context)) {
      findings.report(.malformed, code, line: start.line + 1, column: start.column + 1, message, hint: hint)
      return
    }
    let isUnfinished =
      isAtEnd || failure.problem == "could not find expected ':'" || failure.problem == "found unexpected end of stream"
    let mark = isUnfinished ? failure.contextMark ?? failure.mark : failure.mark
    findings.report(.malformed, "syntax", line: mark.line + 1, column: mark.column + 1, message, hint: hint)
  }

  private static func token(_ context: String) -> YAMLToken.Kind {
    switch context {
    case "while scanning an alias": .alias
    case "while scanning an anchor": .anchor
    case "while scanning a tag", "while parsing a tag": .tag
    default: context.contains("directive") ? .directive : .other
    }
  }
}
