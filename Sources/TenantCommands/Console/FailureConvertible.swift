package import Names

/// An error that knows how a command ends because of it.
package protocol FailureConvertible: Error {
  /// What to tell, in order; the first one decides how the command ends unless ``exitStatus`` says otherwise.
  var failures: [CommandFailure] { get }

  /// How the command ends.
  var exitStatus: ExitStatus { get }
}

extension FailureConvertible {
  package var exitStatus: ExitStatus { failures.first?.status ?? .internalError }
}

extension CommandFailure: FailureConvertible {
  package var failures: [CommandFailure] { [self] }
}

extension DiagnosticsError: FailureConvertible {
  package var failures: [CommandFailure] { diagnostics.filter { $0.severity != .warning }.map { CommandFailure($0) } }

  package var exitStatus: ExitStatus { isMalformed ? .malformed : .conflicting }
}

extension NameError: FailureConvertible {
  package var failures: [CommandFailure] {
    [CommandFailure(.malformed, code: "bad-name", description, hint: violation.hint)]
  }
}

extension Interrupted: FailureConvertible {
  package var failures: [CommandFailure] {
    [
      CommandFailure(
        signal.exitStatus, code: signal == .interrupt ? "interrupted" : "terminated",
        "stopped before everything was done", hint: "Run the same command again to do the rest.")
    ]
  }
}

extension CommandFailure {
  /// What an error that nobody foresaw is told as: a bug of ours, as every foreseen one is a ``FailureConvertible``.
  static func unforeseen(_ error: any Error) -> CommandFailure {
    CommandFailure(
      .internalError, code: "internal-error", "unexpected error \(type(of: error)): \(error)",
      hint: "This is a bug. Please report it with this message.")
  }
}
