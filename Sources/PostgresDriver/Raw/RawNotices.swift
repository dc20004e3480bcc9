import CPQ

/// Where libpq leaves what the server says beside its answers, until the connection looks.
final class RawNotices {
  /// One notice.
  ///
  /// The detail is left out: it may hold values of rows.
  struct Notice {
    var severity: String
    var state: String
    var message: String
  }

  private(set) var pending: [Notice] = []

  /// Takes what has arrived.
  func take() -> [Notice] {
    defer { pending.removeAll() }
    return pending
  }

  fileprivate func receive(_ notice: Notice) {
    // A statement that warns in a loop must not fill the memory; nobody reads the thousandth notice.
    if pending.count < 1000 { pending.append(notice) }
  }

  /// Makes libpq report here.
  ///
  /// The connection keeps this object for as long as it lives, and libpq calls back only from within calls on that connection, so
  /// the pointer is valid and there is one caller at a time.
  func attach(to connection: OpaquePointer) {
    unsafe PQsetNoticeReceiver(
      connection,
      { argument, result in
        guard let argument = unsafe argument, let result = unsafe result else { return }
        let notices = unsafe Unmanaged<RawNotices>.fromOpaque(argument).takeUnretainedValue()
        func field(_ code: Int32) -> String {
          guard let text = unsafe PQresultErrorField(result, code) else { return "" }
          return unsafe String(cString: text)
        }
        notices.receive(
          Notice(
            severity: field(TENANTRY_DIAG_SEVERITY), state: field(TENANTRY_DIAG_SQLSTATE), message: field(TENANTRY_DIAG_MESSAGE)))
      }, Unmanaged.passUnretained(self).toOpaque())
  }
}
