/// A connection on its way from one task to another.
///
/// Unchecked, because the class inside is not `Sendable` and need not be. The proof: a connection is held by exactly one party at
/// a time. The pool takes it out of its state machine, under its lock, before a borrower sees it, and the borrower drops it before
/// the machine has it again (``PoolStateMachine`` traps when a loan is returned twice). ``uncancelled(_:_:)`` suspends the one
/// holder until the other task is done. Each of these hand-overs goes through a lock or a task's completion: what the last holder
/// wrote is seen by the next.
package struct ConnectionHandOver: @unchecked Sendable {
  let connection: any DatabaseConnection

  package init(_ connection: any DatabaseConnection) { self.connection = connection }

  /// Does something with a connection that must be done even when the caller's task is cancelled: rolling back, resetting.
  ///
  /// The work runs in an unstructured task, which inherits everything but the cancellation, and is waited for.
  package static func uncancelled<Value: Sendable>(
    _ connection: any DatabaseConnection, _ work: @escaping @Sendable (any DatabaseConnection) async -> Value
  ) async -> Value {
    let handOver = ConnectionHandOver(connection)
    return await Task { await work(handOver.connection) }.value
  }
}
