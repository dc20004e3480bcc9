import Database

/// Waiting for another connection's lock: in the task and off the thread, a little longer each time.
struct BusyWait {
  private let deadline: ContinuousClock.Instant
  private var attempt = 0

  /// Begins to wait for at most a duration.
  init(_ timeout: Duration) { deadline = .now + timeout }

  private static let milliseconds = [1, 2, 5, 10, 15, 20, 25, 25, 50]

  /// Waits for a moment.
  ///
  /// - Returns: False when the time is up.
  /// - Throws: ``DatabaseError`` when the task is cancelled.
  mutating func pause() async throws(DatabaseError) -> Bool {
    guard ContinuousClock.now < deadline else { return false }
    let step = Self.milliseconds[min(attempt, Self.milliseconds.count - 1)]
    attempt += 1
    do {
      // Some chance, so that those who wait do not come back together.
      try await Task.sleep(for: .microseconds(Int.random(in: step * 500...step * 1000)))
    } catch {
      throw .cancelledBySQLite
    }
    return true
  }
}
