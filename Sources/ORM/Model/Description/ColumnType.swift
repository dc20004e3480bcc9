public import SQL

/// What a column is declared as.
public enum ColumnType: Sendable, Hashable {
  case bool, int16, int32, int64, float, double
  /// A number with exact digits; at most so many, and so many of them after the point.
  case numeric(precision: Int? = nil, scale: Int? = nil)
  /// Text of any length, or of at most so many characters.
  case text
  case varchar(Int)
  case bytes, uuid, json
  case date, time, localTimestamp, timestamp, interval
  case network
  case range(RangeType)
  case enumeration(EnumType)
  /// A list of values of a type.
  indirect case array(of: ColumnType)
  /// A type that is written as it stands: one of an extension's, or one that we have no name for.
  case raw(postgres: String, sqlite: String)
}

/// The type of a column that holds the cases of an enumeration.
public struct EnumType: Sendable, Hashable {
  /// The name of the type on PostgreSQL; nil for text with a check.
  public let name: Identifier?
  /// The cases, in order.
  public let cases: [String]

  /// Makes a type.
  public init(name: Identifier?, cases: [String]) {
    self.name = name
    self.cases = cases
  }
}
