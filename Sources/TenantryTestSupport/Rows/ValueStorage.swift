public import Database
public import SQL

/// Rows that are written down in a test: for what happens above any driver.
public final class ValueStorage: ResultStorage {
  /// The rows, by value.
  public let rows: [[SQLValue]]
  /// Made up from the places of the columns.
  public var columnNames: [String] { (rows.first ?? []).indices.map { "column\($0)" } }
  /// How many rows there are.
  public var rowCount: Int { rows.count }

  /// Rows to read.
  public init(_ rows: [[SQLValue]]) { self.rows = rows }

  /// A value as it was written down.
  public func value(row: Int, column: Int) -> SQLValue { rows[row][column] }
  /// A truth value, when it was written as one.
  public func bool(row: Int, column: Int) -> Bool? { if case .bool(let value) = rows[row][column] { value } else { nil } }
  /// A whole number, when it was written as one.
  public func integer(row: Int, column: Int) -> Int64? { if case .integer(let value) = rows[row][column] { value } else { nil } }
  /// A floating-point number, when it was written as one.
  public func double(row: Int, column: Int) -> Double? { if case .double(let value) = rows[row][column] { value } else { nil } }
  /// Bytes, when they were written as such.
  public func bytes(row: Int, column: Int) -> [UInt8]? { if case .bytes(let value) = rows[row][column] { value } else { nil } }
  /// A moment, when it was written as one.
  public func timestamp(row: Int, column: Int) -> Timestamp? {
    if case .timestamp(let value) = rows[row][column] { value } else { nil }
  }
  /// A list of texts, when it was written as one.
  public func textArray(row: Int, column: Int) -> [String]? {
    if case .textArray(let value) = rows[row][column] { value } else { nil }
  }
  /// A text or a JSON document.
  public func text(row: Int, column: Int) -> String? {
    switch rows[row][column] {
    case .text(let text), .json(let text): text
    default: nil
    }
  }
}
