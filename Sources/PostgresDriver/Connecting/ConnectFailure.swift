import Database
import Names

/// The errors of one attempt to connect: they say where it went and what to do, and never the password.
struct ConnectFailure {
  private let configuration: PostgresConfiguration
  private let endpoint: PostgresLocation.Endpoint

  init(_ configuration: PostgresConfiguration, at endpoint: PostgresLocation.Endpoint) {
    self.configuration = configuration
    self.endpoint = endpoint
  }

  /// The server, for the beginning of a sentence.
  var place: String { "PostgreSQL at \(endpoint.host), port \(endpoint.port)" }

  var cancelled: DatabaseError { DatabaseError(.cancelled, "The task was cancelled while connecting.").having(.notSent) }

  var expired: DatabaseError {
    let share = configuration.location.otherEndpoints.isEmpty ? "" : "its share of "
    return DatabaseError(
      .connectionFailed,
      "\(place) did not answer within \(share)\(configuration.effectiveConnectTimeout). Check that it is up and that no firewall drops the packets."
    )
  }

  var outOfMemory: DatabaseError { DatabaseError(.connectionFailed, "\(place): there is no memory for a connection.") }

  var noThread: DatabaseError {
    DatabaseError(.connectionFailed, "\(place): the system has no thread left to look the name up. Raise the limit of processes.")
  }

  var notWatched: DatabaseError {
    DatabaseError(.connectionFailed, "\(place): the kernel refuses to watch the socket. Raise fs.epoll.max_user_watches.")
  }

  func notFound(_ reason: String) -> DatabaseError {
    DatabaseError(.connectionFailed, "\(place): the name cannot be looked up (\(reason)). Check the host.")
  }

  /// The server, or libpq, refused.
  ///
  /// - Parameter report: libpq's text, verbose: that has the SQLSTATE after the severity.
  func refused(_ report: String) -> DatabaseError {
    let lines = report.split(separator: "\n").map(String.init)
    // There is a line for each address that was tried. One from a server says more than one from the network.
    let states = lines.map { Self.state(in: $0) }
    let index = states.firstIndex { $0 != nil } ?? 0
    var reason = lines.isEmpty ? "no reason given" : lines[index]
    var error = DatabaseError(.connectionFailed, "")
    if !lines.isEmpty, let state = states[index] {
      error.sqlState = SQLState(state)
      reason = reason.replacing(":  \(state): ", with: ": ")
    }
    if let failed = reason.firstRange(of: "failed: ") { reason = String(reason[failed.upperBound...]) }
    error.message = "\(place) refused the connection: \(scrubbed(reason)). \(advice(for: error.sqlState, reason))"
    return error
  }

  /// The five characters between a severity and a message: `FATAL:  28P01: password authentication failed`.
  private static func state(in line: String) -> String? {
    guard let mark = line.firstRange(of: ":  ") else { return nil }
    let rest = line[mark.upperBound...]
    let state = rest.prefix(5)
    let isState = state.utf8.count == 5 && state.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) }
    return isState && rest.dropFirst(5).hasPrefix(":") ? String(state) : nil
  }

  private func scrubbed(_ text: String) -> String {
    guard let password = configuration.location.password?.reveal(), !password.isEmpty else { return text }
    return text.replacing(password, with: "<secret>")
  }

  private func advice(for state: SQLState?, _ reason: String) -> String {
    switch state?.code {
    case "28P01", "28000": "Check the user, the password and pg_hba.conf."
    case "3D000": "Check the name of the database."
    case "53300": "Raise max_connections, or make the pool smaller."
    case "57P03": "Try again when the server has started."
    default:
      if reason.contains("session is ") || reason.contains("hot standby") {
        "The URL asks for target_session_attrs=\(configuration.location.targetSession.rawValue): list a server that is so."
      } else if reason.contains("SSL") || reason.contains("certificate") {
        "The mode is sslmode=\(configuration.location.effectiveSSLMode.rawValue): set up TLS on the server, or name its authority with sslrootcert."
      } else {
        "Check the host and the port, and that the server is up."
      }
    }
  }
}
