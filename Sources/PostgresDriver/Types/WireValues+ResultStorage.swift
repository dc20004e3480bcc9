import Database
import FoundationEssentials
import SQL

// The readers of an answer, for both formats. An answer to a statement is binary; an answer to a message is text.
extension WireValues {
  var columnNames: [String] { (0..<columnCount).map(name(ofColumn:)) }

  func bool(row: Int, column: Int) throws(DatabaseError) -> Bool? {
    try read(row, column, "a truth value") { bytes, kind, isBinary in
      guard kind == .bool else { return nil }
      if !isBinary { return BinaryDecoding.text(bytes).flatMap(TextDecoding.bool) }
      return bytes.count == 1 ? bytes[0] != 0 : nil
    }
  }

  func integer(row: Int, column: Int) throws(DatabaseError) -> Int64? {
    if let number = quick(row, column, .int8, { BinaryDecoding.number($0, as: Int64.self) }) { return number }
    return try read(row, column, "a whole number", Self.readInteger)
  }

  func double(row: Int, column: Int) throws(DatabaseError) -> Double? {
    if let bits = quick(row, column, .float8, { BinaryDecoding.number($0, as: UInt64.self) }) { return Double(bitPattern: bits) }
    return try read(row, column, "a floating-point number", Self.readDouble)
  }

  func text(row: Int, column: Int) throws(DatabaseError) -> String? {
    if let text = quick(row, column, .text, BinaryDecoding.text) { return text }
    return try read(row, column, "text", Self.readText)
  }

  func bytes(row: Int, column: Int) throws(DatabaseError) -> [UInt8]? {
    try read(row, column, "bytes") { bytes, kind, isBinary in
      guard kind == .bytes else { return nil }
      return isBinary ? BinaryDecoding.bytes(bytes) : BinaryDecoding.text(bytes).flatMap(TextDecoding.bytes)
    }
  }

  func timestamp(row: Int, column: Int) throws(DatabaseError) -> Timestamp? {
    if let moment = quick(row, column, .timestamp, BinaryDecoding.timestamp) { return moment }
    return try read(row, column, "a moment") { bytes, kind, isBinary in
      guard kind == .timestamp || kind == .localTimestamp else { return nil }
      return isBinary ? BinaryDecoding.timestamp(bytes) : BinaryDecoding.text(bytes).flatMap(TextDecoding.timestamp)
    }
  }

  func textArray(row: Int, column: Int) throws(DatabaseError) -> [String]? {
    try read(row, column, "a list of texts") { bytes, kind, isBinary in
      guard kind == .textArray || kind == .userDefined else { return nil }
      return isBinary ? BinaryDecoding.textArray(bytes) : BinaryDecoding.text(bytes).flatMap(TextDecoding.textArray)
    }
  }

  func value(row: Int, column: Int) throws(DatabaseError) -> SQLValue {
    try read(row, column, "a value that can be read", Self.readValue) ?? .null
  }

  // MARK: - Reading

  /// A value of a usual type, without the detour over all types.
  ///
  /// Nil for everything that takes longer: another type, NULL, bytes that are not of the type.
  @inline(__always)
  private func quick<Value>(_ row: Int, _ column: Int, _ kind: QuickTypes.Kind, _ decode: (Span<UInt8>) -> Value?) -> Value? {
    guard quickTypes.isKnown(column, as: kind) else { return nil }
    return withBytes(row: row, column: column, decode) ?? nil
  }

  @inline(never)
  private func read<Value>(
    _ row: Int, _ column: Int, _ wanted: StaticString, _ decode: (Span<UInt8>, TypeKind, Bool) -> Value?
  ) throws(DatabaseError) -> Value? {
    try withBytes(row: row, column: column) { (bytes) throws(DatabaseError) -> Value in
      if let value = decode(bytes, TypeKind(type(ofColumn: column)), isBinary) { return value }
      throw mismatch(column, wanted)
    }
  }

  @inline(never)
  private func mismatch(_ column: Int, _ wanted: StaticString) -> DatabaseError {
    let type = type(ofColumn: column)
    let name = name(ofColumn: column).debugDescription
    let kind = TypeKind(type)
    if kind == .unsupported || kind == .userDefined {
      return DatabaseError(
        .invalidValue,
        "Column \(name) has a type that has no reader (pg_type.oid \(type)). Cast it in the statement: CAST(… AS text).")
    }
    return DatabaseError(
      .invalidValue,
      "Column \(name) (pg_type.oid \(type)) does not hold \(wanted). Read it as what it is, or cast it in the statement.")
  }

  private static func readInteger(_ bytes: Span<UInt8>, _ kind: TypeKind, _ isBinary: Bool) -> Int64? {
    if !isBinary {
      switch kind {
      case .int2, .int4, .int8, .unsigned4, .unsigned8: return BinaryDecoding.text(bytes).flatMap(TextDecoding.integer)
      case .numeric: return readNumeric(bytes, isBinary).flatMap(Int64.init(exactly:))
      default: return nil
      }
    }
    switch kind {
    case .int8: return BinaryDecoding.number(bytes, as: Int64.self)
    case .int4: return BinaryDecoding.number(bytes, as: Int32.self).map(Int64.init)
    case .int2: return BinaryDecoding.number(bytes, as: Int16.self).map(Int64.init)
    case .unsigned4: return BinaryDecoding.number(bytes, as: UInt32.self).map(Int64.init)
    case .unsigned8: return BinaryDecoding.number(bytes, as: UInt64.self).flatMap(Int64.init(exactly:))
    // A sum of bigint is numeric: it is a whole number all the same when it has no fraction.
    case .numeric: return readNumeric(bytes, isBinary).flatMap(Int64.init(exactly:))
    default: return nil
    }
  }

  private static func readDouble(_ bytes: Span<UInt8>, _ kind: TypeKind, _ isBinary: Bool) -> Double? {
    switch kind {
    case .float8 where isBinary: BinaryDecoding.number(bytes, as: UInt64.self).map(Double.init(bitPattern:))
    case .float4 where isBinary: BinaryDecoding.number(bytes, as: UInt32.self).map { Double(Float(bitPattern: $0)) }
    case .numeric where isBinary: readNumeric(bytes, isBinary).map(Double.init)
    case .float4: BinaryDecoding.text(bytes).flatMap(Float.init).map(Double.init)
    case .float8, .numeric: BinaryDecoding.text(bytes).flatMap(TextDecoding.double)
    default: nil
    }
  }

  private static func readText(_ bytes: Span<UInt8>, _ kind: TypeKind, _ isBinary: Bool) -> String? {
    switch kind {
    case .text, .json: return BinaryDecoding.text(bytes)
    case .userDefined: return isBinary ? userDefinedText(bytes) : BinaryDecoding.text(bytes)
    case .jsonb where isBinary:
      guard bytes.count > 0, bytes[0] == 1 else { return nil }
      return BinaryDecoding.text(bytes.extracting(droppingFirst: 1))
    case .uuid where isBinary: return BinaryDecoding.uuid(bytes)
    case .numeric, .date, .time, .interval, .network, .range: return readExactText(bytes, kind, isBinary)
    case .jsonb, .uuid, .void: return BinaryDecoding.text(bytes)
    case .unsupported where !isBinary: return BinaryDecoding.text(bytes)
    default: return nil
    }
  }

  /// The text of an enum, or of an extension's type that is text on the wire.
  ///
  /// Other types begin with counts or versions, so a control character gives them away; their text needs a cast.
  private static func userDefinedText(_ bytes: Span<UInt8>) -> String? {
    for index in bytes.indices where bytes[index] < 0x20 && !(9...13).contains(bytes[index]) { return nil }
    return BinaryDecoding.text(bytes)
  }

  static func readValue(_ bytes: Span<UInt8>, _ kind: TypeKind, _ isBinary: Bool) -> SQLValue? {
    switch kind {
    case .int2, .int4, .int8, .unsigned4, .unsigned8: return readInteger(bytes, kind, isBinary).map(SQLValue.integer)
    case .float4, .float8: return readDouble(bytes, kind, isBinary).map(SQLValue.double)
    case .bool:
      if !isBinary { return BinaryDecoding.text(bytes).flatMap(TextDecoding.bool).map(SQLValue.bool) }
      return bytes.count == 1 ? .bool(bytes[0] != 0) : nil
    case .bytes:
      return isBinary
        ? .bytes(BinaryDecoding.bytes(bytes)) : BinaryDecoding.text(bytes).flatMap(TextDecoding.bytes).map(SQLValue.bytes)
    case .uuid: return readText(bytes, kind, isBinary).flatMap(UUID.init(uuidString:)).map(SQLValue.uuid)
    case .timestamp:
      let moment = isBinary ? BinaryDecoding.timestamp(bytes) : BinaryDecoding.text(bytes).flatMap(TextDecoding.timestamp)
      return moment.map(SQLValue.timestamp)
    case .json, .jsonb: return readText(bytes, kind, isBinary).map(SQLValue.json)
    case .textArray:
      let texts = isBinary ? BinaryDecoding.textArray(bytes) : BinaryDecoding.text(bytes).flatMap(TextDecoding.textArray)
      return texts.map(SQLValue.textArray) ?? readList(bytes, of: TypeOID.text, isBinary)
    case .integerArray:
      let numbers = isBinary ? BinaryDecoding.integerArray(bytes) : BinaryDecoding.text(bytes).flatMap(TextDecoding.integerArray)
      return numbers.map(SQLValue.integerArray) ?? readList(bytes, of: TypeOID.int8, isBinary)
    case .userDefined where isBinary:
      return userDefinedText(bytes).map(SQLValue.text) ?? readUserDefinedList(bytes)
    case .numeric, .date, .time, .localTimestamp, .interval, .network, .range, .list: return readExact(bytes, kind, isBinary)
    case .text, .void, .userDefined, .unsupported:
      return readText(bytes, kind, isBinary).map(SQLValue.text)
    }
  }
}
