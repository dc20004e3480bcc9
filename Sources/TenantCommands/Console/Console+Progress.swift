extension Console {
  /// Shows how far the work is while `body` runs, and takes it away when it ends, however it ends.
  ///
  /// - Parameters:
  ///   - label: What is done, as a word or two: "migrating".
  ///   - total: How many there are, or nil when nobody knows.
  package func withProgress<Result, Failure: Error>(
    _ label: String, total: Int?, _ body: (ProgressReporter) async throws(Failure) -> Result
  ) async throws(Failure) -> Result {
    let reporter = progress(label, total: total)
    defer { reporter.finish() }
    // Cancelled and awaited when the scope ends.
    async let _: Void = reporter.refresh(every: .milliseconds(500))
    return try await body(reporter)
  }

  /// A reporter that the caller finishes; ``withProgress(_:total:_:)`` does that by itself.
  package func progress(
    _ label: String, total: Int?, clock: some Clock<Duration> = ContinuousClock()
  ) -> ProgressReporter {
    ProgressReporter(label: label, total: total, mode: progressMode, stream: streams.error, elapsed: Self.stopwatch(clock))
  }

  private var progressMode: ProgressReporter.Mode {
    if verbosity == .quiet { return .silent }
    guard streams.error.isTerminal, streams.environment["TERM"] != "dumb" else { return .lines }
    return .bar(errorStyling) { [stream = streams.error] in stream.terminalWidth ?? Terminal.usualWidth }
  }

  private static func stopwatch<C: Clock<Duration>>(_ clock: C) -> @Sendable () -> Duration {
    let start = clock.now
    return { start.duration(to: clock.now) }
  }
}
