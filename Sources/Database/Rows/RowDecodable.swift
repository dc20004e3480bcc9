public import SQL

/// A type that a column can be read as.
public protocol RowDecodable {
  /// Reads a column that is known to exist.
  init(row: Int, column: Int, of storage: borrowing any ResultStorage) throws(DatabaseError)
}

@inlinable
func required<Value>(_ value: Value?, _ column: Int, _ storage: any ResultStorage) throws(DatabaseError) -> Value {
  guard let value else { throw unexpectedNull(column, storage) }
  return value
}

@usableFromInline
func unexpectedNull(_ column: Int, _ storage: any ResultStorage) -> DatabaseError {
  DatabaseError(.invalidValue, "Column \"\(storage.columnNames[column])\" is NULL where a value is expected.")
}

extension Bool: RowDecodable {
  /// Reads a column that is known to exist.
  @inlinable
  public init(row: Int, column: Int, of storage: borrowing any ResultStorage) throws(DatabaseError) {
    self = try required(storage.bool(row: row, column: column), column, storage)
  }
}

extension Int64: RowDecodable {
  /// Reads a column that is known to exist.
  @inlinable
  public init(row: Int, column: Int, of storage: borrowing any ResultStorage) throws(DatabaseError) {
    self = try required(storage.integer(row: row, column: column), column, storage)
  }
}

extension Int: RowDecodable {
  /// Reads a column that is known to exist.
  @inlinable
  public init(row: Int, column: Int, of storage: borrowing any ResultStorage) throws(DatabaseError) {
    self = Int(try Int64(row: row, column: column, of: storage))
  }
}

extension Double: RowDecodable {
  /// Reads a column that is known to exist.
  @inlinable
  public init(row: Int, column: Int, of storage: borrowing any ResultStorage) throws(DatabaseError) {
    self = try required(storage.double(row: row, column: column), column, storage)
  }
}

extension String: RowDecodable {
  /// Reads a column that is known to exist.
  @inlinable
  public init(row: Int, column: Int, of storage: borrowing any ResultStorage) throws(DatabaseError) {
    self = try required(storage.text(row: row, column: column), column, storage)
  }
}

extension Timestamp: RowDecodable {
  /// Reads a column that is known to exist.
  @inlinable
  public init(row: Int, column: Int, of storage: borrowing any ResultStorage) throws(DatabaseError) {
    self = try required(storage.timestamp(row: row, column: column), column, storage)
  }
}

extension Optional: RowDecodable where Wrapped: RowDecodable {
  /// Reads a column that is known to exist.
  @inlinable
  public init(row: Int, column: Int, of storage: borrowing any ResultStorage) throws(DatabaseError) {
    self = try storage.isNull(row: row, column: column) ? nil : Wrapped(row: row, column: column, of: storage)
  }
}
