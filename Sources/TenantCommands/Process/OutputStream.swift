import Synchronization

/// One of the standard streams, written to without Foundation.
///
/// It also owns the last line of a terminal: a status, such as a bar, that lines are written above of.
/// A reader that goes away (`tenantctl list | head`) ends the output and nothing else.
package final class OutputStream: Sendable {
  /// Where the bytes go.
  private enum Destination: Sendable {
    case descriptor(Int32)
    /// They are kept, for tests.
    case memory
  }

  private struct State {
    var pending: [UInt8] = []
    var written: [UInt8] = []
    var status = ""
    var failure: WriteFailure?
  }

  /// So much is kept back at most before it is written.
  private static let capacity = 16384

  /// True when a person reads along.
  package let isTerminal: Bool

  private let destination: Destination
  private let measure: @Sendable () -> Int?
  private let state = Mutex(State())

  /// The stream of a file descriptor, which stays open.
  package init(descriptor: Int32, environment: ProcessEnvironment) {
    destination = .descriptor(descriptor)
    isTerminal = Terminal.isTerminal(descriptor)
    measure = { Terminal.width(descriptor, environment: environment) }
  }

  /// A stream that keeps what is written, for tests.
  ///
  /// - Parameter terminalWidth: The width of the terminal that the stream takes itself for, or nil for a file.
  package init(inMemoryWithTerminalWidth terminalWidth: Int?) {
    destination = .memory
    isTerminal = terminalWidth != nil
    measure = { terminalWidth }
  }

  /// The width of the terminal at this moment (it can be resized); nil when the stream is none.
  package var terminalWidth: Int? { measure() }

  /// What was written to a stream in memory.
  package var contents: String {
    flush()
    return state.withLock { String(decoding: $0.written, as: UTF8.self) }
  }

  /// Why the stream takes nothing more, or nil.
  ///
  /// A reader that went away is no failure.
  package var failure: WriteFailure? {
    state.withLock { state in state.failure?.isClosedPipe == true ? nil : state.failure }
  }

  /// Writes text as it is; it may be kept back until ``flush()``.
  package func write(_ text: String) {
    state.withLock { state in
      eraseStatus(&state)
      state.pending += text.utf8
      if state.pending.count >= Self.capacity { flush(&state) }
    }
  }

  /// Writes one or several lines at once, above the status.
  package func writeLine(_ text: String) {
    state.withLock { state in
      eraseStatus(&state)
      state.pending += text.utf8
      state.pending.append(UInt8(ascii: "\n"))
      state.pending += state.status.utf8
      flush(&state)
    }
  }

  /// Puts a text without line feeds into the last line of the terminal, in place of the one before; nothing takes it away.
  package func setStatus(_ text: String) {
    state.withLock { state in
      guard text != state.status else { return }
      eraseStatus(&state)
      state.status = text
      state.pending += text.utf8
      flush(&state)
    }
  }

  /// Hands everything over that was kept back.
  package func flush() { state.withLock { flush(&$0) } }

  private func eraseStatus(_ state: inout State) {
    guard !state.status.isEmpty else { return }
    // To the first column, and erased to the end of the line.
    state.pending += "\r\u{1B}[K".utf8
  }

  private func flush(_ state: inout State) {
    defer { state.pending.removeAll(keepingCapacity: true) }
    switch destination {
    case .memory: state.written += state.pending
    case .descriptor(let descriptor):
      guard state.failure == nil, !state.pending.isEmpty else { return }
      state.failure = FileDescriptorWriting.writeAll(state.pending, to: descriptor)
    }
  }
}
