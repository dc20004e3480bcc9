import Synchronization

/// A value that another thread gives once.
///
/// Who comes first wins; one task waits.
final class OneShot<Value: Sendable>: Sendable {
  private enum State {
    case empty
    case waiting(CheckedContinuation<Value, Never>)
    case given(Value)
  }

  private let state = Mutex(State.empty)

  /// Gives the value.
  ///
  /// A second one is dropped.
  func give(_ value: Value) {
    let continuation = state.withLock { state -> CheckedContinuation<Value, Never>? in
      switch state {
      case .empty:
        state = .given(value)
        return nil
      case .waiting(let continuation):
        state = .given(value)
        return continuation
      case .given:
        return nil
      }
    }
    continuation?.resume(returning: value)
  }

  /// Waits for the value.
  func value() async -> Value {
    await withCheckedContinuation { continuation in
      let given = state.withLock { state -> Value? in
        if case .given(let value) = state { return value }
        state = .waiting(continuation)
        return nil
      }
      if let given { continuation.resume(returning: given) }
    }
  }

  /// Waits for the value, and takes another one when the task is cancelled.
  func value(ifCancelled substitute: Value) async -> Value {
    await withTaskCancellationHandler {
      await value()
    } onCancel: {
      give(substitute)
    }
  }
}
