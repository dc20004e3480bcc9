import Testing

@testable import TenantCommands

@Suite struct ProgressTests {
  private func state(
    total: Int? = 10000, succeeded: Int = 1234, failed: Int = 0, rate: Double? = nil, elapsed: Duration = .zero
  ) -> ProgressState {
    var state = ProgressState(label: "migrating", total: total)
    state.succeeded = succeeded
    state.failed = failed
    state.rate = rate
    state.elapsed = elapsed
    return state
  }

  @Test func `a bar shows what is done, what failed, how fast and how long it will take`() {
    #expect(
      state(succeeded: 2500, failed: 3, rate: 85.3).bar(width: 80)
        == "migrating  [######-------------------]  2503/10000  3 failed  85/s  1m 28s left")
  }

  @Test func `a narrow terminal gets less of it`() {
    let state = state(failed: 3, rate: 85.3)
    #expect(state.bar(width: 50) == "migrating  [--------]  1237/10000  3 failed  85/s")
    #expect(state.bar(width: 35) == "migrating  1237/10000  3 failed")
    #expect(state.bar(width: 25) == "migrating  1237/10000")
    #expect(state.bar(width: 15) == "1237/10000")
    #expect(state.bar(width: 6) == "1237…")
    #expect(state.bar(width: 1) == "")
    #expect(state.bar(width: 0) == "")
  }

  @Test(arguments: 0...200) func `a bar leaves the last column free`(width: Int) {
    let state = state(failed: 12, rate: 1234.5)
    #expect(state.bar(width: width).displayWidth <= max(width - 1, 0))
  }

  @Test(arguments: [(0, 0), (9999, 39), (10000, 40)]) func `a bar is full only when all is done`(finished: Int, cells: Int) {
    #expect(state(succeeded: finished).bar(width: 120).count { $0 == "#" } == cells)
  }

  @Test func `without a total there is a count and no bar`() {
    #expect(state(total: nil, rate: 0.5).bar(width: 80) == "migrating  1234  0.5/s")
    #expect(state(total: 0, succeeded: 0).bar(width: 80) == "migrating  0/0")
  }

  @Test func `more than was announced does not overflow`() {
    #expect(state(total: 10, succeeded: 20).bar(width: 40).count { $0 == "-" } == 0)
    #expect(state(total: 10, succeeded: 20, rate: 5).timeLeft == nil)
  }

  @Test func `a line for a log says the same in words`() {
    #expect(state(failed: 3, rate: 85.3).line == "migrating: 1237/10000 done, 3 failed, 85/s, 1m 43s left")
    #expect(state().line == "migrating: 1234/10000 done")
    #expect(state(rate: 0.05).line == "migrating: 1234/10000 done, 3.0/min, 2d 00h left")
    #expect(state(elapsed: .seconds(118)).lastLine == "migrating: 1234/10000 done in 1m 58s")
  }

  @Test(arguments: [
    (0, "0s"), (59, "59s"), (60, "1m 00s"), (103, "1m 43s"), (3599, "59m 59s"), (3600, "1h 00m"), (7500, "2h 05m"),
    (86400, "1d 00h"),
    (273600, "3d 04h"), (-5, "0s"),
  ]) func `a time is told in its two largest units`(seconds: Int, text: String) {
    #expect(Duration.seconds(seconds).roundedText == text)
  }

  // MARK: Meter

  @Test func `the rate is that of the last half minute`() {
    var meter = ProgressMeter(label: "x", total: nil)
    meter.record(succeeded: 1, at: .milliseconds(500))
    #expect(meter.state.rate == nil)
    for second in 1...60 { meter.record(succeeded: 100, at: .seconds(second)) }
    #expect(meter.state.rate == 100)
    for second in 61...100 { meter.record(succeeded: 10, at: .seconds(second)) }
    #expect(meter.state.rate == 10)
    meter.advance(to: .seconds(1000))
    #expect((meter.state.rate ?? 1) < 1)
  }

  @Test func `a report that read the clock earlier does not turn time back`() {
    var meter = ProgressMeter(label: "x", total: nil)
    meter.record(succeeded: 1, at: .seconds(10))
    meter.record(succeeded: 1, at: .seconds(9))
    #expect(meter.state.elapsed == .seconds(10))
    #expect(meter.state.succeeded == 2)
  }

  // MARK: Reporter

  private func reporter(_ mode: ProgressReporter.Mode, total: Int?, _ clock: ManualClock) -> (ProgressReporter, OutputStream) {
    let stream = OutputStream(inMemoryWithTerminalWidth: 40)
    return (ProgressReporter(label: "work", total: total, mode: mode, stream: stream) { clock.elapsed }, stream)
  }

  @Test func `a bar is redrawn at most ten times a second and cleared at the end`() {
    let clock = ManualClock()
    let (reporter, stream) = reporter(.bar(.plain, width: { 20 }), total: 1000, clock)
    for _ in 0..<1000 {
      clock.advance(by: .milliseconds(1))
      reporter.succeeded()
    }
    reporter.finish()
    reporter.succeeded()
    // One at the start, nine that are due before the second is over, and the one at its end.
    #expect(stream.contents.split(separator: "work").count == 11)
    #expect(stream.contents.hasPrefix("work  0/1000\r\u{1B}[K"))
    #expect(stream.contents.hasSuffix("\r\u{1B}[K"))
  }

  @Test func `a line is written above the bar`() {
    let clock = ManualClock()
    let (reporter, stream) = reporter(.bar(.plain, width: { 15 }), total: 10, clock)
    stream.writeLine("note")
    reporter.finish()
    #expect(stream.contents == "work  0/10\r\u{1B}[Knote\nwork  0/10\r\u{1B}[K")
  }

  @Test func `elsewhere lines come at each tenth, but no more than one a second, and at the end`() {
    let clock = ManualClock()
    let (reporter, stream) = reporter(.lines, total: 100, clock)
    for _ in 0..<50 {
      clock.advance(by: .milliseconds(50))
      reporter.succeeded()
    }
    #expect(stream.contents == "work: 20/100 done, 20/s, 4s left\n" + "work: 40/100 done, 20/s, 3s left\n")
    clock.advance(by: .seconds(20))
    reporter.failed()
    for _ in 0..<49 { reporter.succeeded() }
    reporter.finish()
    reporter.finish()
    let lines = stream.contents.split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines[2].hasPrefix("work: 51/100 done, 1 failed, "))
    #expect(lines[3] == "work: 100/100 done, 1 failed in 22s")
  }

  @Test func `slow work says every ten seconds that it is alive`() {
    let clock = ManualClock()
    let (reporter, stream) = reporter(.lines, total: 100_000, clock)
    for _ in 0..<35 {
      clock.advance(by: .seconds(1))
      reporter.succeeded()
    }
    #expect(stream.contents.split(separator: "\n").count == 3)
  }

  @Test func `silence is silent`() {
    let (reporter, stream) = reporter(.silent, total: 1, ManualClock())
    reporter.succeeded()
    reporter.finish()
    #expect(stream.contents == "")
    #expect(reporter.state.succeeded == 1)
  }

  @Test func `many tasks may report at once and nothing is lost`() async {
    let clock = ManualClock()
    let (reporter, _) = reporter(.bar(.plain, width: { 40 }), total: 2000, clock)
    await withTaskGroup { group in
      for index in 0..<100 {
        group.addTask {
          for _ in 0..<20 {
            clock.advance(by: .milliseconds(3))
            index.isMultiple(of: 10) ? reporter.failed() : reporter.succeeded()
          }
        }
      }
    }
    #expect(reporter.state.succeeded == 1800)
    #expect(reporter.state.failed == 200)
  }
}
