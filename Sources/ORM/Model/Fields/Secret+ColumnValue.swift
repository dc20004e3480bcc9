public import Database
public import Names
public import SQL

extension Secret: SQLValueConvertible {
  /// The text: descriptions of bound values never show it.
  public var sqlValue: SQLValue { .text(reveal()) }
}

extension Secret: RowDecodable {
  /// Reads text.
  public init(row: Int, column: Int, of storage: any ResultStorage) throws(DatabaseError) {
    self.init(try String(row: row, column: column, of: storage))
  }
}

extension Secret: ColumnValue {
  /// `text`.
  public static var columnType: ColumnType { .text }
}
