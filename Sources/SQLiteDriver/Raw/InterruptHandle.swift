import CSQLite
import Synchronization

/// Reaches the statement that a connection runs, from any task.
///
/// Every wait takes a ticket, and only the ticket of the present wait interrupts: a cancellation that comes late cannot hit
/// the statement of the next lease.
final class InterruptHandle: Sendable {
  private struct State {
    /// The address of the connection; 0 once it is closed, which `sqlite3_interrupt` must not see.
    var address: UInt
    var ticket: UInt64 = 0
    var isArmed = false
  }

  private let state: Mutex<State>
  private let flag = Atomic<Bool>(false)

  init(address: UInt) { state = Mutex(State(address: address)) }

  /// True when the present wait was cancelled.
  ///
  /// `sqlite3_interrupt` alone is lost when it comes between two statements.
  var isCancelled: Bool { flag.load(ordering: .acquiring) }

  /// Begins a wait.
  func arm() -> UInt64 {
    state.withLock { state in
      state.ticket += 1
      state.isArmed = true
      flag.store(false, ordering: .releasing)
      return state.ticket
    }
  }

  /// Ends the present wait.
  func disarm() {
    state.withLock { state in
      state.isArmed = false
      flag.store(false, ordering: .releasing)
    }
  }

  /// Stops the statement of a wait, when that wait is still going on.
  func cancel(_ ticket: UInt64) {
    state.withLock { state in
      guard state.isArmed, state.ticket == ticket else { return }
      flag.store(true, ordering: .releasing)
      if let connection = unsafe OpaquePointer(bitPattern: state.address) { unsafe sqlite3_interrupt(connection) }
    }
  }

  /// Forgets the connection, before it is closed.
  func invalidate() { state.withLock { $0.address = 0 } }
}
