/// Numbers and durations as people write them.
enum QuantityText {
  /// The longest duration: a limit on a statement that is longer than a day is a mistake of the unit.
  static let longest = Duration.seconds(24 * 60 * 60)

  /// A whole number: digits only, no sign, no leading zeros (which YAML 1.1 reads as octal).
  static func count(_ text: some StringProtocol) -> Int? {
    let digits = text.utf8
    guard let first = digits.first, digits.count <= 9, first != UInt8(ascii: "0") || digits.count == 1 else { return nil }
    guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
    return Int(text)
  }

  /// `500ms`, `3s`, `5m`, `2h`.
  ///
  /// Zero is refused: to PostgreSQL it means no limit at all.
  static func duration(_ text: String) -> Duration? {
    for (unit, milliseconds) in [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000)] {
      guard text.utf8.count > unit.utf8.count, text.utf8.suffix(unit.utf8.count).elementsEqual(unit.utf8) else { continue }
      guard let count = count(Substring(text.utf8.dropLast(unit.utf8.count))), count > 0 else { continue }
      let duration = Duration.milliseconds(count * milliseconds)
      return duration <= longest ? duration : nil
    }
    return nil
  }
}
