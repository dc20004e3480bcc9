/// A time of day without a zone: PostgreSQL's `time`, which has 24:00 too.
///
/// On SQLite it is stored as its ``description``.
public struct LocalTime: Sendable, Hashable, Comparable {
  /// The latest: 24:00.
  static let limit: Int64 = 86_400_000_000

  /// Microseconds since midnight.
  public let microsecondsSinceMidnight: Int64

  /// Makes a time of microseconds since midnight.
  ///
  /// - Returns: nil for a time before midnight or after 24:00.
  public init?(microsecondsSinceMidnight: Int64) {
    guard (0...Self.limit).contains(microsecondsSinceMidnight) else { return nil }
    self.microsecondsSinceMidnight = microsecondsSinceMidnight
  }

  /// Makes a time of its parts.
  ///
  /// - Returns: nil for parts that are out of range.
  public init?(hour: Int, minute: Int, second: Int = 0, microsecond: Int = 0) {
    guard (0...24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second), (0..<1_000_000).contains(microsecond)
    else { return nil }
    self.init(microsecondsSinceMidnight: Int64((hour * 60 + minute) * 60 + second) * 1_000_000 + Int64(microsecond))
  }

  /// Orders by time.
  public static func < (left: LocalTime, right: LocalTime) -> Bool {
    left.microsecondsSinceMidnight < right.microsecondsSinceMidnight
  }
}

extension LocalTime: LosslessStringConvertible {
  /// `09:30:00.250000`: always six decimals, so that it sorts as text as it does in time.
  public var description: String {
    let seconds = microsecondsSinceMidnight / 1_000_000
    let parts = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { CivilDate.padded($0, 2) }
    return parts.joined(separator: ":") + "." + CivilDate.padded(microsecondsSinceMidnight % 1_000_000, 6)
  }

  /// The spelling of PostgreSQL, which drops zeros at the end: `09:30:00.25`.
  package var postgresText: String {
    var text = Substring(description)
    while text.hasSuffix("0") && text.contains(".") { text.removeLast() }
    return String(text.hasSuffix(".") ? text.dropLast() : text)
  }

  /// Reads `09:30:00`, with up to six decimals.
  public init?(_ description: String) {
    var reader = DigitReader(description)
    guard let time = reader.timeOfDay(), reader.isAtEnd, time.hour <= 24 else { return nil }
    self.init(microsecondsSinceMidnight: time.microseconds)
  }
}
