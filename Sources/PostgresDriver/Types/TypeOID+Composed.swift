import SQL

extension RangeType {
  /// The server's type of such ranges.
  var oid: UInt32 {
    switch self {
    case .int4: TypeOID.int4Range
    case .int8: TypeOID.int8Range
    case .numeric: TypeOID.numericRange
    case .date: TypeOID.dateRange
    case .localTimestamp: TypeOID.timestampRange
    case .timestamp: TypeOID.timestamptzRange
    }
  }

  /// The server's type of the bounds.
  var boundOID: UInt32 {
    switch self {
    case .int4: TypeOID.int4
    case .int8: TypeOID.int8
    case .numeric: TypeOID.numeric
    case .date: TypeOID.date
    case .localTimestamp: TypeOID.timestamp
    case .timestamp: TypeOID.timestamptz
    }
  }
}

extension SQLArray.ElementType {
  /// The server's type of such elements.
  var oid: UInt32 {
    switch self {
    case .bool: TypeOID.bool
    case .integer: TypeOID.int8
    case .double: TypeOID.float8
    case .numeric: TypeOID.numeric
    case .text: TypeOID.text
    case .bytes: TypeOID.bytea
    case .uuid: TypeOID.uuid
    case .json: TypeOID.jsonb
    case .date: TypeOID.date
    case .time: TypeOID.time
    case .localTimestamp: TypeOID.timestamp
    case .timestamp: TypeOID.timestamptz
    case .interval: TypeOID.interval
    case .network: TypeOID.inet
    case .range(let type): type.oid
    }
  }
}

extension TypeOID {
  /// Lists, and the types of their elements.
  private static let arrays: [(array: UInt32, element: UInt32)] = [
    (boolArray, bool), (byteaArray, bytea), (charArray, char), (nameArray, name), (int2Array, int2), (int4Array, int4),
    (textArray, text), (bpcharArray, bpchar), (varcharArray, varchar), (int8Array, int8), (float4Array, float4),
    (float8Array, float8), (oidArray, oid), (inetArray, inet), (cidrArray, cidr), (timestampArray, timestamp),
    (dateArray, date), (timeArray, time), (timestamptzArray, timestamptz), (intervalArray, interval), (numericArray, numeric),
    (uuidArray, uuid), (jsonArray, json), (jsonbArray, jsonb), (int4RangeArray, int4Range), (int8RangeArray, int8Range),
    (numericRangeArray, numericRange), (dateRangeArray, dateRange), (timestampRangeArray, timestampRange),
    (timestamptzRangeArray, timestamptzRange),
  ]

  /// The type of a list's elements; nil for what is no list, or one that we do not read.
  static func element(ofArray type: UInt32) -> UInt32? { arrays.first { $0.array == type }?.element }

  /// The type of a list of elements; 0, which leaves it to the server, when there is none.
  static func array(of element: UInt32) -> UInt32 { arrays.first { $0.element == element }?.array ?? 0 }
}
