/// Whether a connection is worth a moment's wait on the spot.
///
/// A server that is near answers a lookup in less time than it takes to put a task to sleep on one thread and wake it on another. So a
/// task waits for the answer itself, for a tenth of a millisecond at most, as long as that has paid lately on this connection. It
/// holds its thread no longer than decoding some hundred rows does.
struct Patience {
  /// How long a wait on the spot may take.
  static let nanoseconds = 100_000

  private static let limit = 8
  /// How often a connection that has not paid is tried again.
  private static let interval = 64

  private var credit = limit
  private var skipped = 0

  /// True when a wait on the spot should be tried now.
  mutating func shouldTry() -> Bool {
    if credit > 0 { return true }
    skipped += 1
    guard skipped >= Self.interval else { return false }
    skipped = 0
    return true
  }

  /// Learns from a wait on the spot: a miss costs more than a hit gains.
  mutating func note(wasRewarded: Bool) { credit = wasRewarded ? min(Self.limit, credit + 1) : max(0, credit - 2) }
}
