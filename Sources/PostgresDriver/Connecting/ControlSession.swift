import Database
import Logging
import SQL

/// The session over which one server is asked to end the statements of others; made when it is needed.
final class ControlSession {
  private let configuration: PostgresConfiguration
  private let address: String?
  private let logger: Logger
  private var connection: PostgresConnection?

  init(_ configuration: PostgresConfiguration, address: String?, _ logger: Logger) {
    self.configuration = configuration
    self.address = address
    self.logger = logger
  }

  /// Passes a request on.
  ///
  /// - Returns: Nil, or why it failed.
  func serve(_ request: CancelDesk.Request) async -> String? {
    // A connection that was kept may have been closed by the server: that shows when it is used. Asking twice does no harm,
    // since the session that is asked about waits for us before it begins anything else.
    for isLast in [false, true] {
      do throws(DatabaseError) {
        let connection = try await usableConnection()
        guard !request.isWithdrawn else { return "it came too late" }
        return try await Self.cancel(request.process, over: connection) ? nil : "the server does not list the session"
      } catch {
        close()
        if isLast || error.code != .connectionLost { return error.message }
      }
    }
    return nil
  }

  func close() {
    connection?.closeNow()
    connection = nil
  }

  private func usableConnection() async throws(DatabaseError) -> PostgresConnection {
    if let connection, connection.isUsable { return connection }
    close()
    let made = try await PostgresConnection.connect(configuration, address: address, sharing: nil, logger: logger)
    made.callLimit = configuration.cancelTimeout
    connection = made
    return made
  }

  private static func cancel(_ process: Int64, over connection: PostgresConnection) async throws(DatabaseError) -> Bool {
    // Behind a pooler the number is not the server's: then nothing is found.
    let found = try await connection.query(
      RenderedSQL(
        text: "SELECT pg_catalog.pg_cancel_backend(pid) FROM pg_catalog.pg_stat_activity WHERE pid = $1 "
          + "AND datname = pg_catalog.current_database() AND usename = session_user", binds: [.integer(process)]))
    return try found.first?.decode(0, as: Bool.self) ?? false
  }
}
