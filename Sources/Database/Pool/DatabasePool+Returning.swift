import Synchronization

extension DatabasePool {
  /// Cleans a connection and puts it back, or closes it.
  func giveBack(_ loan: Loan) async {
    let connection = loan.connection.connection
    let isClean = await Self.reset(connection)
    let condition: PoolReturn = !isClean ? .broken : isWorn(connection) ? .worn : .clean
    let now = elapsed()
    let (action, alarm) = machine.withLock { ($0.release(loan, condition, now: now), $0.takeAlarm()) }
    if let alarm { setAlarm(alarm) }
    await perform(action)
  }

  private func isWorn(_ connection: any DatabaseConnection) -> Bool {
    guard let relationLimit, let touched = connection.touchedRelations else { return false }
    return touched > relationLimit
  }

  /// Resets a connection whatever the task's state is.
  ///
  /// Without a cancellation it runs here and costs no task; a cancellation that comes in the middle makes the driver answer false
  /// at worst, and the connection is closed.
  private static func reset(_ connection: any DatabaseConnection) async -> Bool {
    guard Task.isCancelled else { return await connection.reset() }
    return await ConnectionHandOver.uncancelled(connection) { await $0.reset() }
  }
}
