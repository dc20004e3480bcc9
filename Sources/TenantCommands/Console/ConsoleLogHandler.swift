package import Logging

/// Writes the log to standard error: the level, the message, then the metadata in the order of its keys.
package struct ConsoleLogHandler: LogHandler {
  package var logLevel: Logger.Level
  package var metadata: Logger.Metadata = [:]
  package var metadataProvider: Logger.MetadataProvider?

  private let stream: OutputStream
  private let styling: Styling

  package init(stream: OutputStream, styling: Styling, logLevel: Logger.Level) {
    self.stream = stream
    self.styling = styling
    self.logLevel = logLevel
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  package func log(event: LogEvent) {
    var all = metadata
    all.merge(metadataProvider?.get() ?? [:]) { $1 }
    all.merge(event.metadata ?? [:]) { $1 }
    if let error = event.error { all["error"] = "\(error)" }
    let pairs = all.sorted { $0.key < $1.key }.map { " " + styling(Self.presentable("\($0.key)=\($0.value)"), .faint) }
    stream.writeLine(
      styling("\(event.level):", Self.style(of: event.level)) + " " + Self.presentable(event.message.description) + pairs.joined()
    )
  }

  private static func presentable(_ text: String) -> String { text.redactingPasswords.escapedForTerminal }

  private static func style(of level: Logger.Level) -> Style? {
    switch level {
    case .trace, .debug: .faint
    case .info, .notice: nil
    case .warning: .warning
    case .error, .critical: .failure
    }
  }
}

extension Logger.Level {
  /// From which level on the log is written.
  init(_ verbosity: Verbosity?) {
    self =
      switch verbosity {
      case .quiet: .error
      case nil: .notice
      case .verbose: .debug
      }
  }
}
