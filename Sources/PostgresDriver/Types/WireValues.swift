import Database

/// Values as the server sends them, whoever keeps the bytes.
protocol WireValues: ResultStorage {
  /// True when values are in the binary format; false when they are text.
  var isBinary: Bool { get }
  /// The types of the first columns, as far as they have quick readers.
  var quickTypes: QuickTypes { get }
  /// The name of a column.
  func name(ofColumn column: Int) -> String
  /// The object identifier of a column's type.
  func type(ofColumn column: Int) -> UInt32
  /// True for NULL.
  func isNull(row: Int, column: Int) -> Bool
  /// Lends the bytes of a value to a reader.
  ///
  /// - Returns: Nil for NULL.
  func withBytes<Value, Failure: Error>(
    row: Int, column: Int, _ read: (Span<UInt8>) throws(Failure) -> Value
  ) throws(Failure) -> Value?
}

extension RawResult: WireValues {}
