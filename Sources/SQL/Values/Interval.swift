/// A span of time as calendars count it: PostgreSQL's `interval`.
///
/// Months, days and microseconds are kept apart, because a month has no fixed number of days and a day no fixed number of hours. Two
/// intervals are equal when all three parts are, other than in PostgreSQL, for which 30 days equal a month.
///
/// On SQLite it is stored as its ``description``.
public struct Interval: Sendable, Hashable {
  /// Months; twelve of them are a year.
  public var months: Int32
  /// Days.
  public var days: Int32
  /// Microseconds.
  public var microseconds: Int64

  /// Makes a span.
  public init(months: Int32 = 0, days: Int32 = 0, microseconds: Int64 = 0) {
    self.months = months
    self.days = days
    self.microseconds = microseconds
  }
}

extension Interval: LosslessStringConvertible {
  /// As PostgreSQL writes it: `1 year 2 mons -3 days +04:05:06.5`.
  public var description: String {
    var parts: [String] = []
    var isAfterNegative = false
    for (value, unit) in [(months / 12, "year"), (months % 12, "mon"), (days, "day")] where value != 0 {
      parts.append((isAfterNegative && value > 0 ? "+" : "") + "\(value) \(unit)" + (value == 1 ? "" : "s"))
      isAfterNegative = value < 0
    }
    if parts.isEmpty || microseconds != 0 {
      parts.append((microseconds < 0 ? "-" : isAfterNegative ? "+" : "") + clockText)
    }
    return parts.joined(separator: " ")
  }

  /// The spelling that PostgreSQL reads: of the shortest time there is, it does not read what it writes itself.
  package var postgresText: String {
    guard microseconds == .min else { return description }
    let calendar = Interval(months: months, days: days)
    return (months == 0 && days == 0 ? "" : calendar.description + " ") + "\(microseconds) microseconds"
  }

  private var clockText: String {
    let magnitude = microseconds.magnitude
    let seconds = Int64(magnitude / 1_000_000)
    let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { CivilDate.padded($0, 2) }.joined(separator: ":")
    var fraction = Substring(CivilDate.padded(Int64(magnitude % 1_000_000), 6))
    while fraction.hasSuffix("0") { fraction.removeLast() }
    return fraction.isEmpty ? clock : clock + "." + fraction
  }

  /// Reads what ``description`` writes.
  ///
  /// - Returns: nil for other text, and for the styles of PostgreSQL that `IntervalStyle` can choose.
  public init?(_ description: String) {
    self.init()
    var words = description.split(separator: " ", omittingEmptySubsequences: false)[...]
    guard !words.isEmpty else { return nil }
    while let word = words.popFirst() {
      if word.contains(":") {
        guard words.isEmpty, let clock = Self.clock(word) else { return nil }
        microseconds = clock
      } else {
        guard let number = Int32(word), let unit = words.popFirst(), add(number, unit) else { return nil }
      }
    }
  }

  private mutating func add(_ number: Int32, _ unit: Substring) -> Bool {
    switch unit {
    case "year", "years":
      let (product, isTooLarge) = number.multipliedReportingOverflow(by: 12)
      let (sum, isOutside) = months.addingReportingOverflow(product)
      months = sum
      return !isTooLarge && !isOutside
    case "mon", "mons":
      let (sum, isOutside) = months.addingReportingOverflow(number)
      months = sum
      return !isOutside
    case "day", "days":
      days = number
      return true
    default: return false
    }
  }

  private static func clock(_ word: Substring) -> Int64? {
    let isNegative = word.hasPrefix("-")
    var reader = DigitReader(String(isNegative || word.hasPrefix("+") ? word.dropFirst() : word))
    guard let time = reader.timeOfDay(maximumDigits: 10), reader.isAtEnd else { return nil }
    // Counted downwards where it is negative: the earliest value has no positive twin.
    let sign: Int64 = isNegative ? -1 : 1
    let (hours, isTooLarge) = (sign * time.hour).multipliedReportingOverflow(by: 3_600_000_000)
    let (sum, isOutside) = hours.addingReportingOverflow(sign * time.microsecondsAfterHour)
    return isTooLarge || isOutside ? nil : sum
  }
}
