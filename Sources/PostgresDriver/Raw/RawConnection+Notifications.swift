import CPQ

extension RawConnection {
  /// What was said on a channel and nobody has taken yet; nil when there is nothing.
  func nextNotification() -> PostgresNotification? {
    guard let found = unsafe PQnotifies(handle) else { return nil }
    defer { unsafe PQfreemem(found) }
    return unsafe PostgresNotification(
      channel: String(cString: found.pointee.relname), payload: String(cString: found.pointee.extra),
      sender: Int(found.pointee.be_pid))
  }
}
