import Synchronization

/// A borrower that waits, and the one answer it gets.
///
/// The answer may come before anybody waits for it.
final class PoolWaiter: Sendable {
  typealias Answer = PoolAnswer<ConnectionHandOver>

  private enum State {
    case open
    case waiting(CheckedContinuation<Answer, Never>)
    case answered(Answer)
  }

  private let state = Mutex(State.open)

  /// Waits for the answer; cancellation is the caller's business.
  func answer() async -> Answer {
    await withCheckedContinuation { continuation in
      let early: Answer? = state.withLock { state in
        if case .answered(let answer) = state { return answer }
        state = .waiting(continuation)
        return nil
      }
      if let early { continuation.resume(returning: early) }
    }
  }

  /// Gives the answer.
  ///
  /// The state machine gives up a waiter only once, so this is called once.
  func resolve(_ answer: Answer) {
    let continuation: CheckedContinuation<Answer, Never>? = state.withLock { state in
      defer { state = .answered(answer) }
      if case .waiting(let continuation) = state { return continuation }
      return nil
    }
    continuation?.resume(returning: answer)
  }
}
