/// How far long work is, at one moment.
package struct ProgressState: Sendable, Hashable {
  /// What is done, as one word or two: "migrating".
  package var label: String
  /// How many there are, or nil when nobody knows.
  package var total: Int?
  /// How many went well.
  package var succeeded = 0
  /// How many did not.
  package var failed = 0
  /// Since when.
  package var elapsed: Duration = .zero
  /// How many are finished in a second, lately; nil until that can be told.
  package var rate: Double?

  package init(label: String, total: Int?) {
    self.label = label
    self.total = total
  }

  /// How many are over, one way or the other.
  package var finished: Int { succeeded + failed }

  /// How long the rest will take at the present rate.
  package var timeLeft: Duration? {
    guard let total, let rate, rate > 0, finished < total else { return nil }
    let seconds = Double(total - finished) / rate
    return seconds < 1e9 ? .seconds(Int64(seconds.rounded(.up))) : nil
  }

  /// The counts, for a line or beside a bar: `1234/10000`.
  var counts: String { total.map { "\(finished)/\($0)" } ?? String(finished) }
}

extension Duration {
  /// The time in its two largest units, as people say it: `8s`, `1m 43s`, `2h 05m`, `3d 04h`.
  package var roundedText: String {
    let seconds = max(components.seconds, 0)
    func padded(_ value: Int64) -> String { value < 10 ? "0\(value)" : String(value) }
    if seconds < 60 { return "\(seconds)s" }
    if seconds < 3600 { return "\(seconds / 60)m \(padded(seconds % 60))s" }
    if seconds < 86400 { return "\(seconds / 3600)h \(padded(seconds / 60 % 60))m" }
    return "\(seconds / 86400)d \(padded(seconds / 3600 % 24))h"
  }
}
