/// The object identifiers of PostgreSQL's built-in types that we read or write; `pg_type.dat` fixes them for ever.
enum TypeOID {
  static let bool: UInt32 = 16
  static let bytea: UInt32 = 17
  static let char: UInt32 = 18
  static let name: UInt32 = 19
  static let int8: UInt32 = 20
  static let int2: UInt32 = 21
  static let int4: UInt32 = 23
  static let text: UInt32 = 25
  static let oid: UInt32 = 26
  static let xid: UInt32 = 28
  static let cid: UInt32 = 29
  static let json: UInt32 = 114
  static let xml: UInt32 = 142
  static let float4: UInt32 = 700
  static let float8: UInt32 = 701
  static let unknown: UInt32 = 705
  static let charArray: UInt32 = 1002
  static let nameArray: UInt32 = 1003
  static let int2Array: UInt32 = 1005
  static let int4Array: UInt32 = 1007
  static let textArray: UInt32 = 1009
  static let bpcharArray: UInt32 = 1014
  static let varcharArray: UInt32 = 1015
  static let int8Array: UInt32 = 1016
  static let oidArray: UInt32 = 1028
  static let bpchar: UInt32 = 1042
  static let varchar: UInt32 = 1043
  static let date: UInt32 = 1082
  static let time: UInt32 = 1083
  static let timestamp: UInt32 = 1114
  static let timestamptz: UInt32 = 1184
  static let numeric: UInt32 = 1700
  static let refcursor: UInt32 = 1790
  static let cstring: UInt32 = 2275
  static let void: UInt32 = 2278
  static let uuid: UInt32 = 2950
  static let jsonb: UInt32 = 3802
  static let xid8: UInt32 = 5069

  /// The first identifier that a database gives to types of its own: enums, domains, extensions.
  static let firstUserDefined: UInt32 = 16384
}

/// How values of a type are read: types that look the same on the wire share a kind.
enum TypeKind: Equatable {
  case bool, int2, int4, int8, unsigned4, unsigned8, float4, float8
  case text, json, jsonb, bytes, uuid, timestamp, date, time, numeric
  case textArray, integerArray, void
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
    case TypeOID.timestamptz, TypeOID.timestamp: self = .timestamp
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
    default: self = .unsupported
    }
  }
}
