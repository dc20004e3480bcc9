/// A statement that is in the middle of its rows.
struct SQLiteStream {
  /// Its number on its connection.
  let number: UInt64
  let statement: RawStatement
  let text: String
  /// How many rows are read at a time, at most.
  let batchSize: Int
  let isInTransaction: Bool
  var progress = Progress.running

  enum Progress {
    case running
    /// It failed after rows that had to be handed out first.
    case failed(RawError)
    /// There are no more rows.
    case atEnd
  }

  /// No row is added to a batch that has so many bytes of texts and blobs.
  static let bytesPerBatch = 1 << 20
}
