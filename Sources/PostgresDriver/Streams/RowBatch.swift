import Database
import SQL

/// Rows that arrived one by one, as one answer.
final class RowBatch: ResultStorage {
  private let rows: [RawResult]

  /// Takes at least one row; all have the same columns.
  init(_ rows: [RawResult]) { self.rows = rows }

  var columnNames: [String] { rows.first?.columnNames ?? [] }
  var columnCount: Int { rows.first?.columnCount ?? 0 }
  var rowCount: Int { rows.count }

  func isNull(row: Int, column: Int) throws(DatabaseError) -> Bool { rows[row].isNull(row: 0, column: column) }
  func value(row: Int, column: Int) throws(DatabaseError) -> SQLValue { try rows[row].value(row: 0, column: column) }
  func bool(row: Int, column: Int) throws(DatabaseError) -> Bool? { try rows[row].bool(row: 0, column: column) }
  func integer(row: Int, column: Int) throws(DatabaseError) -> Int64? { try rows[row].integer(row: 0, column: column) }
  func double(row: Int, column: Int) throws(DatabaseError) -> Double? { try rows[row].double(row: 0, column: column) }
  func text(row: Int, column: Int) throws(DatabaseError) -> String? { try rows[row].text(row: 0, column: column) }
  func bytes(row: Int, column: Int) throws(DatabaseError) -> [UInt8]? { try rows[row].bytes(row: 0, column: column) }
  func timestamp(row: Int, column: Int) throws(DatabaseError) -> Timestamp? { try rows[row].timestamp(row: 0, column: column) }
  func textArray(row: Int, column: Int) throws(DatabaseError) -> [String]? { try rows[row].textArray(row: 0, column: column) }
}
