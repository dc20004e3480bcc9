import CSQLite
import SQL

/// A compiled statement, finalized when nobody holds it.
@safe final class RawStatement {
  private let handle: OpaquePointer
  private var knownColumns: Columns?
  private var recompilations: Int32 = 0

  /// Takes a statement over.
  init(_ handle: OpaquePointer) { unsafe self.handle = handle }

  deinit { unsafe sqlite3_finalize(handle) }

  /// True when it changes no file by itself; `BEGIN` and `COMMIT` count as such.
  var isReadOnly: Bool { unsafe sqlite3_stmt_readonly(handle) != 0 }

  /// How many columns it answers with.
  var columnCount: Int { unsafe Int(sqlite3_column_count(handle)) }

  /// The columns that it answers with.
  ///
  /// They are read again when a change of the schema made SQLite compile the statement again.
  var columns: Columns {
    let recompilations = unsafe sqlite3_stmt_status(handle, SQLITE_STMTSTATUS_REPREPARE, 0)
    if let knownColumns, recompilations == self.recompilations { return knownColumns }
    var columns = Columns()
    let count = unsafe sqlite3_column_count(handle)
    for column in 0..<count {
      columns.names.append(unsafe sqlite3_column_name(handle, column).map { unsafe String(cString: $0) } ?? "")
      let declaration = unsafe sqlite3_column_decltype(handle, column).map { unsafe String(cString: $0) }
      columns.types.append(declaration.flatMap { DeclaredType($0) })
    }
    knownColumns = columns
    self.recompilations = recompilations
    return columns
  }

  /// Binds the values of all placeholders; SQLite keeps copies.
  func bind(_ values: [StorageValue]) throws(RawError) {
    let expected = unsafe Int(sqlite3_bind_parameter_count(handle))
    guard expected == values.count else {
      throw RawError(code: .outOfRange, message: "the statement has \(expected) placeholders and \(values.count) values")
    }
    for (offset, value) in values.enumerated() {
      let code = bind(value, at: Int32(offset + 1))
      guard code == SQLITE_OK else { throw failure(code) }
    }
  }

  private func bind(_ value: StorageValue, at index: Int32) -> Int32 {
    switch value {
    case .null: return unsafe sqlite3_bind_null(handle, index)
    case .integer(let number): return unsafe sqlite3_bind_int64(handle, index, number)
    case .double(let number): return unsafe sqlite3_bind_double(handle, index, number)
    case .text(var text):
      return text.withUTF8 { buffer in
        guard let length = Int32(exactly: buffer.count) else { return SQLITE_TOOBIG }
        guard let start = unsafe UnsafeRawPointer(buffer.baseAddress) else {
          return unsafe tenantry_bind_text(handle, index, "", 0)
        }
        return unsafe tenantry_bind_text(handle, index, start.assumingMemoryBound(to: CChar.self), length)
      }
    case .blob(let bytes):
      // A null pointer would make it NULL.
      if bytes.isEmpty { return unsafe sqlite3_bind_zeroblob(handle, index, 0) }
      return unsafe bytes.withUnsafeBytes { buffer in
        guard let length = Int32(exactly: buffer.count) else { return SQLITE_TOOBIG }
        return unsafe tenantry_bind_blob(handle, index, buffer.baseAddress, length)
      }
    }
  }

  /// Runs on to the next row.
  ///
  /// - Returns: False when there is none.
  func step() throws(RawError) -> Bool {
    switch unsafe sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code: throw failure(code)
    }
  }

  /// Copies the present row.
  func copyRow(to rows: inout RowBuffer) throws(RawError) {
    let count = unsafe sqlite3_data_count(handle)
    for column in 0..<count {
      switch unsafe sqlite3_column_type(handle, column) {
      case SQLITE_INTEGER: rows.append(unsafe sqlite3_column_int64(handle, column))
      case SQLITE_FLOAT: rows.append(unsafe sqlite3_column_double(handle, column))
      case SQLITE_TEXT:
        // The text first: asking for it may convert the value, and the length is that of the result.
        let start = unsafe UnsafeRawPointer(sqlite3_column_text(handle, column))
        unsafe try rows.append(bytes(from: start, column), isText: true)
      case SQLITE_BLOB:
        let start = unsafe sqlite3_column_blob(handle, column)
        unsafe try rows.append(bytes(from: start, column), isText: false)
      default: rows.appendNull()
      }
    }
    rows.endRow()
  }

  private func bytes(from start: UnsafeRawPointer?, _ column: Int32) -> UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(sqlite3_column_bytes(handle, column)))
  }

  /// Makes it ready to be run again, without its values.
  func reset() {
    unsafe sqlite3_reset(handle)
    unsafe sqlite3_clear_bindings(handle)
  }

  private func failure(_ code: Int32) -> RawError {
    let database = unsafe sqlite3_db_handle(handle)
    let message = unsafe sqlite3_errmsg(database).map { unsafe String(cString: $0) }
    let offset = unsafe Int(sqlite3_error_offset(database))
    return RawError(code: ResultCode(code), message: message ?? "", byteOffset: offset < 0 ? nil : offset)
  }
}
