import CPQ
import Glibc

/// Owns a connection of libpq.
///
/// All calls return at once: waiting is the business of who owns this.
@safe final class RawConnection {
  let handle: OpaquePointer
  let notices = RawNotices()

  private init(_ handle: OpaquePointer) {
    unsafe self.handle = handle
    unsafe notices.attach(to: handle)
    // The state of a refused connection is only in the text, and there only when the text is verbose.
    unsafe PQsetErrorVerbosity(handle, PQERRORS_VERBOSE)
  }

  deinit { unsafe PQfinish(handle) }

  // MARK: - Connecting

  /// The next thing that a connection in the making waits for.
  enum ConnectStep { case read, write, done, failed }

  /// Begins to connect.
  ///
  /// Nil when there is no memory for it.
  static func start(_ settings: [(name: String, value: String)]) -> RawConnection? {
    let names = unsafe settings.map { unsafe strdup($0.name) }
    let values = unsafe settings.map { unsafe strdup($0.value) }
    defer {
      unsafe (names + values).forEach { unsafe free($0) }
    }
    let nameList = unsafe names.map { unsafe UnsafePointer($0) } + [nil]
    let valueList = unsafe values.map { unsafe UnsafePointer($0) } + [nil]
    // The last argument keeps libpq from reading the name of the database as a list of settings.
    guard let handle = unsafe PQconnectStartParams(nameList, valueList, 0) else { return nil }
    return unsafe RawConnection(handle)
  }

  /// Takes the connect one step further.
  func connectStep() -> ConnectStep {
    switch unsafe PQconnectPoll(handle) {
    case PGRES_POLLING_READING: .read
    case PGRES_POLLING_WRITING: .write
    case PGRES_POLLING_OK: .done
    default: .failed
    }
  }

  /// Ends the connect phase: from here on no call blocks, and errors are read field by field.
  func finishConnecting() {
    unsafe PQsetnonblocking(handle, 1)
    unsafe PQsetErrorVerbosity(handle, PQERRORS_DEFAULT)
  }

  // MARK: - State

  /// The socket, or -1.
  ///
  /// While connecting it may change at every step.
  var socket: Int32 { unsafe PQsocket(handle) }

  /// False once the connection is broken.
  var isGood: Bool { unsafe PQstatus(handle) == CONNECTION_OK }

  /// True while a transaction is open, failed ones included.
  var isInTransaction: Bool {
    let status = unsafe PQtransactionStatus(handle)
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR
  }

  /// True when no statement runs and no transaction is open.
  var isIdle: Bool { unsafe PQtransactionStatus(handle) == PQTRANS_IDLE }

  var serverVersion: Int { unsafe Int(PQserverVersion(handle)) }
  /// The number of the server's process, as it was announced; a pooler announces one of its own.
  var processIdentifier: Int { unsafe Int(PQbackendPID(handle)) }
  var isEncrypted: Bool { unsafe PQsslInUse(handle) != 0 }

  /// The address of the server, or the path of its socket.
  var address: String? {
    guard let text = unsafe PQhostaddr(handle) else { return nil }
    let address = unsafe String(cString: text)
    return address.isEmpty ? nil : address
  }

  /// A setting that the server reports without being asked.
  func parameter(_ name: String) -> String? {
    guard let text = unsafe PQparameterStatus(handle, name) else { return nil }
    return unsafe String(cString: text)
  }

  /// What libpq says about its last failure.
  var errorMessage: String {
    guard let text = unsafe PQerrorMessage(handle) else { return "" }
    return unsafe String(cString: text)
  }

  /// What is needed to cancel a statement.
  ///
  /// Nil when the connection is broken.
  func makeCancel() -> RawCancel? {
    guard let cancel = unsafe PQgetCancel(handle) else { return nil }
    return unsafe RawCancel(cancel)
  }

  // MARK: - Receiving

  /// How far sending has come.
  enum FlushState { case done, pending, failed }

  /// Sends what is waiting to be sent, as far as the socket takes it.
  func flush() -> FlushState {
    switch unsafe PQflush(handle) {
    case 0: .done
    case 1: .pending
    default: .failed
    }
  }

  /// Reads what has arrived, perhaps not all of it.
  ///
  /// False when the connection is broken.
  func consumeInput() -> Bool { unsafe PQconsumeInput(handle) != 0 }

  /// True when ``nextResult(isBinary:)`` would have to wait.
  var isBusy: Bool { unsafe PQisBusy(handle) != 0 }

  /// The next answer; nil when there is none for this statement.
  func nextResult(isBinary: Bool) -> RawResult? {
    guard let result = unsafe PQgetResult(handle) else { return nil }
    return unsafe RawResult(result, isBinary: isBinary)
  }

  /// Ends a `COPY … FROM STDIN` as failed.
  ///
  /// False when that could not be queued yet.
  func refuseCopyIn() -> Bool { unsafe PQputCopyEnd(handle, "COPY FROM STDIN is not available here") != 0 }

  /// How reading a `COPY … TO STDOUT` goes on.
  enum CopyState { case data, wait, done }

  /// Throws away the next piece of a `COPY … TO STDOUT`.
  func discardCopyOut() -> CopyState {
    var buffer: UnsafeMutablePointer<CChar>?
    let count = unsafe PQgetCopyData(handle, &buffer, 1)
    if let buffer = unsafe buffer { unsafe PQfreemem(buffer) }
    return count > 0 ? .data : count == 0 ? .wait : .done
  }
}
