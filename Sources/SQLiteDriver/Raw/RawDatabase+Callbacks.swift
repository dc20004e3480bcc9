import CSQLite

extension RawDatabase {
  /// How many steps of its virtual machine SQLite runs between two looks at the clock: some 10 microseconds.
  private static let stepsBetweenLooks: Int32 = 1000

  /// Hands SQLite our callbacks.
  ///
  /// The state outlives the connection: ``RawDatabase`` holds both.
  static func install(_ state: CallbackState, on handle: OpaquePointer) {
    let context = unsafe Unmanaged.passUnretained(state).toOpaque()
    unsafe sqlite3_progress_handler(
      handle, stepsBetweenLooks,
      { context in unsafe RawDatabase.state(context)?.shouldStop() == true ? 1 : 0 }, context)
    // The caller waits, in its task and off the thread; here we only learn that waiting makes sense.
    unsafe sqlite3_busy_handler(
      handle,
      { context, _ in
        unsafe RawDatabase.state(context)?.wantedToWait = true
        return 0
      }, context)
    unsafe sqlite3_set_authorizer(
      handle,
      { context, code, first, second, schema, _ in
        let action = unsafe RawDatabase.action(code, first, second, schema)
        return unsafe RawDatabase.state(context)?.permits(action) == true ? SQLITE_OK : SQLITE_DENY
      }, context)
    unsafe sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 1)
  }

  private static func state(_ context: UnsafeMutableRawPointer?) -> CallbackState? {
    unsafe context.map { unsafe Unmanaged<CallbackState>.fromOpaque($0).takeUnretainedValue() }
  }

  private static func action(
    _ code: Int32, _ first: UnsafePointer<CChar>?, _ second: UnsafePointer<CChar>?, _ schema: UnsafePointer<CChar>?
  ) -> StatementAction {
    switch code {
    case SQLITE_ATTACH, SQLITE_DETACH: return .attach
    case SQLITE_TRANSACTION, SQLITE_SAVEPOINT: return .transactionControl
    case SQLITE_CREATE_TEMP_INDEX, SQLITE_CREATE_TEMP_TABLE, SQLITE_CREATE_TEMP_TRIGGER, SQLITE_CREATE_TEMP_VIEW:
      return .createTemporary
    case SQLITE_CREATE_VTABLE where unsafe text(schema) == "temp": return .createTemporary
    case SQLITE_PRAGMA: return .pragma(name: unsafe text(first) ?? "", argument: unsafe text(second))
    case SQLITE_FUNCTION: return .function(unsafe text(second) ?? "")
    default: return .other
    }
  }

  private static func text(_ pointer: UnsafePointer<CChar>?) -> String? { unsafe pointer.map { unsafe String(cString: $0) } }
}
