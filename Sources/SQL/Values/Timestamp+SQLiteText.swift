extension Timestamp {
  /// Reads what `CURRENT_TIMESTAMP` and `datetime()` of SQLite write: `2026-11-24 09:30:00`, in UTC.
  package init?(sqliteText text: String) {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].utf8.count == 8 else { return nil }
    self.init("\(parts[0])T\(parts[1]).000000Z")
  }
}
