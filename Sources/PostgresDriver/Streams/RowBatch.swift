import Database

/// Rows that arrived one by one, as one answer.
///
/// Their bytes stand one behind the other: libpq's own memory for a row is used again for the next one.
final class RowBatch: WireValues {
  private let columns: StreamColumns
  private let bytes: [UInt8]
  /// Where each value ends in ``bytes``, row by row; negative for NULL, which ends where the one before it does.
  private let ends: [Int]
  let rowCount: Int

  init(_ columns: StreamColumns, bytes: [UInt8], ends: [Int]) {
    self.columns = columns
    self.bytes = bytes
    self.ends = ends
    rowCount = columns.types.isEmpty ? 0 : ends.count / columns.types.count
  }

  var isBinary: Bool { true }
  var quickTypes: QuickTypes { columns.quickTypes }
  var columnNames: [String] { columns.names }
  var columnCount: Int { columns.types.count }
  func name(ofColumn column: Int) -> String { columns.names[column] }

  @inline(__always)
  func type(ofColumn column: Int) -> UInt32 { columns.types[column] }

  @inline(__always)
  func isNull(row: Int, column: Int) -> Bool { ends[row * columnCount + column] < 0 }

  @inline(__always)
  func withBytes<Value, Failure: Error>(
    row: Int, column: Int, _ read: (Span<UInt8>) throws(Failure) -> Value
  ) throws(Failure) -> Value? {
    let index = row * columns.types.count + column
    let end = ends[index]
    guard end >= 0 else { return nil }
    let start = index == 0 ? 0 : ends[index - 1]
    return try unsafe bytes.withUnsafeBufferPointer { (all) throws(Failure) -> Value in
      let value = unsafe UnsafeBufferPointer(rebasing: all[(start < 0 ? ~start : start)..<end])
      return try unsafe read(value.span)
    }
  }
}

/// What all rows of a stream have in common.
final class StreamColumns: Sendable {
  let names: [String]
  let types: [UInt32]
  let quickTypes: QuickTypes

  init(_ row: RawResult) {
    names = row.columnNames
    types = (0..<row.columnCount).map(row.type(ofColumn:))
    quickTypes = row.quickTypes
  }
}
