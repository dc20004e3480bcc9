/// A moment with PostgreSQL's precision: whole microseconds, and its two infinities.
///
/// It reaches to the year 294247. PostgreSQL, which counts from 2000, reaches 29 years farther: such a moment is refused as an
/// invalid value when it is read.
public struct Timestamp: Sendable, Hashable, Comparable, LosslessStringConvertible {
  /// Microseconds since 1970-01-01 00:00:00 UTC; the extremes of `Int64` are the infinities.
  public var microsecondsSinceEpoch: Int64

  /// Makes a moment of microseconds since 1970-01-01 00:00:00 UTC.
  public init(microsecondsSinceEpoch: Int64) { self.microsecondsSinceEpoch = microsecondsSinceEpoch }

  /// Later than every moment.
  public static let infinity = Timestamp(microsecondsSinceEpoch: .max)
  /// Earlier than every moment.
  public static let negativeInfinity = Timestamp(microsecondsSinceEpoch: .min)

  /// Orders by time.
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.microsecondsSinceEpoch < right.microsecondsSinceEpoch
  }

  /// ISO 8601 in UTC with six decimals: `2026-11-24T09:30:00.000000Z`.
  ///
  /// It sorts as text as it does in time for the years 0 to 9999. Years outside of these have more digits or a minus sign in
  /// front; year 0 is the one before year 1.
  public var description: String {
    if self == .infinity { return "infinity" }
    if self == .negativeInfinity { return "-infinity" }
    let (year, rest) = calendarText
    return (year < 0 ? "-" : "") + CivilDate.padded(abs(year), 4) + rest
  }

  /// The spelling that PostgreSQL reads: it has no year 0 and no minus sign, but years BC.
  package var postgresText: String {
    if self == .infinity || self == .negativeInfinity { return description }
    let (year, rest) = calendarText
    return year > 0 ? description : CivilDate.padded(1 - year, 4) + rest + " BC"
  }

  private var calendarText: (year: Int64, rest: String) {
    let (days, timeOfDay) = microsecondsSinceEpoch.quotientAndRemainderFloored(dividingBy: 86_400_000_000)
    let date = CivilDate(daysSinceEpoch: days)
    let seconds = timeOfDay / 1_000_000
    let rest =
      "-" + CivilDate.padded(date.month, 2) + "-" + CivilDate.padded(date.day, 2) + "T" + CivilDate.padded(seconds / 3600, 2)
      + ":"
      + CivilDate.padded(seconds / 60 % 60, 2) + ":" + CivilDate.padded(seconds % 60, 2) + "."
      + CivilDate.padded(timeOfDay % 1_000_000, 6) + "Z"
    return (date.year, rest)
  }

  /// Reads what ``description`` writes.
  ///
  /// - Returns: nil for any other text.
  public init?(_ text: String) {
    if text == "infinity" { self = .infinity; return }
    if text == "-infinity" { self = .negativeInfinity; return }
    let isNegative = text.hasPrefix("-")
    let bytes = Array(text.utf8.dropFirst(isNegative ? 1 : 0))
    let rest = Array("-00-00T00:00:00.000000Z".utf8)
    let digit = UInt8(ascii: "0")
    let yearWidth = bytes.count - rest.count
    guard (4...6).contains(yearWidth) else { return nil }
    for (byte, expected) in zip(bytes, Array(repeating: digit, count: yearWidth) + rest) {
      guard expected == digit ? (digit...UInt8(ascii: "9")).contains(byte) : byte == expected else { return nil }
    }
    func number(_ first: Int, _ count: Int) -> Int64 {
      bytes[yearWidth + first..<yearWidth + first + count].reduce(0) { $0 * 10 + Int64($1 - digit) }
    }
    let year = number(-yearWidth, yearWidth) * (isNegative ? -1 : 1)
    let (month, day, hour, minute, second) = (number(1, 2), number(4, 2), number(7, 2), number(10, 2), number(13, 2))
    guard (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 60 else { return nil }
    let seconds = (CivilDate(year: year, month: month, day: day).daysSinceEpoch * 24 + hour) * 3600 + minute * 60 + second
    // Before 1970, counted from the second's end: the earliest moment's second begins where no number reaches.
    let fraction = seconds < 0 ? number(16, 6) - 1_000_000 : number(16, 6)
    let (whole, isTooFar) = (seconds < 0 ? seconds + 1 : seconds).multipliedReportingOverflow(by: 1_000_000)
    let (microseconds, isOutside) = whole.addingReportingOverflow(fraction)
    guard !isTooFar, !isOutside else { return nil }
    self.init(microsecondsSinceEpoch: microseconds)
    // Dates that do not exist, years with needless zeros and the place of the infinities are written otherwise.
    guard description == text else { return nil }
  }
}

extension Int64 {
  /// Division that rounds down, so that the remainder is never negative.
  fileprivate func quotientAndRemainderFloored(dividingBy divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
