import TenantryTestSupport
import Testing

/// A command is crashed at each of its messages, in six ways: what is left never contradicts itself, and running the same command
/// again leads to what an undisturbed run leads to, with nothing done twice.
///
/// The suite takes a sample of the crashes, always the same; `TENANTRY_SOAK_CRASHES=all` takes all of them, and `2/5` the second of five parts
/// of them.
@Suite(.requiresPostgres) struct CrashMatrixTests {
  private static let sampleSize = 12
  private static let part = SoakSetting.part("CRASHES")

  @Test(arguments: CrashCase.all)
  func `a crashed command leaves no contradiction, and converges`(_ crashCase: CrashCase) async throws {
    try await CrashCells.with(crashCase) { cells in
      try await withFaultProxy(port: try #require(PostgresSettings()).port) { proxy in
        let (points, expected) = try await undisturbed(cells, proxy)
        try #require(points.count > 30)
        var strikes = 0
        let sample = Self.part?.elements(of: points) ?? Self.sample(of: points)
        for point in sample where try await crash(at: point, cells, proxy, expected) { strikes += 1 }
        // What a program says may differ by a message or two from run to run.
        #expect(strikes * 10 >= sample.count * 9, "\(strikes) of \(sample.count)")
        print("crash matrix: \(crashCase.testDescription): \(strikes) crashes at \(sample.count) of \(points.count) points")
      }
    }
  }

  /// Every n-th point from the last one on: the last ones are about the end of the work, and six kinds take turns.
  private static func sample(of points: [CrashPoint]) -> [CrashPoint] {
    var step = max(1, points.count / sampleSize)
    if step % CrashPoint.Kind.allCases.count == 0 || step % 2 == 0 { step += 1 }
    return stride(from: points.count - 1, through: 0, by: -step).map { points[$0] }
  }

  private func undisturbed(_ cells: CrashCells, _ proxy: FaultProxy) async throws -> (points: [CrashPoint], state: String) {
    var points: [CrashPoint] = []
    var state = ""
    try await cells.withCell { cell in
      points = try await cells.points(for: cell, through: proxy)
      state = try await cell.state()
      #expect(try await cell.contradictions() == [])
    }
    return (points, state)
  }

  private func crash(
    at point: CrashPoint, _ cells: CrashCells, _ proxy: FaultProxy, _ expected: String
  ) async throws -> Bool {
    var hasStruck = false
    try await cells.withCell { cell in
      let before = try await cell.state()
      let (output, didStrike) = try await cells.crash(at: point, in: cell, through: proxy)
      hasStruck = didStrike
      #expect(try await cell.contradictions() == [], "\(point)")
      let left = try await cell.state()
      #expect(left == before || left == expected, "\(point) left something half done")
      if output.status == 0 { #expect(left == expected, "\(point): success was reported") }

      let repetition = try await cell.start(cells.crashCase.command).wait()
      let accepted = left == expected ? cells.crashCase.repeated : [0]
      #expect(accepted.contains(repetition.status), "\(point): \(repetition.stdout) \(repetition.stderr)")
      #expect(try await cell.state() == expected, "\(point)")
      #expect(try await cell.contradictions() == [], "\(point)")
    }
    return hasStruck
  }
}
