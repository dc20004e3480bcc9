import SQL

extension BinaryDecoding {
  /// A day; the infinities have the same values as ours.
  static func date(_ bytes: Span<UInt8>) -> LocalDate? {
    guard let days = number(bytes, as: Int32.self) else { return nil }
    if days == .max || days == .min { return LocalDate(daysSinceEpoch: days) }
    let (sum, overflow) = days.addingReportingOverflow(BinaryEncoding.epochDays)
    return overflow ? nil : LocalDate(daysSinceEpoch: sum)
  }

  /// A time of day.
  static func time(_ bytes: Span<UInt8>) -> LocalTime? {
    number(bytes, as: Int64.self).flatMap(LocalTime.init(microsecondsSinceMidnight:))
  }

  /// A span of time: microseconds, days, months.
  static func interval(_ bytes: Span<UInt8>) -> Interval? {
    guard bytes.count == 16 else { return nil }
    return Interval(months: number(bytes, at: 12), days: number(bytes, at: 8), microseconds: number(bytes, at: 0))
  }
}
