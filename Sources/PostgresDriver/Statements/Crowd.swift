import Synchronization

/// How many prepared statements of the process are with their servers.
///
/// A thread that waits on the spot is not there for the other connections. With one statement there is nobody else it could serve; with
/// several, as many answers as there are threads would be waited for at a time, instead of all of them.
enum Crowd {
  private static let size = Atomic<Int>(0)

  /// A statement is about to be sent.
  ///
  /// - Returns: True when it is the only one.
  static func enter() -> Bool { size.add(1, ordering: .relaxed).oldValue == 0 }

  /// Its answer is there.
  static func leave() { size.subtract(1, ordering: .relaxed) }
}
