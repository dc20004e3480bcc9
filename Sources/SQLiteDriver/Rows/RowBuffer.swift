/// Rows while they are copied: one cell per value, and the bytes of all texts and blobs in one place.
struct RowBuffer: Sendable {
  /// A value in 16 bytes; texts and blobs are places in ``RowBuffer/bytes``.
  enum Cell: Sendable {
    case null
    case integer(Int64)
    case double(Double)
    case text(start: UInt32, count: UInt32)
    case blob(start: UInt32, count: UInt32)
  }

  private(set) var cells: [Cell] = []
  private(set) var bytes: [UInt8] = []
  private(set) var rowCount = 0

  mutating func appendNull() { cells.append(.null) }
  mutating func append(_ number: Int64) { cells.append(.integer(number)) }
  mutating func append(_ number: Double) { cells.append(.double(number)) }
  mutating func endRow() { rowCount += 1 }

  /// Copies a text or a blob.
  mutating func append(_ content: UnsafeRawBufferPointer, isText: Bool) throws(RawError) {
    guard let start = UInt32(exactly: bytes.count), let count = UInt32(exactly: content.count) else {
      throw RawError(code: .tooBig, message: "the answer is larger than 4 GiB; ask for fewer rows")
    }
    unsafe bytes.append(contentsOf: content)
    cells.append(isText ? .text(start: start, count: count) : .blob(start: start, count: count))
  }
}
