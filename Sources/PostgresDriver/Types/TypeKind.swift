import SQL

/// How values of a type are read: types that look the same on the wire share a kind.
enum TypeKind: Equatable {
  case bool, int2, int4, int8, unsigned4, unsigned8, float4, float8
  case text, json, jsonb, bytes, uuid, timestamp, localTimestamp, date, time, interval, numeric, network
  case textArray, integerArray, void
  case range(RangeType)
  /// A list of elements that have a reader, by their type.
  case list(UInt32)
  /// A type of the database itself: an enum and most text-like types of extensions are text in both formats.
  case userDefined
  case unsupported

  init(_ type: UInt32) {
    switch type {
    case TypeOID.int8: self = .int8
    case TypeOID.text, TypeOID.varchar, TypeOID.bpchar, TypeOID.name, TypeOID.char, TypeOID.xml, TypeOID.unknown,
      TypeOID.refcursor, TypeOID.cstring:
      self = .text
    case TypeOID.int4: self = .int4
    case TypeOID.bool: self = .bool
    case TypeOID.timestamptz: self = .timestamp
    case TypeOID.timestamp: self = .localTimestamp
    case TypeOID.float8: self = .float8
    case TypeOID.uuid: self = .uuid
    case TypeOID.json: self = .json
    case TypeOID.jsonb: self = .jsonb
    case TypeOID.bytea: self = .bytes
    case TypeOID.numeric: self = .numeric
    case TypeOID.int2: self = .int2
    case TypeOID.float4: self = .float4
    case TypeOID.oid, TypeOID.xid, TypeOID.cid: self = .unsigned4
    case TypeOID.xid8: self = .unsigned8
    case TypeOID.date: self = .date
    case TypeOID.time: self = .time
    case TypeOID.textArray, TypeOID.varcharArray, TypeOID.bpcharArray, TypeOID.nameArray, TypeOID.charArray: self = .textArray
    case TypeOID.int8Array, TypeOID.int4Array, TypeOID.int2Array, TypeOID.oidArray: self = .integerArray
    case TypeOID.void: self = .void
    case TypeOID.firstUserDefined...: self = .userDefined
    case TypeOID.interval: self = .interval
    case TypeOID.inet, TypeOID.cidr: self = .network
    default: self = Self.composed(type)
    }
  }
  /// Ranges, and lists of what has no list of its own kind.
  private static func composed(_ type: UInt32) -> TypeKind {
    if let range = RangeType.allCases.first(where: { $0.oid == type }) { return .range(range) }
    if let element = TypeOID.element(ofArray: type) { return .list(element) }
    return .unsupported
  }

  /// What a list of values of this kind holds; nil when there is no such list.
  var elementType: SQLArray.ElementType? {
    switch self {
    case .bool: .bool
    case .int2, .int4, .int8, .unsigned4, .unsigned8: .integer
    case .float4, .float8: .double
    case .text, .userDefined: .text
    case .json, .jsonb: .json
    case .bytes: .bytes
    case .uuid: .uuid
    case .timestamp: .timestamp
    case .localTimestamp: .localTimestamp
    case .date: .date
    case .time: .time
    case .interval: .interval
    case .numeric: .numeric
    case .network: .network
    case .range(let type): .range(type)
    case .textArray, .integerArray, .list, .void, .unsupported: nil
    }
  }
}
