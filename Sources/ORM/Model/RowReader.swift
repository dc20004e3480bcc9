public import Database

/// Reads the fields of a model out of a row, one after the other, by position.
///
/// Nothing is looked up by name and nothing is allocated but what a value itself needs.
public struct RowReader: Sendable {
  @usableFromInline let row: Row
  @usableFromInline var position: Int
  /// Where the row came from.
  public let origin: Origin

  /// Reads a row from a column on.
  @inlinable
  public init(_ row: Row, at position: Int = 0, origin: Origin) {
    self.row = row
    self.position = position
    self.origin = origin
  }

  /// Reads the next field: as many columns as it has.
  ///
  /// - Throws: ``DatabaseError`` with `invalidValue` when the column holds something else.
  @inlinable
  public mutating func next<Field: ModelField>(_ type: Field.Type = Field.self) throws(DatabaseError) -> Field {
    try Field(from: &self)
  }

  /// Reads the next column.
  @inlinable
  public mutating func column<Value: RowDecodable>(_ type: Value.Type = Value.self) throws(DatabaseError) -> Value {
    defer { position += 1 }
    return try row.decode(position)
  }

  /// True when the next columns are all NULL.
  @inlinable
  public func isNull(columns: Int) throws(DatabaseError) -> Bool {
    for column in position..<position + columns {
      guard try row.isNull(column) else { return false }
    }
    return true
  }

  /// Leaves columns out.
  @inlinable
  public mutating func skip(columns: Int) { position += columns }
}
