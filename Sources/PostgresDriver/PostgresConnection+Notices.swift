import Database
import Logging

extension PostgresConnection {
  /// Passes what the server said beside its answers on to the log, and keeps what is an error for us.
  ///
  /// - Returns: A notice that ends the session, when there is one.
  @discardableResult
  func deliverNotices() -> DatabaseError? {
    guard let raw, !raw.notices.pending.isEmpty else { return nil }
    var farewell: DatabaseError?
    for notice in raw.notices.take() {
      let metadata: Logger.Metadata = ["sqlstate": "\(notice.state)", "server-pid": "\(raw.processIdentifier)"]
      switch notice.severity {
      case "FATAL", "PANIC":
        farewell = DatabaseError(.connectionLost, notice.message, sqlState: SQLState(notice.state))
        logger.warning("PostgreSQL: \(notice.message)", metadata: metadata)
      case "WARNING": logger.warning("PostgreSQL: \(notice.message)", metadata: metadata)
      default: logger.debug("PostgreSQL: \(notice.message)", metadata: metadata)
      }
      // A `SET LOCAL` outside of a transaction does nothing but warn: whoever sent it believes that it holds.
      if notice.state == "25P01", warningAsError == nil {
        warningAsError = DatabaseError(
          .server, "\(notice.message). It had no effect: begin a transaction first.", sqlState: SQLState(notice.state))
      }
    }
    return farewell
  }
}
