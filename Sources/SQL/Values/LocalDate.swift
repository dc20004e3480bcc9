/// A day without a place or a time: PostgreSQL's `date`, with its two infinities.
///
/// On SQLite it is stored as its ``description``.
public struct LocalDate: Sendable, Hashable, Comparable {
  /// Days since 1970-01-01; the extremes of `Int32` are the infinities.
  public var daysSinceEpoch: Int32

  /// Makes a day of days since 1970-01-01.
  public init(daysSinceEpoch: Int32) { self.daysSinceEpoch = daysSinceEpoch }

  /// Makes a day of the Gregorian calendar; year 0 is the one before year 1.
  ///
  /// - Returns: nil for a day that does not exist.
  public init?(year: Int, month: Int, day: Int) {
    guard (-6_000_000...6_000_000).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
    let date = CivilDate(year: Int64(year), month: Int64(month), day: Int64(day))
    guard date.exists, let days = Int32(exactly: date.daysSinceEpoch), days != .max, days != .min else { return nil }
    daysSinceEpoch = days
  }

  /// Later than every day.
  public static let infinity = LocalDate(daysSinceEpoch: .max)
  /// Earlier than every day.
  public static let negativeInfinity = LocalDate(daysSinceEpoch: .min)

  /// Year, month and day; nil for the infinities.
  public var components: (year: Int, month: Int, day: Int)? {
    guard self != .infinity, self != .negativeInfinity else { return nil }
    let date = CivilDate(daysSinceEpoch: Int64(daysSinceEpoch))
    return (Int(date.year), Int(date.month), Int(date.day))
  }

  /// Orders by time.
  public static func < (left: LocalDate, right: LocalDate) -> Bool { left.daysSinceEpoch < right.daysSinceEpoch }
}

extension LocalDate: LosslessStringConvertible {
  /// `2026-11-24`; years before 0 have a minus sign, as ISO 8601 has it.
  public var description: String { infinityText ?? CivilDate(daysSinceEpoch: Int64(daysSinceEpoch)).isoText }

  /// The spelling of PostgreSQL: it has no year 0 and no minus sign, but years BC.
  package var postgresText: String { infinityText ?? CivilDate(daysSinceEpoch: Int64(daysSinceEpoch)).postgresText }

  private var infinityText: String? { self == .infinity ? "infinity" : self == .negativeInfinity ? "-infinity" : nil }

  /// Reads what ``description`` writes, and PostgreSQL's spelling of years BC.
  public init?(_ description: String) {
    if description == "infinity" { self = .infinity; return }
    if description == "-infinity" { self = .negativeInfinity; return }
    var reader = DigitReader(description)
    guard let date = reader.date(), reader.isAtEnd else { return nil }
    self.init(year: Int(date.year), month: Int(date.month), day: Int(date.day))
  }
}
