import Database
import SQL

extension DriverConformance {
  /// The types that PostgreSQL has and SQLite keeps as text.
  static let exactValueCases: [Case] = [
    roundTrip(
      "numbers with all their digits",
      ["0", "1.50", "-0.00001", "12345678901234567890.000100", "10000", "NaN", "1e40"].compactMap {
        Numeric($0).map { .numeric($0) }
      }),
    roundTrip(
      "days",
      ["2026-11-24", "-0043-03-15", "0000-01-01", "9999-12-31", "infinity"].compactMap { LocalDate($0).map { .date($0) } }),
    roundTrip("times of day", ["00:00:00", "09:30:00.25", "24:00:00"].compactMap { LocalTime($0).map { .time($0) } }),
    roundTrip(
      "days with a time",
      ["2026-11-24T09:30:00.000001", "-0043-03-15T00:00:00.000000", "-infinity"].compactMap {
        LocalTimestamp($0).map { .localTimestamp($0) }
      }),
    roundTrip(
      "spans of time",
      [
        Interval(), Interval(months: -13, days: 5, microseconds: -1),
        Interval(months: 25, days: -3, microseconds: 14_706_500_000),
      ]
      .map { .interval($0) }),
    roundTrip(
      "network addresses",
      ["10.0.0.1", "10.1.2.3/8", "2001:db8::1/64", "::"].compactMap { NetworkAddress($0).map { .network($0) } }),
    roundTrip(
      "ranges of numbers",
      [.empty, .bounds(.unbounded, .unbounded), .bounds(.including(1), .excluding(2)), .bounds(.excluding(-5), .unbounded)]
        .map { (range: SQLRange<Numeric>) in range.sqlValue }),
    roundTrip(
      "ranges of moments",
      [SQLRange(Timestamp(microsecondsSinceEpoch: 0)..<Timestamp(microsecondsSinceEpoch: 1_500_000)).sqlValue]),
    roundTrip("lists of numbers, NULL among them", [[nil, 1, Numeric("0.50")].sqlValue, [Numeric?]().sqlValue]),
  ]

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
      case .range(let range) where range.type == .numeric: try row.decode(column, as: SQLRange<Numeric>.self)
      case .range(let range) where range.type == .timestamp: try row.decode(column, as: SQLRange<Timestamp>.self)
      case .array(let list) where list.elementType == .numeric: try row.decode(column, as: [Numeric?].self)
      default: nil
      }
    guard let found else { throw ConformanceFailure("The kit does not know how to read \(wanted).") }
    try expectEqual(found.sqlValue.canonicalText, wanted.canonicalText, "\(wanted), \(how)")
  }
}
