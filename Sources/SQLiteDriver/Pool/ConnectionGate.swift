import Database
import Synchronization

/// Bounds how many connections are out: first come, first served.
final class ConnectionGate: Sendable {
  private struct Waiter {
    let id: UInt64
    let continuation: CheckedContinuation<Admission, Never>
  }

  private enum Admission: Sendable { case admitted, cancelled, closed }

  private struct State {
    var free: Int
    var leased = 0
    var waiters: [Waiter] = []
    var nextID: UInt64 = 0
    var isClosed = false
    var drained: [CheckedContinuation<Void, Never>] = []
  }

  private let state: Mutex<State>

  init(limit: Int) { state = Mutex(State(free: max(1, limit))) }

  /// How many wait.
  var waiterCount: Int { state.withLock { $0.waiters.count } }

  /// Waits for a place.
  ///
  /// - Throws: ``DatabaseError`` when the task is cancelled or the gate is closed; there is no place to give back then.
  func enter() async throws(DatabaseError) {
    let id = state.withLock { state in
      state.nextID += 1
      return state.nextID
    }
    let admission = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        if let now = queue(Waiter(id: id, continuation: continuation)) { continuation.resume(returning: now) }
      }
    } onCancel: {
      cancel(id)
    }
    switch admission {
    case .admitted: return
    case .cancelled: throw DatabaseError(.cancelled, "The task was cancelled while it waited for a connection.")
    case .closed: throw DatabaseError(.poolUnavailable, "The database is shut down.")
    }
  }

  /// Gives a place back: to the one who waits longest, if any.
  func leave() {
    let (next, drained) = state.withLock { state -> (Waiter?, [CheckedContinuation<Void, Never>]) in
      if !state.waiters.isEmpty { return (state.waiters.removeFirst(), []) }
      state.free += 1
      state.leased -= 1
      guard state.isClosed, state.leased == 0 else { return (nil, []) }
      defer { state.drained = [] }
      return (nil, state.drained)
    }
    next?.continuation.resume(returning: .admitted)
    for continuation in drained { continuation.resume() }
  }

  /// Lets nobody in any more, and waits until all are out.
  func close() async {
    let refused = state.withLock { state in
      state.isClosed = true
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in refused { waiter.continuation.resume(returning: .closed) }
    await withCheckedContinuation { continuation in
      let isDrained = state.withLock { state in
        if state.leased > 0 { state.drained.append(continuation) }
        return state.leased == 0
      }
      if isDrained { continuation.resume() }
    }
  }

  /// Takes a place or queues up; the answer is nil for who has to wait.
  private func queue(_ waiter: Waiter) -> Admission? {
    state.withLock { state in
      if state.isClosed { return .closed }
      // The handler of a task that was cancelled before ran before there was anything to find.
      if Task.isCancelled { return .cancelled }
      if state.free > 0 {
        state.free -= 1
        state.leased += 1
        return .admitted
      }
      state.waiters.append(waiter)
      return nil
    }
  }

  private func cancel(_ id: UInt64) {
    let waiter = state.withLock { state in
      state.waiters.firstIndex { $0.id == id }.map { state.waiters.remove(at: $0) }
    }
    waiter?.continuation.resume(returning: .cancelled)
  }
}
