import Synchronization

extension DatabasePool {
  /// Cleans a connection and puts it back, or closes it.
  func giveBack(_ loan: Loan) async {
    let connection = loan.connection.connection
    let isClean = connection.isUsable ? await Self.reset(connection) : false
    let now = elapsed()
    let isReusable = isClean && connection.isUsable
    await perform(machine.withLock { $0.release(loan, isReusable: isReusable, now: now) })
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
