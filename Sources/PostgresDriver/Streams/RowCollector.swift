/// Collects the rows of a stream until they are handed out together.
struct RowCollector {
  private let columns: StreamColumns
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  private(set) var count = 0

  /// - Parameter capacity: How many rows are collected at most.
  init(_ columns: StreamColumns, capacity: Int) {
    self.columns = columns
    ends.reserveCapacity(min(capacity, 4096) * columns.types.count)
  }

  /// Copies a row.
  mutating func append(_ row: RawResult) {
    for column in columns.types.indices {
      let isThere: Void? = row.withBytes(row: 0, column: column) { value in
        unsafe value.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
      }
      // The complement says NULL and keeps the place where the next value begins.
      ends.append(isThere == nil ? ~bytes.count : bytes.count)
    }
    count += 1
  }

  /// The rows as one answer.
  func finish() -> RowBatch { RowBatch(columns, bytes: bytes, ends: ends) }
}
