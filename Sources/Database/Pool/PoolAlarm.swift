import Synchronization

/// The one timer of a pool.
final class PoolAlarm: Sendable {
  private struct State {
    var due: Duration?
    var task: Task<Void, Never>?
  }

  private let state = Mutex(State())
  private let sleep: @Sendable (Duration) async throws -> Void

  /// - Parameter sleep: Waits until so much time has passed since the pool was made.
  init(_ sleep: @escaping @Sendable (Duration) async throws -> Void) { self.sleep = sleep }

  deinit { stop() }

  /// Rings at a moment; one that is due earlier is kept instead, as whoever it rings for sets the next.
  func set(to due: Duration, _ ring: @escaping @Sendable () async -> Void) {
    let replaced = state.withLock { state -> Task<Void, Never>? in
      if let present = state.due, present <= due { return nil }
      defer {
        state.due = due
        // Detached: it serves everybody, with nobody's task-local values.
        state.task = Task.detached { [weak self, sleep] in
          do { try await sleep(due) } catch { return }
          guard let self, self.isCurrent(due) else { return }
          await ring()
        }
      }
      return state.task
    }
    replaced?.cancel()
  }

  private func isCurrent(_ due: Duration) -> Bool {
    state.withLock { state in
      guard state.due == due else { return false }
      state = State()
      return true
    }
  }

  /// Rings no more.
  func stop() {
    state.withLock { state in
      defer { state = State() }
      return state.task
    }?.cancel()
  }
}
