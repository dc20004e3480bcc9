import Synchronization

/// The request to stop: work finishes what is in flight, starts nothing new and says how to go on.
///
/// It is a value to look at and to wait for, not the cancellation of a task: that would reach the very statements that are
/// to be finished.
package final class Interruption: Sendable {
  private struct State {
    var signal: StopSignal?
    var nextWaiter = 0
    var waiters: [Int: AsyncStream<StopSignal>.Continuation] = [:]
  }

  private let state = Mutex(State())

  /// One that no signal reaches until ``request(_:)`` is called.
  package init() {}

  /// The signal that asked to stop, or nil.
  package var requested: StopSignal? { state.withLock { $0.signal } }

  /// True once the work should come to an end.
  package var isRequested: Bool { requested != nil }

  /// Asks to stop; the first one counts.
  package func request(_ signal: StopSignal) {
    let waiters = state.withLock { state in
      guard state.signal == nil else { return [AsyncStream<StopSignal>.Continuation]() }
      state.signal = signal
      defer { state.waiters = [:] }
      return Array(state.waiters.values)
    }
    for waiter in waiters {
      waiter.yield(signal)
      waiter.finish()
    }
  }

  /// Waits until it is asked to stop; nil when the waiting task is cancelled first.
  package func wait() async -> StopSignal? {
    for await signal in requests { return signal }
    return nil
  }

  /// The request as a sequence of one element.
  package var requests: AsyncStream<StopSignal> {
    AsyncStream { continuation in
      let (signal, waiter) = state.withLock { state in
        if let signal = state.signal { return (StopSignal?.some(signal), 0) }
        state.nextWaiter += 1
        state.waiters[state.nextWaiter] = continuation
        return (nil, state.nextWaiter)
      }
      if let signal {
        continuation.yield(signal)
        continuation.finish()
      } else {
        continuation.onTermination = { [self] _ in state.withLock { _ = $0.waiters.removeValue(forKey: waiter) } }
      }
    }
  }

  /// Ends the work here when it was asked to stop.
  ///
  /// - Throws: ``Interrupted``.
  package func check() throws(Interrupted) {
    if let requested { throw Interrupted(signal: requested) }
  }
}

/// Work that was asked to stop and did not come to its end.
///
/// Running the same command again takes it up.
package struct Interrupted: Error, Sendable, Hashable {
  /// What asked.
  package var signal: StopSignal

  package init(signal: StopSignal) { self.signal = signal }
}
