import Glibc

/// What a command reads from and writes to.
package struct StandardStreams: Sendable {
  /// The descriptor that answers to questions are read from.
  package var input: Int32
  /// Results.
  package var output: OutputStream
  /// Progress, notes, errors and the log.
  package var error: OutputStream
  package var environment: ProcessEnvironment

  package init(input: Int32, output: OutputStream, error: OutputStream, environment: ProcessEnvironment) {
    self.input = input
    self.output = output
    self.error = error
    self.environment = environment
  }

  /// Those of the process.
  package static func ofProcess() -> StandardStreams {
    let environment = ProcessEnvironment.current
    return StandardStreams(
      input: STDIN_FILENO, output: OutputStream(descriptor: STDOUT_FILENO, environment: environment),
      error: OutputStream(descriptor: STDERR_FILENO, environment: environment), environment: environment)
  }
}
