import Synchronization

/// What a connection's task waits on: its socket, its cancellation and its deadline.
///
/// One task waits at a time. The reactor is asked for one event per wait, and the kernel then reports what is there already: no edge
/// can be missed, whatever libpq has left unread. An event that comes when nobody waits is kept for the next wait.
final class Readiness: Sendable {
  /// What a task waits for.
  struct Interest: OptionSet, Sendable {
    let rawValue: UInt8
    static let read = Interest(rawValue: 1)
    static let write = Interest(rawValue: 2)
  }

  /// Why a wait ended.
  enum Wake: Sendable {
    /// The socket may be ready.
    ///
    /// It may also not be: ask it.
    case ready
    /// The task was cancelled.
    case cancelled
    /// The deadline has passed.
    case expired
  }

  @safe private struct State {
    var token: UInt64 = 0
    var ready: Interest = []
    var isExpired = false
    var expiry: UInt64 = 0
    /// The number of the wait that is going on or was the last one.
    var wait: UInt64 = 0
    var cancelledWait: UInt64 = 0
    var interest: Interest = []
    var continuation: UnsafeContinuation<Wake, Never>?

    /// Why a wait that begins now is over already; nil when it is not.
    ///
    /// What was signalled is used up.
    mutating func outcome(for interest: Interest) -> Wake? {
      if isExpired { return .expired }
      if cancelledWait == wait && wait > 0 { return .cancelled }
      guard !ready.isDisjoint(with: interest) else { return nil }
      ready.subtract(interest)
      return .ready
    }

    mutating func takeContinuation() -> UnsafeContinuation<Wake, Never>? {
      defer { unsafe continuation = nil }
      return unsafe continuation
    }
  }

  private let state = Mutex(State())
  private let reactor: Reactor

  init(_ reactor: Reactor) { self.reactor = reactor }

  /// Waits until the socket is ready for one of the interests.
  func wait(for interest: Interest, isCancellable: Bool) async -> Wake {
    let (number, outcome) = state.withLock { state in
      state.wait += 1
      return (state.wait, state.outcome(for: interest))
    }
    if let outcome { return outcome }
    guard isCancellable else { return await suspend(for: interest) }
    return await withTaskCancellationHandler {
      await suspend(for: interest)
    } onCancel: {
      cancel(wait: number)
    }
  }

  private func suspend(for interest: Interest) async -> Wake {
    unsafe await withUnsafeContinuation { continuation in
      let (outcome, token) = state.withLock { state -> (Wake?, UInt64) in
        if let outcome = state.outcome(for: interest) { return (outcome, 0) }
        state.interest = interest
        unsafe state.continuation = continuation
        return (nil, state.token)
      }
      // The task may go on, on another thread, as soon as the socket is armed.
      if let outcome { unsafe continuation.resume(returning: outcome) } else { reactor.arm(token, for: interest) }
    }
  }

  // MARK: - Signals

  /// The reactor's report.
  ///
  /// One about an earlier socket is not for us.
  func signal(_ token: UInt64, isReadable: Bool, isWritable: Bool) {
    let continuation = unsafe state.withLock { state -> UnsafeContinuation<Wake, Never>? in
      guard state.token == token else { return nil }
      if isReadable { state.ready.insert(.read) }
      if isWritable { state.ready.insert(.write) }
      guard unsafe state.continuation != nil, !state.ready.isDisjoint(with: state.interest) else { return nil }
      state.ready.subtract(state.interest)
      return unsafe state.takeContinuation()
    }
    unsafe continuation?.resume(returning: .ready)
  }

  /// Names a deadline that is about to be set.
  func beginExpiry() -> UInt64 {
    state.withLock { state in
      state.expiry += 1
      return state.expiry
    }
  }

  /// The deadline has passed: ends the present wait and every later one, until ``endExpiry()``.
  ///
  /// One that was ended does nothing.
  func expire(_ expiry: UInt64) {
    let continuation = unsafe state.withLock { state -> UnsafeContinuation<Wake, Never>? in
      guard state.expiry == expiry else { return nil }
      state.isExpired = true
      return unsafe state.takeContinuation()
    }
    unsafe continuation?.resume(returning: .expired)
  }

  /// True when a deadline has passed that was not ended.
  var isExpired: Bool { state.withLock(\.isExpired) }

  /// The deadline is met, or does not matter any more.
  func endExpiry() {
    state.withLock { state in
      state.expiry += 1
      state.isExpired = false
    }
  }

  /// The socket was replaced, or is reported anew: what was known about it is void.
  func rebind(to token: UInt64) {
    state.withLock { state in
      state.token = token
      state.ready = []
    }
  }

  /// A cancellation that arrives late belongs to a wait that is over, and does nothing.
  private func cancel(wait number: UInt64) {
    let continuation = unsafe state.withLock { state -> UnsafeContinuation<Wake, Never>? in
      guard state.wait == number else { return nil }
      state.cancelledWait = number
      return unsafe state.takeContinuation()
    }
    unsafe continuation?.resume(returning: .cancelled)
  }
}
