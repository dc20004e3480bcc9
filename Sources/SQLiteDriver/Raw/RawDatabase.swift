import CSQLite

/// An open connection of SQLite's, for one thread at a time.
@safe final class RawDatabase {
  private(set) var handle: OpaquePointer?
  let callbacks: CallbackState
  let interrupt: InterruptHandle

  /// Opens a file that exists and is no symbolic link; nothing is read from it yet.
  init(path: String) throws(RawError) {
    guard !path.utf8.contains(0) else { throw RawError(code: .cannotOpen, message: "The path holds a NUL character.") }
    var opened: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE
    let code = ResultCode(unsafe sqlite3_open_v2(path, &opened, flags, nil))
    interrupt = InterruptHandle(address: UInt(bitPattern: opened))
    callbacks = CallbackState(interrupt: interrupt)
    unsafe handle = opened
    guard code == .ok, let opened = unsafe opened else {
      let error = failure(code)
      close()
      throw error
    }
    unsafe Self.install(callbacks, on: opened)
    try check(unsafe Self.harden(opened))
  }

  deinit { close() }

  /// Settings that keep SQL inside of its file.
  ///
  /// See https://www.sqlite.org/security.html
  private static func harden(_ handle: OpaquePointer) -> Int32 {
    let settings: [(option: Int32, value: Int32)] = [
      (SQLITE_DBCONFIG_DEFENSIVE, 1), (SQLITE_DBCONFIG_ENABLE_FKEY, 1),
      (SQLITE_DBCONFIG_DQS_DDL, 0), (SQLITE_DBCONFIG_DQS_DML, 0), (SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0),
    ]
    for setting in settings {
      let code = unsafe tenantry_db_config(handle, setting.option, setting.value)
      guard code == SQLITE_OK else { return code }
    }
    return SQLITE_OK
  }

  /// Closes the connection; statements that are left make it linger, never dangle.
  func close() {
    interrupt.invalidate()
    unsafe sqlite3_close_v2(handle)
    unsafe handle = nil
  }

  var isOpen: Bool { unsafe handle != nil }

  /// False while a transaction is open.
  var isAutocommit: Bool { unsafe handle == nil || sqlite3_get_autocommit(handle) != 0 }

  /// True while a transaction holds a write lock.
  var isWriting: Bool { unsafe handle != nil && sqlite3_txn_state(handle, nil) == SQLITE_TXN_WRITE }

  /// Rows changed by the last insert, update or delete.
  var changes: Int { unsafe handle == nil ? 0 : Int(sqlite3_changes64(handle)) }

  /// Rows changed since the connection was opened, by triggers as well.
  var totalChanges: Int { unsafe handle == nil ? 0 : Int(sqlite3_total_changes64(handle)) }

  /// True when the file of a schema is no longer the one that its path names.
  func hasMoved(_ schema: String = "main") -> Bool {
    var result: Int32 = 0
    let code = unsafe handle == nil ? SQLITE_MISUSE : sqlite3_file_control(handle, schema, SQLITE_FCNTL_HAS_MOVED, &result)
    return code != SQLITE_OK || result != 0
  }

  /// Compiles the one statement of a text.
  ///
  /// - Parameter isKept: True when the statement will be used again.
  /// - Returns: nil when there is none: blanks and comments.
  func prepare(_ text: String, isKept: Bool = false) throws(RawError) -> RawStatement? {
    guard let handle = unsafe handle else { throw RawError(code: .misuse, message: "The connection is closed.") }
    guard !text.utf8.contains(0) else { throw RawError(code: .error, message: "near NUL: syntax error") }
    guard text.utf8.count < Int(Int32.max) else { throw RawError(code: .tooBig, message: "The statement is too long.") }
    callbacks.refusal = nil
    let flags = isKept ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
    var text = text
    var statement: RawStatement?
    var end = 0
    let code = text.withUTF8 { buffer in
      let code = unsafe Self.compile(buffer[...], flags: flags, handle: handle, statement: &statement, end: &end)
      guard code == SQLITE_OK else { return code }
      // What follows must be blank: a second statement would be left out in silence.
      while end < buffer.count {
        var (next, consumed): (RawStatement?, Int) = (nil, end)
        let rest = unsafe Self.compile(buffer[end...], flags: 0, handle: handle, statement: &next, end: &consumed)
        guard rest == SQLITE_OK, next == nil, consumed > end else { return Self.secondStatement }
        end = consumed
      }
      return code
    }
    if code == Self.secondStatement {
      throw RawError(code: .error, message: "more than one statement where one is expected", byteOffset: end)
    }
    try check(code)
    return statement
  }

  private static let secondStatement: Int32 = -1

  private static func compile(
    _ text: Slice<UnsafeBufferPointer<UInt8>>, flags: UInt32, handle: OpaquePointer, statement: inout RawStatement?,
    end: inout Int
  ) -> Int32 {
    let buffer = unsafe UnsafeBufferPointer(rebasing: text)
    guard let start = unsafe UnsafeRawPointer(buffer.baseAddress)?.assumingMemoryBound(to: CChar.self), !buffer.isEmpty
    else {
      return SQLITE_OK
    }
    var compiled: OpaquePointer?
    var tail: UnsafePointer<CChar>?
    let code = unsafe sqlite3_prepare_v3(handle, start, Int32(buffer.count), flags, &compiled, &tail)
    unsafe statement = compiled.map { unsafe RawStatement($0) }
    if let tail = unsafe tail { unsafe end = text.startIndex + (tail - start) }
    return code
  }

  /// Throws what SQLite says about the last call, unless it went well.
  func check(_ code: Int32) throws(RawError) {
    guard code != SQLITE_OK else { return }
    throw failure(ResultCode(code))
  }

  /// What SQLite says about the last call.
  func failure(_ code: ResultCode) -> RawError {
    let message = unsafe handle.flatMap { unsafe sqlite3_errmsg($0) }.map { unsafe String(cString: $0) }
    let offset = unsafe handle.map { unsafe Int(sqlite3_error_offset($0)) } ?? -1
    return RawError(
      code: code, message: message ?? "SQLite could not be used.", byteOffset: offset < 0 ? nil : offset,
      refusal: callbacks.refusal)
  }
}
