/// A program that can be killed.
public protocol CrashableProcess: Sendable {
  /// Ends it at once: `SIGKILL`.
  func kill()
  /// Waits for its end, however it ends.
  func waitForEnd() async throws
}

/// Crashes a program at each point of its conversation with a PostgreSQL server.
///
/// It is run once undisturbed to count the points, and then once for each:
///
/// ```swift
/// let driver = CrashDriver(proxy: proxy, endBackends: { try await database.endSessions() })
/// let points = try await driver.points { try start() }
/// for point in points {
///   let hasStruck = try await driver.run(at: point) { try start() }
///   // look at what is left, run it again, look once more
/// }
/// ```
///
/// What can be crashed is a process, not the machine: what the server has acknowledged is not lost.
public struct CrashDriver: Sendable {
  private let proxy: FaultProxy
  private let endBackends: @Sendable () async throws -> Void

  /// Makes a driver.
  ///
  /// - Parameters:
  ///   - proxy: The program reaches its server through this one, and nobody else does.
  ///   - endBackends: Ends the server's processes that work for the program.
  public init(proxy: FaultProxy, endBackends: @escaping @Sendable () async throws -> Void) {
    self.proxy = proxy
    self.endBackends = endBackends
  }

  /// Runs the program undisturbed, and lists the points at which it can be crashed.
  public func points(_ start: () throws -> any CrashableProcess) async throws -> [CrashPoint] {
    proxy.arm()
    try await start().waitForEnd()
    defer { proxy.arm() }
    return CrashPoint.all(in: proxy.journal)
  }

  /// Runs the program, and crashes it at a point.
  ///
  /// - Returns: False when it ended before it came to that point.
  public func run(at point: CrashPoint, _ start: () throws -> any CrashableProcess) async throws -> Bool {
    proxy.arm([point.fault])
    let process = try start()
    let hasStruck = try await withThrowingTaskGroup(of: Bool.self) { [self] group in
      group.addTask {
        try await process.waitForEnd()
        // Nobody waits for what will not come.
        if proxy.strikes == 0 { proxy.arm() }
        return false
      }
      group.addTask {
        guard await proxy.waitForStrike() else { return false }
        try await breakDown(point, process)
        return true
      }
      return try await group.reduce(false) { $0 || $1 }
    }
    await proxy.lift()
    return hasStruck
  }

  private func breakDown(_ point: CrashPoint, _ process: any CrashableProcess) async throws {
    switch point.kind {
    case .clientKilledBefore, .clientKilledAfter: process.kill()
    case .backendEndedBefore, .backendEndedAfter:
      try await endBackends()
      proxy.release()
    // The cut is all there is.
    case .answerCutBefore, .answerCutInside: break
    }
  }
}
