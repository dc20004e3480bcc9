/// A place for a connection, held by one borrower.
///
/// Every lending has a number of its own: a loan cannot be returned twice.
package struct PoolSlot: Sendable, Hashable {
  let index: Int
  let generation: UInt64
}

/// A connection on its way to a borrower.
package struct PoolLoan<Connection> {
  package let slot: PoolSlot
  package let connection: Connection
  /// True when it lay idle for so long that it may be dead.
  package let needsCheck: Bool
}

/// In what state a connection comes back.
package enum PoolReturn: Sendable, Hashable {
  /// It can be lent again.
  case clean
  /// It is broken, or could not be cleaned.
  case broken
  /// It works, and has grown too large.
  case worn
}

/// Why a borrower gets nothing.
package enum PoolRefusal: Sendable, Hashable {
  case queueFull
  case wouldDeadlock
  case shutDown
  case cancelled
  case deadlineExceeded
}

/// What the pool answers to a borrower.
package enum PoolAcquisition<Connection, Waiter> {
  /// Here is one.
  case lend(PoolLoan<Connection>)
  /// There is room for one: make it, and tell ``PoolStateMachine/connected(_:_:now:jitter:)`` or
  /// ``PoolStateMachine/failed(_:now:)``.
  case connect(PoolSlot)
  /// The same, after closing one that is too old to be lent.
  case replace(PoolSlot, Connection)
  /// All are lent: wait for the waiter to be answered.
  case wait(PoolTicket, Waiter)
  /// There will be none.
  case refuse(PoolRefusal)
}

/// What a waiter is told, once.
package enum PoolAnswer<Connection> {
  /// Here is one.
  case lend(PoolLoan<Connection>)
  /// There is room for one: make it.
  case connect(PoolSlot)
  /// There will be none.
  case refuse(PoolRefusal)
  /// The pool is empty and shut down; for those who wait for that.
  case drained
}

/// What is to be done next.
package enum PoolAction<Connection, Waiter> {
  case none
  /// Tell a waiter.
  case answer(Waiter, PoolAnswer<Connection>)
  /// Close this connection, then tell ``PoolStateMachine/vacated(_:now:)``.
  case close(PoolSlot, Connection)
  /// Tell all of them that the pool is drained.
  case finish([Waiter])
}

extension PoolLoan: Sendable where Connection: Sendable {}
extension PoolAcquisition: Sendable where Connection: Sendable, Waiter: Sendable {}
extension PoolAnswer: Sendable where Connection: Sendable {}
extension PoolAction: Sendable where Connection: Sendable, Waiter: Sendable {}
