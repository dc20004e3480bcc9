import Logging
import ORM
import Synchronization

/// The statements that a registry logs, to be looked at.
final class StatementLog: Sendable {
  private let texts = Mutex<[String]>([])

  /// A logger that writes here.
  var logger: Logger { Logger(label: "statements") { _ in Handler(log: self) } }

  /// The statements that work sends.
  func statements(of work: () async throws -> Void) async throws -> [String] {
    var settings = Settings()
    settings.logsStatements = true
    texts.withLock { $0 = [] }
    try await Instance.with(Instance(registry: Registry.current(), settings: settings)) { try await work() }
    return texts.withLock { $0 }
  }

  private struct Handler: LogHandler {
    let log: StatementLog
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .trace

    subscript(metadataKey key: String) -> Logger.MetadataValue? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { log.texts.withLock { $0.append("\(event.message)") } }
  }
}
