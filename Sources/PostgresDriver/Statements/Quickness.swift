/// Whether a prepared statement is answered so soon that its task had better not be put to sleep.
///
/// A server on the same machine answers a lookup in less time than two thread switches take. A statement that was answered that fast
/// several times is waited for on the spot, on the task's own thread. A slow answer ends that for a while: for one answer at first,
/// for ever more of them as long as each new try is slow too. On a busy machine putting a task to sleep makes the answers slow by
/// itself, so a statement is also given a try when none was quick. What is not prepared is never waited for in this way.
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
    /// It was waited for on the spot for too long.
    ///
    /// There is no further try in the same call.
    case slow
  }

  /// How much longer one call may hold its thread for what is not quick.
  ///
  /// The parts of a long answer follow each other closely, and now and then one is late: the many that are not make up for it.
  struct Allowance {
    private var left = Duration.nanoseconds(Quickness.patience)

    /// Takes a wait into account.
    ///
    /// - Returns: False when the thread has been held long enough.
    mutating func covers(_ wait: Duration) -> Bool {
      left = Quickness.isQuick(wait) ? min(.nanoseconds(Quickness.patience), left + Quickness.limit) : left - wait
      return left > .zero
    }
  }

  /// What counts as quick.
  private static let limit = Duration.microseconds(100)
  private static let needed: UInt8 = 3
  private static let longestPause: UInt8 = 255

  /// True for what takes less time than putting a task to sleep is worth.
  static func isQuick(_ elapsed: Duration) -> Bool { elapsed < limit }

  /// How many quick answers there were in a row.
  private var streak: UInt8 = 0
  /// How many answers the last slow try is to be made up for.
  private var pause: UInt8 = 0
  /// How many answers are left until the next try.
  private var untilNext: UInt8 = 15

  /// True when the next answer is expected at once.
  var isExpected: Bool { untilNext == 0 }

  /// Learns from an answer.
  mutating func note(_ elapsed: Duration) {
    let wasTry = isExpected
    if !wasTry { untilNext -= 1 }
    guard Self.isQuick(elapsed) else {
      streak = 0
      if wasTry {
        pause = pause >= Self.longestPause / 2 ? Self.longestPause : pause * 2 + 1
        untilNext = pause
      }
      return
    }
    streak = min(Self.needed, streak + 1)
    if wasTry { pause /= 2 }
    if streak == Self.needed { untilNext = 0 }
  }
}
