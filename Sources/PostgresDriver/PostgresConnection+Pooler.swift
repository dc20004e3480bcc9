import Database
import Names

extension PostgresConnection {
  /// The highest number that Linux gives to a process.
  private static let highestProcess = 1 << 22

  /// From here on nothing is kept in the session.
  func workBehindPooler() {
    isPooled = true
    statements = StatementCache(capacity: 0)
  }

  /// Finds out whether a pooler answers in place of the server.
  ///
  /// A pooler makes up the number of the process that it announces. Most of what it makes up is no such number; otherwise the server
  /// is asked for the true one, once.
  static func findPooler(
    _ pooler: PostgresConfiguration.Pooler, at endpoint: PostgresLocation.Endpoint, _ raw: RawConnection,
    _ readiness: Readiness, _ sharing: ConnectionSharing?, _ failure: ConnectFailure
  ) async throws(DatabaseError) -> Bool {
    switch pooler {
    case .none: return false
    case .transaction: return true
    case .detect: break
    }
    let announced = raw.processIdentifier
    guard (1...highestProcess).contains(announced) else { return true }
    if let known = sharing?.poolers[endpoint] { return known }
    let isFound = try await process(of: raw, readiness, failure) != announced
    sharing?.poolers[endpoint] = isFound
    return isFound
  }

  /// Asks the server for the number of its process; nil when it does not say.
  private static func process(
    of raw: RawConnection, _ readiness: Readiness, _ failure: ConnectFailure
  ) async throws(DatabaseError) -> Int? {
    guard raw.send(message: "SELECT pg_catalog.pg_backend_pid()") else { throw failure.refused(raw.errorMessage) }
    var process: Int?
    while true {
      guard raw.flush() != .failed else { throw failure.refused(raw.errorMessage) }
      while !raw.isBusy {
        guard let result = raw.nextResult(isBinary: false) else { return process }
        if result.status == .tuples { process = try ResultSet(result).first?.decode(0, as: Int.self) }
      }
      switch await readiness.wait(for: .read, isCancellable: true) {
      case .ready: guard raw.consumeInput() else { throw failure.refused(raw.errorMessage) }
      case .cancelled: throw failure.cancelled
      case .expired: throw failure.expired
      }
    }
  }
}
