import Database
import SQL

/// Rows that are written down in a test: for what happens above any driver.
final class ValueStorage: ResultStorage {
  let rows: [[SQLValue]]
  var columnNames: [String] { (rows.first ?? []).indices.map { "column\($0)" } }
  var rowCount: Int { rows.count }

  init(_ rows: [[SQLValue]]) { self.rows = rows }

  func value(row: Int, column: Int) -> SQLValue { rows[row][column] }
  func bool(row: Int, column: Int) -> Bool? { if case .bool(let value) = rows[row][column] { value } else { nil } }
  func integer(row: Int, column: Int) -> Int64? { if case .integer(let value) = rows[row][column] { value } else { nil } }
  func double(row: Int, column: Int) -> Double? { if case .double(let value) = rows[row][column] { value } else { nil } }
  func bytes(row: Int, column: Int) -> [UInt8]? { if case .bytes(let value) = rows[row][column] { value } else { nil } }
  func timestamp(row: Int, column: Int) -> Timestamp? {
    if case .timestamp(let value) = rows[row][column] { value } else { nil }
  }
  func textArray(row: Int, column: Int) -> [String]? {
    if case .textArray(let value) = rows[row][column] { value } else { nil }
  }
  func text(row: Int, column: Int) -> String? {
    switch rows[row][column] {
    case .text(let text), .json(let text): text
    default: nil
    }
  }
}
