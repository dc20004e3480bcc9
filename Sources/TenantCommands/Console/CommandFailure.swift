package import Names

/// Why a command could not do what it was told: what scripts get as an element of `errors` and people as a line with a hint.
package struct CommandFailure: Error, Sendable, Hashable {
  /// How the command ends.
  package var status: ExitStatus
  /// A stable word for scripts: "database-unreachable".
  package var code: String
  /// What is wrong, as a sentence without a full stop, without secrets.
  package var message: String
  /// Where, when it is about a place in a file.
  package var location: SourceLocation?
  /// The line of that place.
  package var sourceLine: String?
  /// What to do.
  package var hint: String?
  /// The tenant that it is about, when it is one of several.
  package var tenant: String?
  /// The state that the database reported.
  package var sqlState: String?

  package init(
    _ status: ExitStatus, code: String, _ message: String, at location: SourceLocation? = nil, sourceLine: String? = nil,
    hint: String? = nil
  ) {
    self.status = status
    self.code = code
    self.message = message
    self.location = location
    self.sourceLine = sourceLine
    self.hint = hint
  }

  /// The failure that a diagnostic stands for.
  package init(_ diagnostic: Diagnostic) {
    self.init(
      diagnostic.severity == .malformed ? .malformed : .conflicting, code: diagnostic.code, diagnostic.message,
      at: diagnostic.location, sourceLine: diagnostic.sourceLine, hint: diagnostic.hint)
  }

  /// The element of `errors`.
  ///
  /// All keys are always there.
  package var json: JSONValue {
    // Line 0 is a file that could not be opened.
    let place = location.flatMap { $0.line > 0 ? $0 : nil }
    var object: JSONObject = [
      "code": .string(code), "message": .string(message.redactingPasswords), "file": JSONValue(location?.file),
      "line": JSONValue(place?.line), "column": JSONValue(place?.column), "hint": JSONValue(hint?.redactingPasswords),
    ]
    if let tenant { object["tenant"] = .string(tenant) }
    if let sqlState { object["sqlstate"] = .string(sqlState) }
    return .object(object)
  }

  /// The failure with something in front of its message.
  func prefixed(_ prefix: String) -> CommandFailure {
    var failure = self
    failure.message = prefix + message
    return failure
  }

  /// The failure for people, as lines with a line feed at the end.
  package func rendered(width: Int?, styling: Styling) -> String {
    guard let location else {
      func labelled(_ label: String, _ style: Style, _ text: String) -> String {
        let text = text.redactingPasswords.escapedForTerminal
        return DiagnosticRenderer.labelled(label, style, text, width: width, styling: styling)
      }
      return labelled("error:", .failure, message) + (hint.map { labelled("hint:", .accent, $0) } ?? "")
    }
    let diagnostic = Diagnostic(
      status == .malformed ? .malformed : .conflicting, code: code, message.redactingPasswords, at: location,
      hint: hint?.redactingPasswords, sourceLine: sourceLine)
    return DiagnosticRenderer(width: width, styling: styling).rendered(diagnostic)
  }
}
