public import Database
public import FoundationEssentials
public import SQL

// What the columns of a model can hold as they are.

extension Bool: ColumnValue {
  /// `boolean`.
  public static var columnType: ColumnType { .bool }
}

extension Int16: ColumnValue {
  /// `smallint`.
  public static var columnType: ColumnType { .int16 }
}

extension Int32: ColumnValue {
  /// `integer`.
  public static var columnType: ColumnType { .int32 }
}

extension Int64: ColumnValue {
  /// `bigint`.
  public static var columnType: ColumnType { .int64 }
}

extension Int: ColumnValue {
  /// `bigint`.
  public static var columnType: ColumnType { .int64 }
}

extension Float: ColumnValue {
  /// `real`.
  public static var columnType: ColumnType { .float }
}

extension Double: ColumnValue {
  /// `double precision`.
  public static var columnType: ColumnType { .double }
}

extension Numeric: ColumnValue {
  /// `numeric`.
  public static var columnType: ColumnType { .numeric() }
}

extension String: ColumnValue {
  /// `text`.
  public static var columnType: ColumnType { .text }
}

extension UUID: ColumnValue {
  /// `uuid`.
  public static var columnType: ColumnType { .uuid }
}

extension Timestamp: ColumnValue {
  /// `timestamp with time zone`.
  public static var columnType: ColumnType { .timestamp }
}

extension LocalTimestamp: ColumnValue {
  /// `timestamp without time zone`.
  public static var columnType: ColumnType { .localTimestamp }
}

extension LocalDate: ColumnValue {
  /// `date`.
  public static var columnType: ColumnType { .date }
}

extension LocalTime: ColumnValue {
  /// `time`.
  public static var columnType: ColumnType { .time }
}

extension Interval: ColumnValue {
  /// `interval`.
  public static var columnType: ColumnType { .interval }
}

extension NetworkAddress: ColumnValue {
  /// `inet`.
  public static var columnType: ColumnType { .network }
}

extension JSONDocument: ColumnValue {
  /// `jsonb`.
  public static var columnType: ColumnType { .json }
}

extension SQLRange: ColumnValue {
  /// The range's type.
  public static var columnType: ColumnType { .range(Value.rangeType) }
}
