import Database
import FoundationEssentials
import SQL

extension DriverConformance {
  /// The types that PostgreSQL has and SQLite keeps as text.
  static let exactValueCases: [Case] = [
    roundTrip(
      "numbers with all their digits",
      ["0", "0.000", "1.50", "-0.00001", "12345678901234567890.000100", "10000", "NaN", "1e40"].compactMap {
        Numeric($0).map { .numeric($0) }
      }),
    roundTrip(
      "days",
      ["2026-11-24", "-0043-03-15", "0000-01-01", "9999-12-31", "-4713-11-24", "5874897-12-31", "infinity", "-infinity"]
        .compactMap { LocalDate($0).map { .date($0) } }),
    roundTrip(
      "times of day", ["00:00:00", "09:30:00.25", "23:59:59.999999", "24:00:00"].compactMap { LocalTime($0).map { .time($0) } }),
    roundTrip(
      "days with a time",
      [
        "2026-11-24T09:30:00.000001", "-0043-03-15T00:00:00.000000", "-4713-11-24T00:00:00.000000",
        "294246-12-31T23:59:59.999999", "infinity",
        "-infinity",
      ].compactMap {
        LocalTimestamp($0).map { .localTimestamp($0) }
      }),
    roundTrip(
      "spans of time",
      [
        Interval(), Interval(months: -13, days: 5, microseconds: -1),
        Interval(months: 25, days: -3, microseconds: 14_706_500_000),
        Interval(months: .max, days: .max, microseconds: .max), Interval(months: .min, days: .min, microseconds: .min),
      ]
      .map { .interval($0) }),
    roundTrip(
      "network addresses",
      ["10.0.0.1", "10.1.2.3/8", "0.0.0.0/0", "2001:db8::1/64", "::", "::ffff:10.0.0.1"].compactMap {
        NetworkAddress($0).map { .network($0) }
      }),
    roundTrip(
      "ranges of numbers",
      [.empty, .bounds(.unbounded, .unbounded), .bounds(.including(1), .excluding(2)), .bounds(.excluding(-5), .unbounded)]
        .map { (range: SQLRange<Numeric>) in range.sqlValue }),
    roundTrip(
      "ranges of moments",
      [SQLRange(Timestamp(microsecondsSinceEpoch: 0)..<Timestamp(microsecondsSinceEpoch: 1_500_000)).sqlValue]),
    roundTrip("ranges of small whole numbers", [SQLRange(1..<5 as Range<Int32>).sqlValue, SQLRange<Int32>.empty.sqlValue]),
    roundTrip("ranges of whole numbers", [SQLRange(.min ..< .max as Range<Int64>).sqlValue]),
    roundTrip(
      "ranges of days", [SQLRange<LocalDate>.bounds(.including(LocalDate(daysSinceEpoch: 0)), .excluding(.infinity)).sqlValue]),
    roundTrip(
      "ranges of days with a time", [SQLRange<LocalTimestamp>.bounds(.excluding(.negativeInfinity), .unbounded).sqlValue]),
    roundTrip("lists of UUIDs", [[UUID(), nil].sqlValue]),
    roundTrip("lists of days", [[LocalDate(daysSinceEpoch: 20_000), nil, .infinity].sqlValue]),
    roundTrip("lists of bytes", [[[0, 255], nil, [] as [UInt8]].sqlValue]),
    roundTrip("lists of spans", [[Interval(months: 1, microseconds: -1), nil].sqlValue]),
    roundTrip("lists of ranges", [[SQLRange(1..<5 as Range<Int32>), nil, .empty].sqlValue]),
    roundTrip("lists of numbers, NULL among them", [[nil, 1, Numeric("0.50")].sqlValue, [Numeric?]().sqlValue]),
    unfitCase, enumCase,
  ]

  /// What cannot be read as a type, for each of them.
  private static let unfitCase = Case("what does not fit a type is refused as a wrong value, and nothing is made up") { scope in
    try await scope.lease { connection in
      let row = try only(try await connection.query("SELECT '2026-02-30x' AS a, \(1 << 40) AS b"))
      try refused(row, 0, Numeric.self, LocalDate.self, LocalTime.self, LocalTimestamp.self, Timestamp.self, Interval.self)
      try refused(row, 0, NetworkAddress.self, SQLRange<Int32>.self, UUID.self, Bool.self, Int.self, Double.self, [Int?].self)
      try refused(row, 1, Int32.self, Int16.self, LocalDate.self, JSONDocument.self, UUID.self, [String].self, Bool.self)
      try expectEqual(try row.decode(1, as: Numeric.self), Numeric(1 << 40), "A whole number as an exact one")
    }
  }

  private static func refused<each Value: RowDecodable>(_ row: Row, _ column: Int, _ types: repeat (each Value).Type) throws {
    for type in repeat each types {
      do throws(DatabaseError) { _ = try row.decode(column, as: type) } catch {
        try expectEqual(error.code, .invalidValue, "The code for \(type)")
        continue
      }
      throw ConformanceFailure("Column \(column) was read as \(type).")
    }
  }

  private static let enumCase = Case("a value of an enum comes back as text, and another word is refused") { scope in
    let table = try scope.table("moods")
    try await scope.lease { connection in
      switch scope.dialect.engine {
      case .postgres:
        try await connection.query("CREATE TYPE \(try scope.table("mood")) AS ENUM ('glad', 'it''s')")
        try await connection.query("CREATE TABLE \(table) (mood \(try scope.table("mood")))")
      case .sqlite: try await connection.query("CREATE TABLE \(table) (mood TEXT CHECK (mood IN ('glad', 'it''s')))")
      }
      for word in ["glad", "it's"] { try await connection.query("INSERT INTO \(table) VALUES (\(SQLValue.untyped(word)))") }
      let error = try await expectError(DatabaseError.self, "A word that is none of them") {
        try await connection.query("INSERT INTO \(table) VALUES (\(SQLValue.untyped("furious")))")
      }
      try expectEqual(error.code, .server, "The code")
      let rows = try await connection.query("SELECT mood FROM \(table) ORDER BY mood = 'glad' DESC")
      try expectEqual(try rows.map { try $0.decode(0, as: String.self) }, ["glad", "it's"], "The words")
    }
  }

  /// Reads a column as the type that a value has, and compares it to the last digit.
  static func expectSameExactly(_ row: Row, _ column: Int, _ wanted: SQLValue, how: String) throws {
    let found: (any SQLValueConvertible)? =
      switch wanted {
      case .numeric: try row.decode(column, as: Numeric.self)
      case .date: try row.decode(column, as: LocalDate.self)
      case .time: try row.decode(column, as: LocalTime.self)
      case .localTimestamp: try row.decode(column, as: LocalTimestamp.self)
      case .interval: try row.decode(column, as: Interval.self)
      case .network: try row.decode(column, as: NetworkAddress.self)
      case .range(let range): try decodedRange(row, column, range.type)
      case .array(let list): try decodedList(row, column, list.elementType)
      default: nil
      }
    guard let found else { throw ConformanceFailure("The kit does not know how to read \(wanted).") }
    try expectEqual(found.sqlValue.canonicalText, wanted.canonicalText, "\(wanted), \(how)")
  }

  private static func decodedRange(_ row: Row, _ column: Int, _ type: RangeType) throws -> any SQLValueConvertible {
    switch type {
    case .int4: try row.decode(column, as: SQLRange<Int32>.self)
    case .int8: try row.decode(column, as: SQLRange<Int64>.self)
    case .numeric: try row.decode(column, as: SQLRange<Numeric>.self)
    case .date: try row.decode(column, as: SQLRange<LocalDate>.self)
    case .localTimestamp: try row.decode(column, as: SQLRange<LocalTimestamp>.self)
    case .timestamp: try row.decode(column, as: SQLRange<Timestamp>.self)
    }
  }

  private static func decodedList(_ row: Row, _ column: Int, _ type: SQLArray.ElementType) throws -> (any SQLValueConvertible)? {
    switch type {
    case .numeric: try row.decode(column, as: [Numeric?].self)
    case .uuid: try row.decode(column, as: [UUID?].self)
    case .date: try row.decode(column, as: [LocalDate?].self)
    case .bytes: try row.decode(column, as: [[UInt8]?].self)
    case .interval: try row.decode(column, as: [Interval?].self)
    case .range(.int4): try row.decode(column, as: [SQLRange<Int32>?].self)
    default: nil
    }
  }
}
