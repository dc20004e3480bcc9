extension Timestamp {
  /// Reads what PostgreSQL writes in the ISO style: `2026-11-24 09:30:00.25+02`, perhaps with ` BC`.
  ///
  /// Without a zone it is taken as UTC.
  package init?(postgresText text: String) {
    if text == "infinity" { self = .infinity; return }
    if text == "-infinity" { self = .negativeInfinity; return }
    var reader = DigitReader(text)
    guard var date = reader.calendarDay(), reader.skip(" "), let time = reader.timeOfDay(), let zone = reader.zone() else {
      return nil
    }
    if reader.beforeChrist() { date.year = 1 - date.year }
    guard reader.isAtEnd else { return nil }
    let (product, isTooFar) = (date.daysSinceEpoch * 86_400 - zone).multipliedReportingOverflow(by: 1_000_000)
    let (sum, isOutside) = product.addingReportingOverflow(time.microseconds)
    guard !isTooFar, !isOutside else { return nil }
    self.init(microsecondsSinceEpoch: sum)
  }
}
