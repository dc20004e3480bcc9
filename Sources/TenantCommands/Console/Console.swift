import FoundationEssentials
package import Logging
package import Names
package import TenantOperations

/// How a command talks: results to standard output in the wanted format, everything else to standard error.
package struct Console: Sendable {
  /// How results are written.
  package let format: OutputFormat
  /// How much is said besides; nil for the usual amount.
  package let verbosity: Verbosity?
  /// The request to stop.
  package let interruption: Interruption
  /// Questions to the person at the terminal.
  package let prompt: Prompt
  /// The log; it goes to standard error.
  package let logger: Logger
  /// The number of this run of the program, for the history.
  package let runID = UUID().uuidString.lowercased()
  /// Makes the databases that a manifest declares.
  package let connector: any DatabaseConnector

  let streams: StandardStreams
  let outputStyling: Styling
  let errorStyling: Styling
  let document = CommandDocument()

  package init(
    options: GlobalOptions, streams: StandardStreams, interruption: Interruption, connector: any DatabaseConnector
  ) {
    self.init(
      format: options.output, verbosity: options.verbosity, refusesColor: options.noColor, streams: streams,
      interruption: interruption, connector: connector)
  }

  init(
    format: OutputFormat, verbosity: Verbosity?, refusesColor: Bool, streams: StandardStreams, interruption: Interruption,
    connector: any DatabaseConnector
  ) {
    self.connector = connector
    self.format = format
    self.verbosity = verbosity
    self.streams = streams
    self.interruption = interruption
    func styling(_ stream: OutputStream) -> Styling {
      Styling(isTerminal: stream.isTerminal, isRefused: refusesColor, environment: streams.environment)
    }
    outputStyling = styling(streams.output)
    errorStyling = styling(streams.error)
    prompt = Prompt(input: streams.input, output: streams.error, interruption: interruption)
    let handler = ConsoleLogHandler(stream: streams.error, styling: errorStyling, logLevel: .init(verbosity))
    logger = Logger(label: "tenantctl") { _ in handler }
  }

  // MARK: Results

  /// How much room text has on standard output, and whether it may have colours.
  package struct TextLayout: Sendable {
    package var width: Int?
    package var styling: Styling
  }

  /// The result: an object for scripts, text with line feeds for people.
  ///
  /// Only the one that is wanted is made.
  ///
  /// Text may come in pieces; the members of a further object are added to those that are there.
  package func result(json: @autoclosure () -> JSONObject, text: (TextLayout) -> String) {
    switch format {
    case .json: document.add(json())
    case .text:
      // On a terminal that both streams share, a bar would stand in the middle of the result.
      if streams.output.isTerminal { streams.error.setStatus("") }
      streams.output.write(text(TextLayout(width: streams.output.terminalWidth, styling: outputStyling)))
      if streams.output.isTerminal { streams.output.flush() }
    }
  }

  /// The result as a table for people.
  package func result(json: @autoclosure () -> JSONObject, table: @autoclosure () -> TextTable) {
    result(json: json()) { table().rendered(width: $0.width, styling: $0.styling) }
  }

  // MARK: Everything else

  /// How many columns there are for what is no result; nil where it is no terminal.
  var noticeWidth: Int? { streams.error.terminalWidth }

  /// Tells what is good to know, unless `--quiet` was given.
  ///
  /// May have several lines.
  package func note(_ text: String) {
    guard verbosity != .quiet else { return }
    let lines = text.redactingPasswords.escapedForTerminalByLine.split(separator: "\n", omittingEmptySubsequences: false)
    streams.error.writeLine(lines.map { String($0).filled(toWidth: noticeWidth) }.joined(separator: "\n"))
  }

  /// Tells of something that is worth a look and stops nothing.
  package func warn(_ text: String) {
    streams.error.writeLine(errorStyling("warning:", .warning) + " " + text.redactingPasswords.escapedForTerminal)
  }

  /// Tells of findings that stop nothing.
  package func warn(_ diagnostics: [Diagnostic]) {
    guard !diagnostics.isEmpty else { return }
    let renderer = DiagnosticRenderer(width: streams.error.terminalWidth, styling: errorStyling)
    streams.error.writeLine(String(renderer.rendered(diagnostics).dropLast()))
    for diagnostic in diagnostics { document.addWarning(CommandFailure(diagnostic)) }
  }

  /// Tells of an error and says how the command ends because of it.
  ///
  /// Scripts find it in `errors`.
  @discardableResult
  package func fail(_ error: any Error) -> ExitStatus {
    if let status = error as? ExitStatus { return status }
    if error is CancellationError { return fail(Interrupted(signal: interruption.requested ?? .interrupt)) }
    let known = error as? any FailureConvertible
    if let diagnostics = error as? DiagnosticsError { warn(diagnostics.diagnostics.filter { $0.severity == .warning }) }
    let failures = known?.failures ?? [.unforeseen(error)]
    let texts = failures.map { $0.rendered(width: streams.error.terminalWidth, styling: errorStyling) }
    streams.error.writeLine(String(texts.joined(separator: "\n").dropLast()))
    for failure in failures { record(failure) }
    return known?.exitStatus ?? .internalError
  }

  /// Tells of a failure to people only.
  func tell(_ failure: CommandFailure) {
    let text = failure.rendered(width: streams.error.terminalWidth, styling: errorStyling)
    streams.error.writeLine(String(text.dropLast()))
  }

  /// Tells of a failure to scripts only.
  func record(_ failure: CommandFailure) { document.addError(failure) }

  /// Writes what was told so far, before another program takes the terminal.
  func flush() {
    streams.output.flush()
    streams.error.flush()
  }

  /// Writes what was kept until the end: the JSON document.
  ///
  /// Nothing may be told afterwards.
  ///
  /// - Returns: How the process ends: the given status, unless the result could not be written.
  package func finish(_ status: ExitStatus) -> ExitStatus {
    if format == .json { streams.output.write(document.json.document) }
    streams.output.flush()
    if let failure = streams.output.failure {
      streams.error.writeLine("error: cannot write to standard output: \(failure)")
      return status == .done || status == .found ? .internalError : status
    }
    return status
  }
}
