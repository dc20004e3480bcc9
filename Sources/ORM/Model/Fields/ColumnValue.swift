public import Database
public import SQL

/// A type whose values stand in one column.
///
/// Texts, numbers, moments, UUIDs, arrays, ranges and so on conform. A type of your own conforms through ``EnumColumn``, through
/// ``JSONColumn``, or by itself:
///
/// ```swift
/// struct Cents: ColumnValue {
///   var amount: Int64
///   static var columnType: ColumnType { .int64 }
///   var sqlValue: SQLValue { .integer(amount) }
///   init(row: Int, column: Int, of storage: any ResultStorage) throws(DatabaseError) {
///     amount = try Int64(row: row, column: column, of: storage)
///   }
/// }
/// ```
public protocol ColumnValue: ModelField, RowDecodable, SQLValueConvertible {
  /// What the column is declared as, unless the model says otherwise.
  static var columnType: ColumnType { get }
}

extension ColumnValue {
  /// One.
  @inlinable
  public static var columnCount: Int { 1 }

  /// Reads the next column.
  @inlinable
  public init(from reader: inout RowReader) throws(DatabaseError) { self = try reader.column() }

  /// Writes the value.
  public func write(to writer: inout ValueWriter) { writer.append(sqlValue) }
}

extension Optional: ColumnValue where Wrapped: ColumnValue {
  /// What the column is declared as; it may be NULL.
  public static var columnType: ColumnType { Wrapped.columnType }
}
