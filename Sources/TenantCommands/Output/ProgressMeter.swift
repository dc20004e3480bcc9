/// Counts what is finished and measures how fast, without a clock of its own: each call says when it happens.
struct ProgressMeter: Sendable {
  /// The rate is that of the last half minute, in samples of a second: an average over all of it would not see a pause.
  private static let sampleCount = 30
  private static let sampleInterval = Duration.seconds(1)

  private struct Sample {
    var time: Duration
    var finished: Int
  }

  private(set) var state: ProgressState
  private var samples = [Sample(time: .zero, finished: 0)]

  init(label: String, total: Int?) { state = ProgressState(label: label, total: total) }

  /// - Parameter elapsed: The time since the work began.
  mutating func record(succeeded: Int = 0, failed: Int = 0, at elapsed: Duration) {
    state.succeeded += succeeded
    state.failed += failed
    advance(to: elapsed)
  }

  /// More work turned up, or some of it went away.
  mutating func setTotal(_ total: Int?) { state.total = total }

  /// Takes note that time has gone by.
  mutating func advance(to elapsed: Duration) {
    // Tasks read the clock before they get here, so a time may be older than the one before.
    guard elapsed >= state.elapsed else { return }
    state.elapsed = elapsed
    let oldest = samples[0]
    let time = elapsed - oldest.time
    if time >= Self.sampleInterval { state.rate = Double(state.finished - oldest.finished) / (time / .seconds(1)) }
    if elapsed - samples[samples.count - 1].time >= Self.sampleInterval {
      samples.append(Sample(time: elapsed, finished: state.finished))
      if samples.count > Self.sampleCount { samples.removeFirst() }
    }
  }
}
