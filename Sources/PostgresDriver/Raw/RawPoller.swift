import CPQ
import Glibc

/// The kernel's side of the reactor: an epoll instance, and an event descriptor that wakes whoever waits on it.
struct RawPoller: ~Copyable, Sendable {
  /// What the kernel reports about a socket.
  struct Event {
    var token: UInt64
    var isReadable: Bool
    var isWritable: Bool
  }

  /// The token of the event descriptor; sockets are never given it.
  static let bellToken = UInt64.max

  private let queue: Int32
  private let bell: Int32

  /// Nil when the process has no descriptor left.
  init?() {
    queue = epoll_create1(Int32(EPOLL_CLOEXEC))
    bell = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    guard queue >= 0, bell >= 0, Self.control(queue, EPOLL_CTL_ADD, bell, EPOLLIN.rawValue, Self.bellToken) == 0 else {
      if queue >= 0 { Glibc.close(queue) }
      if bell >= 0 { Glibc.close(bell) }
      return nil
    }
  }

  deinit {
    Glibc.close(queue)
    Glibc.close(bell)
  }

  /// Watches a socket, silently until it is armed.
  ///
  /// A socket that is watched already gets the new token.
  func watch(_ descriptor: Int32, token: UInt64) -> Bool {
    if Self.control(queue, EPOLL_CTL_ADD, descriptor, EPOLLONESHOT.rawValue, token) == 0 { return true }
    return errno == EEXIST && Self.control(queue, EPOLL_CTL_MOD, descriptor, EPOLLONESHOT.rawValue, token) == 0
  }

  /// Asks for one event of a socket.
  ///
  /// What is possible already is reported at once.
  func arm(_ descriptor: Int32, token: UInt64, forReading: Bool, forWriting: Bool) {
    let mask =
      EPOLLONESHOT.rawValue | (forReading ? EPOLLIN.rawValue | EPOLLRDHUP.rawValue : 0) | (forWriting ? EPOLLOUT.rawValue : 0)
    _ = Self.control(queue, EPOLL_CTL_MOD, descriptor, mask, token)
  }

  /// Stops watching a socket.
  ///
  /// It must still be open.
  func forget(_ descriptor: Int32) { _ = Self.control(queue, EPOLL_CTL_DEL, descriptor, 0, 0) }

  /// Ends a wait.
  func wake() { eventfd_write(bell, 1) }

  /// Waits for events, at most for the given time; -1 is for ever.
  func wait(milliseconds: Int32, _ body: (Event) -> Void) {
    unsafe withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: 64) { buffer in
      let count = unsafe epoll_wait(queue, buffer.baseAddress, Int32(buffer.count), milliseconds)
      for index in 0..<max(0, Int(count)) {
        let (events, token) = unsafe (buffer[index].events, buffer[index].data.u64)
        if token == Self.bellToken {
          var value: eventfd_t = 0
          unsafe eventfd_read(bell, &value)
          continue
        }
        let failed = events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0
        body(
          Event(
            token: token, isReadable: failed || events & (EPOLLIN.rawValue | EPOLLRDHUP.rawValue) != 0,
            isWritable: failed || events & EPOLLOUT.rawValue != 0))
      }
    }
  }

  /// True when a read of the socket would not block: there is data, or the end.
  ///
  /// - Parameter patience: How long it may take, in nanoseconds. The thread is blocked for that long.
  static func isReadable(_ descriptor: Int32, patience: Int = 0) -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    var limit = timespec(tv_sec: 0, tv_nsec: patience)
    return unsafe ppoll(&request, 1, &limit, nil) > 0
  }

  /// True when there is something to be read, however little.
  static func hasBytes(_ descriptor: Int32) -> Bool {
    var count: Int32 = 0
    return unsafe ioctl(descriptor, UInt(FIONREAD), &count) == 0 && count > 0
  }

  /// Lets a socket count as readable from a number of bytes on; the end of the connection always counts.
  ///
  /// - Returns: False when the socket cannot do that.
  static func setLowWater(_ descriptor: Int32, _ count: Int32) -> Bool {
    var count = count
    return unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVLOWAT, &count, socklen_t(MemoryLayout<Int32>.size)) == 0
  }

  private static func control(_ queue: Int32, _ operation: Int32, _ descriptor: Int32, _ mask: UInt32, _ token: UInt64) -> Int32 {
    var event = unsafe epoll_event(events: mask, data: epoll_data_t(u64: token))
    return unsafe epoll_ctl(queue, operation, descriptor, &event)
  }
}
