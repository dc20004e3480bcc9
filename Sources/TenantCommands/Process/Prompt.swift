import Glibc

/// Asks the person at the terminal.
package struct Prompt: Sendable {
  /// What came of a question.
  package enum Answer: Sendable, Hashable {
    case yes
    case no
    /// Nobody is there to answer: take `--yes` for an answer, or refuse.
    case notAsked
  }

  private let input: Int32
  private let output: OutputStream
  private let interruption: Interruption

  init(input: Int32, output: OutputStream, interruption: Interruption) {
    self.input = input
    self.output = output
    self.interruption = interruption
  }

  /// True when there is somebody to ask.
  package var isPossible: Bool { output.isTerminal && Terminal.isTerminal(input) }

  /// Asks a question whose answer is `y` or, for everything else, no.
  ///
  /// - Throws: ``Interrupted`` or `CancellationError` when that comes before the answer.
  package func confirm(_ question: String) async throws -> Answer {
    guard isPossible else { return .notAsked }
    output.write("\(question.escapedForTerminalByLine) [y/N] ")
    let answer = try await line()?.lowercased()
    return answer == "y" || answer == "yes" ? .yes : .no
  }

  /// Asks for a name to be typed again, for what cannot be undone.
  ///
  /// - Throws: ``Interrupted`` or `CancellationError` when that comes before the answer.
  package func confirm(_ warning: String, byTyping name: String) async throws -> Answer {
    guard isPossible else { return .notAsked }
    output.writeLine(warning.escapedForTerminalByLine)
    output.write("Type \(name.escapedForTerminal) to go on: ")
    return try await line() == name ? .yes : .no
  }

  /// The next line without blanks around it, or nil at the end of the input.
  ///
  /// It looks now and then instead of blocking in `read`: the task's thread is not ours to hold, and Ctrl-C has to get through.
  private func line() async throws -> String? {
    output.flush()
    var bytes: [UInt8] = []
    while true {
      do {
        try interruption.check()
        var entry = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&entry, 1, 0) > 0 else {
          try await Task.sleep(for: .milliseconds(30))
          continue
        }
      } catch {
        // What follows starts on a line of its own.
        output.writeLine("")
        throw error
      }
      var byte: UInt8 = 0
      let count = unsafe read(input, &byte, 1)
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      if count <= 0, bytes.isEmpty { return nil }
      if count <= 0 || byte == UInt8(ascii: "\n") { break }
      bytes.append(byte)
    }
    let blanks = [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")]
    let text = bytes.drop { blanks.contains($0) }
    return String(decoding: text.reversed().drop { blanks.contains($0) }.reversed(), as: UTF8.self)
  }
}
