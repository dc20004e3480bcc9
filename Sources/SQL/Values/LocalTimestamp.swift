/// A day and a time on the wall, without a zone: PostgreSQL's `timestamp`, with its two infinities.
///
/// What moment it is depends on the place; ``Timestamp`` is a moment. On SQLite it is stored as its ``description``.
public struct LocalTimestamp: Sendable, Hashable, Comparable {
  /// Microseconds since 1970-01-01 00:00:00 on the same wall; the extremes of `Int64` are the infinities.
  public var microsecondsSinceEpoch: Int64

  /// Makes a day and a time of microseconds since 1970-01-01 00:00:00 on the same wall.
  public init(microsecondsSinceEpoch: Int64) { self.microsecondsSinceEpoch = microsecondsSinceEpoch }

  /// Later than everything.
  public static let infinity = LocalTimestamp(microsecondsSinceEpoch: .max)
  /// Earlier than everything.
  public static let negativeInfinity = LocalTimestamp(microsecondsSinceEpoch: .min)

  /// Orders by time.
  public static func < (left: LocalTimestamp, right: LocalTimestamp) -> Bool {
    left.microsecondsSinceEpoch < right.microsecondsSinceEpoch
  }

  /// The moment at which a clock in UTC shows it.
  package var inUTC: Timestamp { Timestamp(microsecondsSinceEpoch: microsecondsSinceEpoch) }

  package init(inUTC moment: Timestamp) { self.init(microsecondsSinceEpoch: moment.microsecondsSinceEpoch) }
}

extension LocalTimestamp: LosslessStringConvertible {
  /// `2026-11-24T09:30:00.000000`: as a ``Timestamp`` is written, without the zone.
  public var description: String { Self.withoutZone(inUTC.description) }

  /// The spelling that PostgreSQL reads.
  package var postgresText: String { Self.withoutZone(inUTC.postgresText) }

  private static func withoutZone(_ text: String) -> String {
    guard let zone = text.lastIndex(of: "Z") else { return text }
    return String(text[..<zone] + text[text.index(after: zone)...])
  }

  /// Reads what ``description`` writes, and what PostgreSQL writes: `2026-11-24 09:30:00.5`.
  public init?(_ description: String) {
    guard let moment = Timestamp(description + "Z") ?? Timestamp(postgresText: description) else { return nil }
    self.init(inUTC: moment)
  }
}
