import Glibc
import Synchronization

/// How many prepared statements of the process are with their servers, and how many threads wait for one on the spot.
///
/// A thread that waits on the spot is not there for the other connections. A server on the same machine needs a processor for its
/// answer, the one that the thread leaves to it: as many threads as there are processors may wait, and more would not be served sooner.
/// For another machine's answer nothing is used here: there only a statement that is alone may hold its thread, as with several, as
/// many answers as there are threads would be waited for at a time, instead of all of them.
enum Crowd {
  private static let statements = Atomic<Int>(0)
  private static let holders = Atomic<Int>(0)
  private static let processors = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

  /// A statement is about to be sent.
  ///
  /// - Returns: True when it is the only one.
  static func enter() -> Bool { statements.add(1, ordering: .relaxed).oldValue == 0 }

  /// Its answer is there.
  static func leave() { statements.subtract(1, ordering: .relaxed) }

  /// A thread wants to wait for a server on this machine.
  ///
  /// - Returns: True when it may; it tells ``release()`` afterwards.
  static func hold() -> Bool {
    if holders.add(1, ordering: .relaxed).oldValue < processors { return true }
    release()
    return false
  }

  /// The thread does not wait any more.
  static func release() { holders.subtract(1, ordering: .relaxed) }
}
