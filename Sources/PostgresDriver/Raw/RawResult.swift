import CPQ
import Glibc

/// An answer of libpq.
///
/// Proof of `@unchecked Sendable`: libpq documents that a `PGresult` is read-only once `PQgetResult` has returned it and may then
/// be read by any thread; the pointer is private, is never changed, and is freed once, when the last reference is gone.
@safe final class RawResult: @unchecked Sendable {
  /// What kind of answer it is.
  enum Status {
    case command, tuples, singleTuple, error, copyIn, copyOut, copyBoth, pipelineSync, pipelineAborted, other
  }

  private let handle: OpaquePointer
  /// How many rows there are.
  let rowCount: Int
  /// How many columns there are.
  let columnCount: Int
  /// True when values are in the binary format; false when they are text.
  let isBinary: Bool
  /// The types of the first columns, as far as they have quick readers.
  let quickTypes: QuickTypes

  /// Takes over the handle.
  init(_ handle: OpaquePointer, isBinary: Bool) {
    unsafe self.handle = handle
    self.isBinary = isBinary
    rowCount = unsafe Int(PQntuples(handle))
    columnCount = unsafe Int(PQnfields(handle))
    quickTypes = isBinary ? QuickTypes(count: columnCount) { unsafe PQftype(handle, Int32($0)) } : QuickTypes()
  }

  deinit { unsafe PQclear(handle) }

  /// What kind of answer it is.
  var status: Status {
    switch unsafe PQresultStatus(handle) {
    case PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: .command
    case PGRES_TUPLES_OK: .tuples
    case PGRES_SINGLE_TUPLE: .singleTuple
    case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE: .error
    case PGRES_COPY_IN: .copyIn
    case PGRES_COPY_OUT: .copyOut
    case PGRES_COPY_BOTH: .copyBoth
    case PGRES_PIPELINE_SYNC: .pipelineSync
    case PGRES_PIPELINE_ABORTED: .pipelineAborted
    default: .other
    }
  }

  /// The command tag.
  var commandTag: String {
    guard let text = unsafe PQcmdStatus(handle) else { return "" }
    return unsafe String(cString: text)
  }

  /// The number in the command tag.
  var commandCount: Int {
    guard let text = unsafe PQcmdTuples(handle) else { return 0 }
    return unsafe Int(atoll(text))
  }

  /// A field of an error report.
  func errorField(_ field: ErrorField) -> String? {
    guard let text = unsafe PQresultErrorField(handle, field.code) else { return nil }
    return unsafe String(cString: text)
  }

  /// The whole error report, as libpq words it.
  var errorMessage: String {
    guard let text = unsafe PQresultErrorMessage(handle) else { return "" }
    return unsafe String(cString: text)
  }

  /// The name of a column.
  func name(ofColumn column: Int) -> String {
    guard let text = unsafe PQfname(handle, Int32(column)) else { return "" }
    return unsafe String(cString: text)
  }

  /// The object identifier of a column's type.
  @inline(__always)
  func type(ofColumn column: Int) -> UInt32 { unsafe PQftype(handle, Int32(column)) }

  /// True for NULL.
  @inline(__always)
  func isNull(row: Int, column: Int) -> Bool { unsafe PQgetisnull(handle, Int32(row), Int32(column)) != 0 }

  /// Lends the bytes of a value to a reader.
  ///
  /// - Returns: Nil for NULL.
  @inline(__always)
  func withBytes<Value, Failure: Error>(
    row: Int, column: Int, _ read: (Span<UInt8>) throws(Failure) -> Value
  ) throws(Failure) -> Value? {
    let count = unsafe Int(PQgetlength(handle, Int32(row), Int32(column)))
    // libpq gives NULL the length 0, so only then is the question worth a call.
    if count == 0 && isNull(row: row, column: column) { return nil }
    guard let start = unsafe PQgetvalue(handle, Int32(row), Int32(column)) else { return nil }
    let bytes = unsafe UnsafeRawBufferPointer(start: start, count: count).assumingMemoryBound(to: UInt8.self)
    return try unsafe read(bytes.span)
  }
}

extension RawResult {
  /// The fields of an error report that we read.
  enum ErrorField {
    case severity, state, message, detail, hint, position, schema, table, column, constraint, function

    fileprivate var code: Int32 {
      switch self {
      case .severity: TENANTRY_DIAG_SEVERITY
      case .state: TENANTRY_DIAG_SQLSTATE
      case .message: TENANTRY_DIAG_MESSAGE
      case .detail: TENANTRY_DIAG_DETAIL
      case .hint: TENANTRY_DIAG_HINT
      case .position: TENANTRY_DIAG_POSITION
      case .schema: TENANTRY_DIAG_SCHEMA
      case .table: TENANTRY_DIAG_TABLE
      case .column: TENANTRY_DIAG_COLUMN
      case .constraint: TENANTRY_DIAG_CONSTRAINT
      case .function: TENANTRY_DIAG_FUNCTION
      }
    }
  }
}
