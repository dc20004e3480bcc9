import Names

/// A refusal at a place in a file, as a byte offset until all of a file's are known and put in order.
struct Finding {
  var refusal: Refusal
  var offset: Int

  init(_ refusal: Refusal, at offset: Int) {
    self.refusal = refusal
    self.offset = offset
  }

  /// As many of a file's findings are reported, and as many of a folder's.
  static let maximumCount = 50

  func diagnostic(at location: SourceLocation, sourceLine: String? = nil) -> Diagnostic {
    Diagnostic(
      refusal.severity, code: refusal.code, refusal.message, at: location, hint: refusal.hint, sourceLine: sourceLine)
  }
}

extension [Finding] {
  /// The findings in file order, each once.
  func diagnostics(in text: SourceText) -> [Diagnostic] {
    var cursor = LocationCursor(text)
    var diagnostics: [Diagnostic] = []
    for finding in sorted(by: { $0.offset < $1.offset }).prefix(Finding.maximumCount) {
      let location = cursor.location(at: finding.offset)
      diagnostics.append(finding.diagnostic(at: location, sourceLine: cursor.sourceLine(at: finding.offset)))
    }
    return diagnostics
  }
}

extension Diagnostic {
  /// A finding about a file or a folder as a whole.
  static func whole(_ refusal: Refusal, file: String) -> Diagnostic {
    Finding(refusal, at: 0).diagnostic(at: SourceLocation(file: file, line: 1, column: 1))
  }

  static func tooLarge(file: String) -> Diagnostic {
    whole(Refusal("file-too-large", "The file is larger than 16 MiB", hint: "Load large data outside of migrations."), file: file)
  }
}
