import Glibc

/// A pipe that wakes whoever polls it.
///
/// Both ends are closed with it.
final class RawBell: Sendable {
  let descriptor: Int32
  private let sender: Int32

  /// Nil when the process has no descriptor left.
  init?() {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { return nil }
    (descriptor, sender) = (ends[0], ends[1])
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
  }

  deinit {
    close(descriptor)
    close(sender)
  }

  /// Ends a wait, or the next one.
  func ring() {
    var byte: UInt8 = 1
    unsafe write(sender, &byte, 1)
  }

  /// Forgets that it was rung.
  func quieten() {
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { buffer in
      while unsafe read(descriptor, buffer.baseAddress, buffer.count) > 0 {}
    }
  }
}

/// What is waited for, and what has come of it.
struct RawWatch {
  private(set) var entries: [pollfd] = []

  /// Adds a descriptor.
  ///
  /// - Returns: Its place, for the questions after the wait.
  mutating func add(_ descriptor: Int32, forReading: Bool, forWriting: Bool) -> Int {
    let events = (forReading ? POLLIN : 0) | (forWriting ? POLLOUT : 0)
    // Errors are reported without being asked for: who waits for nothing must not be woken by them for ever.
    entries.append(pollfd(fd: events == 0 ? -1 : descriptor, events: Int16(events), revents: 0))
    return entries.count - 1
  }

  /// Waits, at most for so many milliseconds; -1 is for ever.
  mutating func wait(milliseconds: Int32) { _ = unsafe poll(&entries, nfds_t(entries.count), milliseconds) }

  /// True when something can be done with a descriptor, be it to find out that it is broken.
  func isReady(_ place: Int) -> Bool { entries[place].revents != 0 }
}
