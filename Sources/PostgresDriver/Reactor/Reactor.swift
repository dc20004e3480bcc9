import Database
import Synchronization

/// One thread that waits for all sockets and deadlines of the process, and wakes the tasks that wait for them.
///
/// It makes no libpq call and runs nobody's code but wake-ups: the work is done by the tasks themselves.
final class Reactor: Sendable {
  private struct Slot {
    var token: UInt64
    var readiness: Readiness
  }

  private struct Sockets {
    /// By descriptor.
    ///
    /// The kernel gives out low numbers first, so this stays short.
    var slots: [Slot?] = []
    var generation: UInt64 = 0
  }

  /// Names a deadline.
  typealias Deadline = DeadlineQueue<@Sendable () -> Void>.Handle

  private static let instance = Mutex<Reactor?>(nil)

  private let poller: RawPoller
  private let sockets = Mutex(Sockets())
  private let deadlines = Mutex(DeadlineQueue<@Sendable () -> Void>())

  private init?() {
    guard let poller = RawPoller() else { return nil }
    self.poller = poller
  }

  /// The reactor of the process; it is started by whoever asks first.
  ///
  /// - Throws: ``DatabaseError/Code/connectionFailed`` when the system has no descriptor or thread left.
  static func running() throws(DatabaseError) -> Reactor {
    let reactor: Reactor? = instance.withLock { current in
      if current == nil, let made = Reactor(), RawThread.start({ made.run() }) { current = made }
      return current
    }
    guard let reactor else {
      throw DatabaseError(
        .connectionFailed, "The process has no file descriptor or thread left. Raise its limits, or open fewer connections.")
    }
    return reactor
  }

  // MARK: - Sockets

  /// Watches a socket for somebody.
  ///
  /// Events of an earlier socket with the same number do not reach them: the token is new.
  ///
  /// - Returns: Nil when the kernel refuses.
  func watch(_ descriptor: Int32, for readiness: Readiness) -> UInt64? {
    guard descriptor >= 0 else { return nil }
    let token = sockets.withLock { sockets in
      sockets.generation += 1
      let token = sockets.generation << 32 | UInt64(UInt32(bitPattern: descriptor))
      while sockets.slots.count <= Int(descriptor) { sockets.slots.append(nil) }
      sockets.slots[Int(descriptor)] = Slot(token: token, readiness: readiness)
      return token
    }
    readiness.rebind(to: token)
    if poller.watch(descriptor, token: token) { return token }
    forget(token)
    return nil
  }

  /// Asks for one event of a socket.
  func arm(_ token: UInt64, for interest: Readiness.Interest) {
    poller.arm(
      Self.descriptor(of: token), token: token, forReading: interest.contains(.read), forWriting: interest.contains(.write))
  }

  /// Stops watching.
  ///
  /// Call it before the socket is closed.
  func forget(_ token: UInt64) {
    let descriptor = Self.descriptor(of: token)
    let wasCurrent = sockets.withLock { sockets in
      guard sockets.slots.indices.contains(Int(descriptor)), sockets.slots[Int(descriptor)]?.token == token else { return false }
      sockets.slots[Int(descriptor)] = nil
      return true
    }
    if wasCurrent { poller.forget(descriptor) }
  }

  private static func descriptor(of token: UInt64) -> Int32 { Int32(bitPattern: UInt32(truncatingIfNeeded: token)) }

  // MARK: - Deadlines

  /// Runs something short when a moment has come, on the reactor's thread.
  func schedule(after delay: Duration, _ action: @escaping @Sendable () -> Void) -> Deadline {
    let instant = ContinuousClock.now.advanced(by: delay)
    let (deadline, isFirst) = deadlines.withLock { queue in
      let first = queue.earliest()
      return (queue.insert(at: instant, action), first.map { instant < $0 } ?? true)
    }
    if isFirst { poller.wake() }
    return deadline
  }

  /// Takes a deadline back.
  ///
  /// It may be running already.
  func cancel(_ deadline: Deadline) { deadlines.withLock { $0.remove(deadline) } }

  // MARK: - The thread

  private func run() {
    while true {
      poller.wait(milliseconds: timeout()) { event in
        let index = Int(Self.descriptor(of: event.token))
        let readiness = sockets.withLock { sockets -> Readiness? in
          guard sockets.slots.indices.contains(index), let slot = sockets.slots[index], slot.token == event.token else {
            return nil
          }
          return slot.readiness
        }
        readiness?.signal(event.token, isReadable: event.isReadable, isWritable: event.isWritable)
      }
      while let action = deadlines.withLock({ $0.popDue(at: .now) }) { action() }
    }
  }

  private func timeout() -> Int32 {
    guard let earliest = deadlines.withLock({ $0.earliest() }) else { return -1 }
    let left = ContinuousClock.now.duration(to: earliest)
    guard left > .zero else { return 0 }
    // Rounded up: waking a moment too early would only spin.
    let milliseconds = left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000 + 1
    return Int32(clamping: milliseconds)
  }
}
