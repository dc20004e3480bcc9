/// A finding about a file that a person wrote: what is wrong, where, and what to write instead.
public struct Diagnostic: Sendable, Hashable {
  /// How bad it is, and with which exit code it ends a command.
  public enum Severity: Sendable, Hashable {
    /// It cannot be read, is ill-typed or breaks a rule by itself (exit code 65).
    case malformed
    /// It refers to nothing, collides with something or weakens security (exit code 78).
    case conflicting
    /// It is worth a look and stops nothing.
    case warning
  }

  /// How bad it is.
  public var severity: Severity
  /// A stable word for scripts: "unknown-key", "duplicate-key".
  public var code: String
  /// What is wrong, as a sentence without a full stop.
  public var message: String
  /// Where.
  ///
  /// The file alone is known when it cannot be opened.
  public var location: SourceLocation
  /// What was expected or what to do, as a sentence.
  public var hint: String?
  /// The line of the file that ``location`` is on, without secrets, for the caret.
  public var sourceLine: String?

  /// Makes a diagnostic.
  public init(
    _ severity: Severity, code: String, _ message: String, at location: SourceLocation, hint: String? = nil,
    sourceLine: String? = nil
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.location = location
    self.hint = hint
    self.sourceLine = sourceLine
  }
}

/// Everything that is wrong with a set of files, in file order.
public struct DiagnosticsError: Error, Sendable, Equatable {
  /// All findings, in file order; warnings may be among them.
  public var diagnostics: [Diagnostic]

  /// Makes an error of findings.
  public init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

  /// True when one finding at least is ``Diagnostic/Severity/malformed``: the exit code is then 65, else 78.
  public var isMalformed: Bool { diagnostics.contains { $0.severity == .malformed } }
}
