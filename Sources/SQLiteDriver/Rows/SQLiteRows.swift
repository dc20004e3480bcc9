import Database
import SQL

/// The rows of an answer, copied out of SQLite.
final class SQLiteRows: ResultStorage {
  private let columns: Columns
  private let rows: RowBuffer

  init(columns: Columns, rows: RowBuffer) {
    self.columns = columns
    self.rows = rows
  }

  /// The answer of a statement without rows.
  static let none = SQLiteRows(columns: Columns(), rows: RowBuffer())

  var columnNames: [String] { columns.names }
  var rowCount: Int { rows.rowCount }

  func isNull(row: Int, column: Int) -> Bool { if case .null = cell(row, column) { true } else { false } }

  /// What the column is declared as; what is kept where that says nothing, and where the value is another one all the same.
  func value(row: Int, column: Int) throws(DatabaseError) -> SQLValue {
    let kept = try keptValue(row: row, column: column)
    guard kept != .null, let type = columns.types[column] else { return kept }
    return type.value(of: kept) ?? kept
  }

  private func keptValue(row: Int, column: Int) throws(DatabaseError) -> SQLValue {
    switch cell(row, column) {
    case .null: return .null
    case .integer(let number): return .integer(number)
    case .double(let number): return .double(number)
    case .text(let start, let count): return .text(try string(start, count, column))
    case .blob(let start, let count): return .bytes(Array(slice(start, count)))
    }
  }

  func bool(row: Int, column: Int) throws(DatabaseError) -> Bool? {
    switch cell(row, column) {
    case .null: return nil
    case .integer(0): return false
    case .integer(1): return true
    default: throw mismatch(column, "a truth value (0 or 1)")
    }
  }

  func integer(row: Int, column: Int) throws(DatabaseError) -> Int64? {
    switch cell(row, column) {
    case .null: return nil
    case .integer(let number): return number
    default: throw mismatch(column, "a whole number")
    }
  }

  func double(row: Int, column: Int) throws(DatabaseError) -> Double? {
    switch cell(row, column) {
    case .null: return nil
    case .double(let number): return number
    // SQLite stores 2.0 in a column of integers as 2.
    case .integer(let number): return Double(number)
    default: throw mismatch(column, "a number")
    }
  }

  func text(row: Int, column: Int) throws(DatabaseError) -> String? {
    switch cell(row, column) {
    case .null: return nil
    case .text(let start, let count): return try string(start, count, column)
    default: throw mismatch(column, "text")
    }
  }

  func bytes(row: Int, column: Int) throws(DatabaseError) -> [UInt8]? {
    switch cell(row, column) {
    case .null: return nil
    case .blob(let start, let count): return Array(slice(start, count))
    default: throw mismatch(column, "bytes")
    }
  }

  func timestamp(row: Int, column: Int) throws(DatabaseError) -> Timestamp? {
    guard let text = try text(row: row, column: column) else { return nil }
    guard let moment = Timestamp(text) ?? Timestamp(sqliteText: text) else {
      throw mismatch(column, "a moment (2026-11-24T09:30:00.000000Z)")
    }
    return moment
  }

  func textArray(row: Int, column: Int) throws(DatabaseError) -> [String]? {
    guard let text = try text(row: row, column: column) else { return nil }
    guard let texts = String.list(from: .text(text)) else { throw mismatch(column, "a JSON array of strings") }
    return texts
  }

  private func cell(_ row: Int, _ column: Int) -> RowBuffer.Cell { rows.cells[row * columns.names.count + column] }

  private func slice(_ start: UInt32, _ count: UInt32) -> ArraySlice<UInt8> { rows.bytes[Int(start)..<Int(start) + Int(count)] }

  private func string(_ start: UInt32, _ count: UInt32, _ column: Int) throws(DatabaseError) -> String {
    guard let text = String(validating: slice(start, count), as: UTF8.self) else { throw mismatch(column, "text in UTF-8") }
    return text
  }

  private func mismatch(_ column: Int, _ expected: String) -> DatabaseError {
    DatabaseError(.invalidValue, "Column \"\(columnNames[column])\" does not hold \(expected).")
  }
}
