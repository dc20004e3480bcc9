/// Reads numbers and separators from the front of a text: what dates and times are written with.
package struct DigitReader {
  private var rest: Substring.UTF8View

  package init(_ text: String) { rest = Substring(text).utf8 }

  package var isAtEnd: Bool { rest.isEmpty }

  package mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard let first = rest.first, UInt32(first) == character.value else { return false }
    rest.removeFirst()
    return true
  }

  package mutating func number(maximumDigits: Int = 7) -> Int64? {
    let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard !digits.isEmpty, digits.count <= maximumDigits else { return nil }
    rest = rest.dropFirst(digits.count)
    return digits.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
  }

  /// What stands after the point, as microseconds.
  package mutating func fraction() -> Int64? {
    let before = rest.count
    guard var number = number(), before - rest.count <= 6 else { return nil }
    for _ in (before - rest.count)..<6 { number *= 10 }
    return number
  }

  /// `2026-11-24`, `-0043-03-15` or `0044-03-15 BC`.
  package mutating func date() -> CivilDate? {
    let isNegative = skip("-")
    guard var date = calendarDay() else { return nil }
    if isNegative { date.year = -date.year }
    if beforeChrist() { date.year = 1 - date.year }
    return date
  }

  /// `2026-11-24`.
  package mutating func calendarDay() -> CivilDate? {
    guard let year = number(), skip("-"), let month = number(), skip("-"), let day = number() else { return nil }
    return CivilDate(year: year, month: month, day: day)
  }

  /// ` BC`, at the end.
  package mutating func beforeChrist() -> Bool {
    guard rest.elementsEqual(" BC".utf8) else { return false }
    rest = rest.dropFirst(3)
    return true
  }

  /// A clock's time.
  package struct TimeOfDay {
    package let hour: Int64
    /// What is more than the hours.
    package let microsecondsAfterHour: Int64

    package var microseconds: Int64 { hour * 3_600_000_000 + microsecondsAfterHour }
  }

  /// `09:30:00`, `09:30:00.25`.
  package mutating func timeOfDay(maximumDigits: Int = 2) -> TimeOfDay? {
    guard let hour = number(maximumDigits: maximumDigits), skip(":"), let minute = number(), skip(":"), let second = number(),
      minute < 60, second < 60
    else { return nil }
    guard let fraction = skip(".") ? fraction() : 0 else { return nil }
    return TimeOfDay(hour: hour, microsecondsAfterHour: (minute * 60 + second) * 1_000_000 + fraction)
  }

  /// The offset from UTC in seconds: `+02`, `-03:30`, `+00:19:32`, or nothing.
  package mutating func zone() -> Int64? {
    let sign: Int64
    if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return 0 }
    guard var total = number().map({ $0 * 3600 }) else { return nil }
    if skip(":") {
      guard let minutes = number() else { return nil }
      total += minutes * 60
    }
    if skip(":") {
      guard let seconds = number() else { return nil }
      total += seconds
    }
    return sign * total
  }
}
