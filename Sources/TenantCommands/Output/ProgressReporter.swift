import Synchronization

/// Shows how far long work is: a bar on a terminal, a line now and then elsewhere, nothing when it was asked to be quiet.
///
/// Many tasks may report to it at once. It writes no more than the reader can read, however much is reported.
package final class ProgressReporter: Sendable {
  /// Where and how progress is shown.
  enum Mode: Sendable {
    /// A bar in the last line of a terminal.
    case bar(Styling, width: @Sendable () -> Int)
    /// Lines of a log.
    case lines
    case silent
  }

  private static let redrawInterval = Duration.milliseconds(100)
  private static let lineInterval = Duration.seconds(10)
  /// A line is also due at each tenth of the work, but no sooner than this.
  private static let shortestLineInterval = Duration.seconds(1)

  private struct Progress {
    var meter: ProgressMeter
    var shownAt: Duration?
    var shownTenth = 0
    var isOver = false
  }

  private let mode: Mode
  private let stream: OutputStream
  private let elapsed: @Sendable () -> Duration
  private let progress: Mutex<Progress>

  /// - Parameter elapsed: The time since the work began.
  init(label: String, total: Int?, mode: Mode, stream: OutputStream, elapsed: @escaping @Sendable () -> Duration) {
    self.mode = mode
    self.stream = stream
    self.elapsed = elapsed
    progress = Mutex(Progress(meter: ProgressMeter(label: label, total: total)))
    refresh()
  }

  /// How far the work is.
  package var state: ProgressState { progress.withLock { $0.meter.state } }

  /// One more went well, or several.
  package func succeeded(_ count: Int = 1) { update { $0.record(succeeded: count, at: $1) } }

  /// One more failed, or several.
  package func failed(_ count: Int = 1) { update { $0.record(failed: count, at: $1) } }

  /// Corrects how many there are.
  package func setTotal(_ total: Int?) { update { meter, _ in meter.setTotal(total) } }

  /// Shows that time has gone by, when nothing else happens.
  package func refresh() { update { $0.advance(to: $1) } }

  /// Takes the bar away, or writes the last line.
  ///
  /// Reports that come later are counted and not shown.
  package func finish() {
    progress.withLock { progress in
      guard !progress.isOver else { return }
      progress.isOver = true
      progress.meter.advance(to: elapsed())
      switch mode {
      case .bar: stream.setStatus("")
      // Nothing to do is told by the result.
      case .lines: if progress.meter.state.total != 0 { stream.writeLine(progress.meter.state.lastLine) }
      case .silent: break
      }
    }
  }

  /// Refreshes at each interval until the task is cancelled, so that a bar does not look dead while one item takes long.
  func refresh(every interval: Duration) async {
    guard case .bar = mode else { return }
    while (try? await Task.sleep(for: interval)) != nil { refresh() }
  }

  private func update(_ change: (inout ProgressMeter, Duration) -> Void) {
    // Written under the lock: otherwise an older state could be shown after a newer one.
    progress.withLock { progress in
      let now = elapsed()
      change(&progress.meter, now)
      guard !progress.isOver else { return }
      switch mode {
      case .bar(let styling, let width):
        guard isDue(progress.shownAt, Self.redrawInterval, now) else { return }
        progress.shownAt = now
        stream.setStatus(progress.meter.state.bar(width: width(), styling: styling))
      case .lines: writeLineIfDue(&progress, now)
      case .silent: break
      }
    }
  }

  private func writeLineIfDue(_ progress: inout Progress, _ now: Duration) {
    let state = progress.meter.state
    let tenth = state.total.map { $0 > 0 ? state.finished * 10 / $0 : 0 } ?? 0
    let isNewTenth = tenth > progress.shownTenth && isDue(progress.shownAt ?? .zero, Self.shortestLineInterval, now)
    guard isNewTenth || isDue(progress.shownAt ?? .zero, Self.lineInterval, now) else { return }
    // The last line says it, and says it better.
    if let total = state.total, state.finished >= total { return }
    progress.shownAt = now
    progress.shownTenth = tenth
    stream.writeLine(state.line)
  }

  private func isDue(_ last: Duration?, _ interval: Duration, _ now: Duration) -> Bool {
    last.map { now - $0 >= interval } ?? true
  }
}
