import CSQLite
import SQL

/// An empty SQLite database in memory that evaluates one expression at a time.
@safe final class SQLiteEngine {
  struct Failure: Error { var message: String }

  private let handle: OpaquePointer

  init() throws {
    var opened: OpaquePointer?
    guard unsafe sqlite3_open(":memory:", &opened) == SQLITE_OK, let opened = unsafe opened else {
      throw Failure(message: "no database")
    }
    unsafe handle = opened
  }

  deinit { unsafe sqlite3_close(handle) }

  /// The first column of the first row; the text must be one statement.
  func value(of sql: String) throws -> SQLValue {
    var prepared: OpaquePointer?
    guard unsafe sqlite3_prepare_v2(handle, sql, -1, &prepared, nil) == SQLITE_OK, let statement = unsafe prepared else {
      throw Failure(message: unsafe String(cString: sqlite3_errmsg(handle)))
    }
    defer { unsafe sqlite3_finalize(statement) }
    guard unsafe sqlite3_step(statement) == SQLITE_ROW else { throw Failure(message: "no row") }
    let count = unsafe Int(sqlite3_column_bytes(statement, 0))
    switch unsafe sqlite3_column_type(statement, 0) {
    case SQLITE_INTEGER: return unsafe .integer(sqlite3_column_int64(statement, 0))
    case SQLITE_FLOAT: return unsafe .double(sqlite3_column_double(statement, 0))
    case SQLITE_TEXT:
      let start = unsafe sqlite3_column_text(statement, 0)
      return unsafe .text(String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self))
    case SQLITE_BLOB:
      let start = unsafe sqlite3_column_blob(statement, 0)
      return unsafe .bytes(Array(UnsafeRawBufferPointer(start: start, count: count)))
    default: return .null
    }
  }
}
