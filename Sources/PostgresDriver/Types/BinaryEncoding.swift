import Database
import FoundationEssentials
import SQL

/// How values are written in PostgreSQL's binary format, and with which type: always the same one for a kind of value.
enum BinaryEncoding {
  /// Microseconds between 1970-01-01, where we count from, and 2000-01-01, where PostgreSQL does.
  static let epochOffset: Int64 = 946_684_800_000_000
  /// The same in days.
  static let epochDays: Int32 = 10_957

  static let arrayHeader = 20
  static let emptyArrayHeader = 12
  /// The server refuses a value of 1 GiB or more; it is said here, with the place.
  private static let largestValue = PostgresConfiguration.largestMessageBytes

  /// The type that a value is sent as.
  ///
  /// 0 leaves it to the server: NULL and untyped text fit every type.
  static func type(of value: SQLValue) -> UInt32 {
    switch value {
    case .null: 0
    case .bool: TypeOID.bool
    case .integer: TypeOID.int8
    case .double: TypeOID.float8
    case .text: TypeOID.text
    case .bytes: TypeOID.bytea
    case .uuid: TypeOID.uuid
    case .timestamp: TypeOID.timestamptz
    case .json: TypeOID.jsonb
    case .textArray: TypeOID.textArray
    case .integerArray: TypeOID.int8Array
    case .numeric: TypeOID.numeric
    case .date: TypeOID.date
    case .time: TypeOID.time
    case .localTimestamp: TypeOID.timestamp
    case .interval: TypeOID.interval
    case .network: TypeOID.inet
    case .range(let range): range.type.oid
    case .array(let list): TypeOID.array(of: list.elementType.oid)
    case .untyped: 0
    }
  }

  /// How many bytes a value takes.
  ///
  /// - Throws: ``DatabaseError/Code/invalidValue`` for what PostgreSQL cannot store.
  static func size(of value: SQLValue, at index: Int) throws(DatabaseError) -> Int {
    let size =
      switch value {
      case .null: 0
      case .bool: 1
      case .integer, .double: 8
      case .uuid: 16
      case .bytes(let bytes): bytes.count
      case .text(let text): try size(of: text, at: index)
      case .json(let text): try size(of: text, at: index) + 1
      case .timestamp(let moment): try size(of: moment, at: index)
      case .integerArray(let numbers): numbers.isEmpty ? emptyArrayHeader : arrayHeader + 12 * numbers.count
      case .textArray(let texts): try size(of: texts, at: index)
      case .numeric(let number): 8 + 2 * number.groups.count
      case .date(let date): try size(of: date, at: index)
      case .time: 8
      case .localTimestamp(let moment): try size(of: moment.inUTC, at: index)
      case .interval: 16
      case .network(let address): 4 + address.bytes.count
      case .range(let range): try size(of: range, at: index)
      case .array(let list): try size(of: list, at: index)
      case .untyped(let text): try size(of: text, at: index) + 1
      }
    guard size <= largestValue else {
      throw DatabaseError(.invalidValue, "Bind \(index + 1) is larger than 1 GiB, PostgreSQL's limit for a value.")
    }
    return size
  }

  private static func size(of texts: [String], at index: Int) throws(DatabaseError) -> Int {
    var total = texts.isEmpty ? emptyArrayHeader : arrayHeader
    for text in texts { total += try size(of: text, at: index) + 4 }
    return total
  }

  private static func size(of text: String, at index: Int) throws(DatabaseError) -> Int {
    guard !text.utf8.contains(0) else {
      throw DatabaseError(.invalidValue, "Bind \(index + 1) has a NUL character, which PostgreSQL cannot store. Remove it.")
    }
    return text.utf8.count
  }

  private static func size(of date: LocalDate, at index: Int) throws(DatabaseError) -> Int {
    let isInfinite = date == .infinity || date == .negativeInfinity
    guard isInfinite || !date.daysSinceEpoch.subtractingReportingOverflow(epochDays).overflow else {
      throw DatabaseError(.invalidValue, "Bind \(index + 1) is a day before the year 4713 BC, which PostgreSQL cannot store.")
    }
    return 4
  }

  private static func size(of moment: Timestamp, at index: Int) throws(DatabaseError) -> Int {
    guard isInfinite(moment) || !moment.microsecondsSinceEpoch.subtractingReportingOverflow(epochOffset).overflow else {
      throw DatabaseError(.invalidValue, "Bind \(index + 1) is a moment before the year 4713 BC, which PostgreSQL cannot store.")
    }
    return 8
  }

  private static func isInfinite(_ moment: Timestamp) -> Bool { moment == .infinity || moment == .negativeInfinity }

  /// Writes a value that was measured.
  static func write(_ value: SQLValue, to output: inout RawOutput) {
    switch value {
    case .null: break
    case .bool(let flag): output.append(flag ? 1 as UInt8 : 0)
    case .integer(let number): output.append(number)
    case .double(let number): output.append(number.bitPattern)
    case .text(let text): output.append(text)
    case .bytes(let bytes): output.append(bytes)
    case .uuid(let uuid): write(uuid, to: &output)
    case .timestamp(let moment): write(moment, to: &output)
    case .json(let text):
      output.append(1 as UInt8)  // The version of jsonb's format.
      output.append(text)
    case .textArray(let texts):
      writeArrayHeader(count: texts.count, of: TypeOID.text, to: &output)
      for text in texts {
        output.append(Int32(text.utf8.count))
        output.append(text)
      }
    case .integerArray(let numbers):
      writeArrayHeader(count: numbers.count, of: TypeOID.int8, to: &output)
      for number in numbers {
        output.append(8 as Int32)
        output.append(number)
      }
    case .numeric(let number): write(number, to: &output)
    case .date(let date): write(date, to: &output)
    case .time(let time): output.append(time.microsecondsSinceMidnight)
    case .localTimestamp(let moment): write(moment.inUTC, to: &output)
    case .interval(let interval): write(interval, to: &output)
    case .network(let address): write(address, to: &output)
    case .range(let range): write(range, to: &output)
    case .array(let list): write(list, to: &output)
    case .untyped(let text):
      // It goes in the text format, for which libpq looks for the end by itself.
      output.append(text)
      output.append(0 as UInt8)
    }
  }

  private static func write(_ moment: Timestamp, to output: inout RawOutput) {
    output.append(isInfinite(moment) ? moment.microsecondsSinceEpoch : moment.microsecondsSinceEpoch &- epochOffset)
  }

  private static func write(_ date: LocalDate, to output: inout RawOutput) {
    let isInfinite = date == .infinity || date == .negativeInfinity
    output.append(isInfinite ? date.daysSinceEpoch : date.daysSinceEpoch &- epochDays)
  }

  private static func write(_ uuid: UUID, to output: inout RawOutput) {
    let bytes = uuid.uuid
    for byte in [
      bytes.0, bytes.1, bytes.2, bytes.3, bytes.4, bytes.5, bytes.6, bytes.7, bytes.8, bytes.9, bytes.10, bytes.11, bytes.12,
      bytes.13, bytes.14, bytes.15,
    ] { output.append(byte) }
  }

  static func writeArrayHeader(count: Int, of type: UInt32, hasNull: Bool = false, to output: inout RawOutput) {
    output.append(count == 0 ? 0 as Int32 : 1)
    output.append(hasNull ? 1 as Int32 : 0)
    output.append(type)
    guard count > 0 else { return }
    output.append(Int32(count))
    output.append(1 as Int32)  // The lower bound.
  }
}
