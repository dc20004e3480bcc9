public import FoundationEssentials
public import SQL

// Everything that can stand in a list can be read from a column: as what it is, or from the text that SQLite keeps.

extension RowDecodable where Self: SQLElement {
  /// Reads a column that is known to exist.
  public init(row: Int, column: Int, of storage: borrowing any ResultStorage) throws(DatabaseError) {
    let value = try presentValue(row, column, of: storage)
    guard let result = Self(sqlValue: value) else { throw mismatch(value, Self.self, column, storage) }
    self = result
  }
}

extension Int32: RowDecodable {}
extension Int16: RowDecodable {}
extension Float: RowDecodable {}
extension UUID: RowDecodable {}
extension Numeric: RowDecodable {}
extension LocalDate: RowDecodable {}
extension LocalTime: RowDecodable {}
extension LocalTimestamp: RowDecodable {}
extension Interval: RowDecodable {}
extension NetworkAddress: RowDecodable {}
extension JSONDocument: RowDecodable {}
extension SQLRange: RowDecodable {}

extension Array: RowDecodable where Element: SQLListElement {
  /// Reads a column that is known to exist.
  public init(row: Int, column: Int, of storage: borrowing any ResultStorage) throws(DatabaseError) {
    let value = try presentValue(row, column, of: storage)
    guard let list = Element.list(from: value) else { throw mismatch(value, Self.self, column, storage) }
    self = list
  }
}

private func presentValue(_ row: Int, _ column: Int, of storage: borrowing any ResultStorage) throws(DatabaseError) -> SQLValue {
  let value = try storage.value(row: row, column: column)
  if case .null = value { throw unexpectedNull(column, storage) }
  return value
}

private func mismatch<Wanted>(_ value: SQLValue, _ type: Wanted.Type, _ column: Int, _ storage: any ResultStorage)
  -> DatabaseError
{
  DatabaseError(
    .invalidValue,
    "Column \"\(storage.columnNames[column])\" holds \(value), which cannot be read as \(type). Read it as what it is, or cast it."
  )
}
