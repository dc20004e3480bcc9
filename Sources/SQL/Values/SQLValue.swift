public import FoundationEssentials

/// A value on its way to a database or back: a closed set, so that both drivers and both literal writers cover all of it.
public enum SQLValue: Sendable, Hashable {
  /// SQL NULL.
  case null
  /// A truth value.
  case bool(Bool)
  /// A whole number of up to 64 bits.
  case integer(Int64)
  /// A floating-point number.
  case double(Double)
  /// Text. NUL is refused when it is sent.
  case text(String)
  /// Bytes.
  case bytes([UInt8])
  /// A UUID; text on SQLite.
  case uuid(UUID)
  /// A moment; text in ISO 8601 (UTC) on SQLite.
  case timestamp(Timestamp)
  /// A JSON document as text; `jsonb` on PostgreSQL.
  case json(String)
  /// A list of texts; `text[]` on PostgreSQL, a JSON array on SQLite.
  case textArray([String])
  /// A list of whole numbers; `bigint[]` on PostgreSQL, a JSON array on SQLite.
  case integerArray([Int64])
  /// A number with exactly its digits; text on SQLite.
  case numeric(Numeric)
  /// A day; text on SQLite.
  case date(LocalDate)
  /// A time of day; text on SQLite.
  case time(LocalTime)
  /// A day and a time without a zone; text on SQLite.
  case localTimestamp(LocalTimestamp)
  /// A span of time; text on SQLite.
  case interval(Interval)
  /// An address of a host or a network; text on SQLite.
  case network(NetworkAddress)
  /// A range; text on SQLite.
  indirect case range(RangeValue)
  /// A list of any of these, with NULL perhaps; a JSON array on SQLite.
  case array(SQLArray)
  /// Text whose type the server finds out from where it stands: an enum, or a type of an extension. Text on SQLite.
  case untyped(String)
}

extension SQLValue: CustomStringConvertible {
  /// The kind and never the value: what is bound may be a secret.
  public var description: String {
    switch self {
    case .null: "NULL"
    case .bool: "<bool>"
    case .integer: "<integer>"
    case .double: "<double>"
    case .text(let text): "<text, \(text.utf8.count) bytes>"
    case .bytes(let bytes): "<bytes, \(bytes.count)>"
    case .uuid: "<uuid>"
    case .timestamp: "<timestamp>"
    case .json(let text): "<json, \(text.utf8.count) bytes>"
    case .textArray(let values): "<text array, \(values.count)>"
    case .integerArray(let values): "<integer array, \(values.count)>"
    case .numeric: "<numeric>"
    case .date: "<date>"
    case .time: "<time>"
    case .localTimestamp: "<local timestamp>"
    case .interval: "<interval>"
    case .network: "<network address>"
    case .range: "<range>"
    case .array(let list): "<array, \(list.elements.count)>"
    case .untyped(let text): "<untyped text, \(text.utf8.count) bytes>"
    }
  }
}
