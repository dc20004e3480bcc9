import Glibc
import TenantryTestSupport
import Testing

@testable import TenantCommands

@Suite struct OutputStreamTests {
  private let environment = ProcessEnvironment([:])

  /// A pipe: the end to read from and the one to write to.
  private func pipeEnds() throws -> (read: Int32, write: Int32) {
    var ends: [Int32] = [0, 0]
    try #require(unsafe pipe(&ends) == 0)
    return (ends[0], ends[1])
  }

  @Test func `text that is larger than a pipe arrives whole`() async throws {
    let (reading, writing) = try pipeEnds()
    // Non-blocking, so that the stream has to wait for the reader by itself.
    try #require(fcntl(writing, F_SETFL, O_NONBLOCK) == 0)
    let text = String((0..<200_000).map { Character(Unicode.Scalar(UInt8(97 + $0 % 26))) })
    let writer = Task.detached {
      let stream = OutputStream(descriptor: writing, environment: ProcessEnvironment([:]))
      stream.write(text)
      stream.flush()
      close(writing)
      return stream.failure
    }
    let received = await onThreadOfItsOwn {
      var received: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 4096)
      while case let count = unsafe read(reading, &buffer, buffer.count), count > 0 { received += buffer[..<count] }
      return received
    }
    close(reading)
    #expect(await writer.value == nil)
    // Compared outside of the macro, which would look for the difference of two long arrays.
    let isWhole = received.elementsEqual(text.utf8)
    #expect(isWhole, "\(received.count) of \(text.utf8.count) bytes")
  }

  @Test func `a full device is a failure, and the command does not end well`() throws {
    let descriptor = unsafe open("/dev/full", O_WRONLY)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    let error = OutputStream(inMemoryWithTerminalWidth: nil)
    let streams = StandardStreams(
      input: -1, output: OutputStream(descriptor: descriptor, environment: environment), error: error, environment: environment)
    let console = Console(
      options: try GlobalOptions.plain, streams: streams, interruption: Interruption(), connector: NoDatabases())
    console.result(json: [:]) { _ in "text" }
    #expect(console.finish(.done) == .internalError)
    #expect(error.contents == "error: cannot write to standard output: No space left on device\n")
  }

  @Test func `a reader that goes away ends the output and not the process`() async {
    await #expect(processExitsWith: .exitCode(0)) {
      var ends: [Int32] = [0, 0]
      guard unsafe pipe(&ends) == 0 else { exit(1) }
      close(ends[0])
      _ = try SignalHandlers.install()
      let streams = StandardStreams(
        input: -1, output: OutputStream(descriptor: ends[1], environment: ProcessEnvironment([:])),
        error: OutputStream(inMemoryWithTerminalWidth: nil), environment: ProcessEnvironment([:]))
      let console = Console(
        options: try GlobalOptions.plain, streams: streams, interruption: Interruption(), connector: NoDatabases())
      console.result(json: [:]) { _ in String(repeating: "x", count: 100_000) }
      console.result(json: [:]) { _ in "more" }
      let status = console.finish(.done)
      exit(streams.error.contents.isEmpty ? status.rawValue : 2)
    }
  }

  @Test func `a program that we start still dies of a closed pipe`() async {
    await #expect(processExitsWith: .signal(SIGPIPE)) {
      _ = try SignalHandlers.install()
      // The shell takes over this process, and would inherit a signal that is ignored.
      let words = ["sh", "-c", "kill -PIPE $$"]
      var arguments = unsafe words.map { unsafe strdup($0) }
      unsafe arguments.append(nil)
      unsafe execv("/bin/sh", &arguments)
      exit(1)
    }
  }

  @Test func `lines of many tasks are never mixed`() async {
    let stream = OutputStream(inMemoryWithTerminalWidth: 80)
    await withTaskGroup { group in
      for index in 0..<50 { group.addTask { stream.writeLine("line \(index) end") } }
    }
    let lines = stream.contents.split(separator: "\n")
    #expect(Set(lines) == Set((0..<50).map { "line \($0) end" }))
    #expect(lines.count == 50)
  }
}
