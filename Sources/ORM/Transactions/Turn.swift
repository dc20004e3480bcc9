import Database
import Synchronization

/// Lets one task at a time do something, first come first served, until it is closed.
final class Turn: Sendable {
  private struct Waiter {
    let number: UInt64
    let continuation: CheckedContinuation<Void, any Error>
  }

  private struct State {
    var isTaken = false
    var isClosed = false
    var waiters: [Waiter] = []
    var next: UInt64 = 0
  }

  private let state = Mutex(State())

  /// Waits for the turn.
  ///
  /// - Throws: ``ORMError`` with ``ORMError/Code/transactionEnded`` when it is closed, `DatabaseError` when the task is cancelled.
  func take() async throws {
    let number = state.withLock { state in
      state.next += 1
      return state.next
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { wait(number, $0) }
    } onCancel: {
      giveUp(number)
    }
  }

  /// Passes it on to the one who waits longest.
  func pass() {
    let next = state.withLock { state -> Waiter? in
      guard !state.waiters.isEmpty else {
        state.isTaken = false
        return nil
      }
      return state.waiters.removeFirst()
    }
    next?.continuation.resume()
  }

  /// Waits for the turn, whatever becomes of the task, and lets nobody have it afterwards.
  func close() async {
    await Task { try? await self.take() }.value
    let waiters = state.withLock { state -> [Waiter] in
      state.isClosed = true
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.continuation.resume(throwing: Self.ended) }
  }

  private func wait(_ number: UInt64, _ continuation: CheckedContinuation<Void, any Error>) {
    let outcome = state.withLock { state -> Result<Void, any Error>? in
      if state.isClosed { return .failure(Self.ended) }
      // A cancellation before this point found nobody to wake.
      if Task.isCancelled { return .failure(Self.cancelled) }
      if !state.isTaken {
        state.isTaken = true
        return .success(())
      }
      state.waiters.append(Waiter(number: number, continuation: continuation))
      return nil
    }
    if let outcome { continuation.resume(with: outcome) }
  }

  private func giveUp(_ number: UInt64) {
    let waiter = state.withLock { state -> Waiter? in
      guard let index = state.waiters.firstIndex(where: { $0.number == number }) else { return nil }
      return state.waiters.remove(at: index)
    }
    waiter?.continuation.resume(throwing: Self.cancelled)
  }

  static var ended: ORMError {
    ORMError(.transactionEnded, "The transaction is over. A task that outlives it has to run its statements by itself.")
  }

  private static var cancelled: DatabaseError {
    DatabaseError(.cancelled, "The task was cancelled while it waited for its turn.")
  }
}
