/// Whether a prepared statement is answered so soon that its task had better not be put to sleep.
///
/// A server on the same machine answers a lookup in less time than two thread switches take. A statement that was answered that fast
/// several times is waited for on the spot, on the task's own thread. One slow answer ends that. A server that is further away, a
/// statement that computes, and everything that is not prepared are never waited for in this way.
struct Quickness {
  /// How long a thread is held at most, in nanoseconds, by a statement that used to be quick and is not.
  ///
  /// It is longer than an answer takes by far: a timer that is sure not to be needed costs nothing, one that is due before the
  /// kernel's next tick costs as much as the whole statement.
  static let patience = 5_000_000

  /// What counts as quick.
  private static let limit = Duration.microseconds(100)
  private static let needed: UInt8 = 3

  private var streak: UInt8 = 0

  /// True when the next answer is expected at once.
  var isExpected: Bool { streak >= Self.needed }

  /// Learns from an answer.
  mutating func note(_ elapsed: Duration) { streak = elapsed < Self.limit ? min(Self.needed, streak + 1) : 0 }
}
