/// A moment with PostgreSQL's precision: whole microseconds, and its two infinities.
public struct Timestamp: Sendable, Hashable, Comparable, CustomStringConvertible {
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

  /// ISO 8601 in UTC with six decimals: `2026-11-24T09:30:00.000000Z`. It sorts as text as it does in time (years 0 to 9999).
  public var description: String {
    if self == .infinity { return "infinity" }
    if self == .negativeInfinity { return "-infinity" }
    let (days, timeOfDay) = microsecondsSinceEpoch.quotientAndRemainderFloored(dividingBy: 86_400_000_000)
    let date = Self.civil(fromDays: days)
    let seconds = timeOfDay / 1_000_000
    return Self.padded(date.year, 4) + "-" + Self.padded(date.month, 2) + "-" + Self.padded(date.day, 2) + "T"
      + Self.padded(seconds / 3600, 2) + ":" + Self.padded(seconds / 60 % 60, 2) + ":" + Self.padded(seconds % 60, 2) + "."
      + Self.padded(timeOfDay % 1_000_000, 6) + "Z"
  }

  /// Reads what ``description`` writes.
  ///
  /// - Returns: nil for any other text.
  public init?(_ text: String) {
    if text == "infinity" { self = .infinity; return }
    if text == "-infinity" { self = .negativeInfinity; return }
    let bytes = Array(text.utf8)
    let shape = Array("0000-00-00T00:00:00.000000Z".utf8)
    let digit = UInt8(ascii: "0")
    guard bytes.count == shape.count else { return nil }
    for (byte, expected) in zip(bytes, shape) {
      guard expected == digit ? (digit...UInt8(ascii: "9")).contains(byte) : byte == expected else { return nil }
    }
    func number(_ range: Range<Int>) -> Int64 { bytes[range].reduce(0) { $0 * 10 + Int64($1 - digit) } }
    let (year, month, day) = (number(0..<4), number(5..<7), number(8..<10))
    let (hour, minute, second) = (number(11..<13), number(14..<16), number(17..<19))
    guard (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 60 else { return nil }
    let days = Self.days(fromCivil: year, month, day)
    guard Self.civil(fromDays: days) == (year, month, day) else { return nil }
    let seconds = (days * 24 + hour) * 3600 + minute * 60 + second
    self.init(microsecondsSinceEpoch: seconds * 1_000_000 + number(20..<26))
  }

  private static func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// Days to a date of the proleptic Gregorian calendar, after Howard Hinnant's "chrono-compatible low-level date algorithms".
  private static func civil(fromDays days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let (era, dayOfEra) = (days + 719_468).quotientAndRemainderFloored(dividingBy: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  /// The inverse of ``civil(fromDays:)``, from the same source.
  private static func days(fromCivil year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let shiftedYear = month <= 2 ? year - 1 : year
    let (era, yearOfEra) = shiftedYear.quotientAndRemainderFloored(dividingBy: 400)
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}

extension Int64 {
  /// Division that rounds down, so that the remainder is never negative.
  fileprivate func quotientAndRemainderFloored(dividingBy divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
