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

  /// How soon something is expected within a call.
  enum Pace {
    /// Nothing is known.
    case unknown
    /// At once: it is waited for on the spot.
    case quick
    /// It was waited for on the spot and did not come.
    ///
    /// There is no second try in the same call.
    case slow
  }

  /// What counts as quick.
  private static let limit = Duration.microseconds(100)
  private static let needed: UInt8 = 3

  /// True for what takes less time than putting a task to sleep is worth.
  static func isQuick(_ elapsed: Duration) -> Bool { elapsed < limit }

  private var streak: UInt8 = 0

  /// True when the next answer is expected at once.
  var isExpected: Bool { streak >= Self.needed }

  /// Learns from an answer.
  mutating func note(_ elapsed: Duration) { streak = Self.isQuick(elapsed) ? min(Self.needed, streak + 1) : 0 }
}
