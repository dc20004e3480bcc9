public import SQL

/// The rows of one answer, as a driver keeps them.
///
/// Reading is safe from any task: nothing changes after it was made.
///
/// Rows and columns count from 0; both are in range (``Row`` checks). A reader returns nil for NULL and throws
/// ``DatabaseError/Code/invalidValue`` when the column is of another type.
public protocol ResultStorage: AnyObject, Sendable {
  /// The names of the columns.
  var columnNames: [String] { get }
  /// How many columns there are.
  var columnCount: Int { get }
  /// How many rows there are.
  var rowCount: Int { get }

  /// True for NULL.
  func isNull(row: Int, column: Int) throws(DatabaseError) -> Bool

  /// A value as what it is.
  func value(row: Int, column: Int) throws(DatabaseError) -> SQLValue
  /// A truth value.
  func bool(row: Int, column: Int) throws(DatabaseError) -> Bool?
  /// A whole number of any width.
  func integer(row: Int, column: Int) throws(DatabaseError) -> Int64?
  /// A floating-point number.
  func double(row: Int, column: Int) throws(DatabaseError) -> Double?
  /// Text; also the text of a JSON document, a UUID, an enum.
  func text(row: Int, column: Int) throws(DatabaseError) -> String?
  /// Bytes.
  func bytes(row: Int, column: Int) throws(DatabaseError) -> [UInt8]?
  /// A moment.
  func timestamp(row: Int, column: Int) throws(DatabaseError) -> Timestamp?
  /// A list of texts.
  func textArray(row: Int, column: Int) throws(DatabaseError) -> [String]?
}

extension ResultStorage {
  /// The number of ``columnNames``.
  public var columnCount: Int { columnNames.count }

  /// Reads the value and looks.
  public func isNull(row: Int, column: Int) throws(DatabaseError) -> Bool {
    if case .null = try value(row: row, column: column) { true } else { false }
  }
}
