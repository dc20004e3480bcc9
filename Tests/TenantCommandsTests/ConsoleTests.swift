import ArgumentParser
import Testing

@testable import TenantCommands

@Suite struct ConsoleTests {
  private func console(
    _ arguments: [String] = [], errorWidth: Int? = nil, outputWidth: Int? = nil, environment: [String: String] = [:]
  ) throws -> (Console, output: OutputStream, error: OutputStream) {
    let streams = StandardStreams(
      input: -1, output: OutputStream(inMemoryWithTerminalWidth: outputWidth),
      error: OutputStream(inMemoryWithTerminalWidth: errorWidth), environment: ProcessEnvironment(environment))
    let console = Console(
      options: try GlobalOptions.parse(arguments), streams: streams, interruption: Interruption(), connector: NoDatabases())
    return (console, streams.output, streams.error)
  }

  @Test func `progress is a bar on a terminal and goes away`() async throws {
    let (console, _, error) = try console(errorWidth: 40)
    let result = await console.withProgress("work", total: 2) { progress in
      progress.succeeded()
      return progress.state.succeeded
    }
    #expect(result == 1)
    #expect(error.contents.hasPrefix("work  "))
    #expect(error.contents.hasSuffix("\r\u{1B}[K"))
  }

  @Test func `progress goes away when the work fails`() async throws {
    struct Failure: Error {}
    let (console, _, error) = try console(errorWidth: 40)
    await #expect(throws: Failure.self) { try await console.withProgress("work", total: 2) { _ in throw Failure() } }
    #expect(error.contents.hasSuffix("\r\u{1B}[K"))
  }

  @Test(arguments: [nil, 40]) func `progress is lines in a file and on a dumb terminal`(width: Int?) async throws {
    let (console, _, error) = try console(errorWidth: width, environment: ["TERM": "dumb"])
    await console.withProgress("work", total: 2) { $0.succeeded(2) }
    #expect(error.contents.hasPrefix("work: 2/2 done in "))
    #expect(!error.contents.contains("\u{1B}"))
  }

  @Test func `quiet leaves results, warnings and errors`() async throws {
    let (console, output, error) = try console(["--quiet"], errorWidth: 40, environment: ["NO_COLOR": "1"])
    console.note("note")
    console.warn("careful")
    await console.withProgress("work", total: 1) { $0.succeeded() }
    console.result(json: [:]) { _ in "result\n" }
    console.fail(CommandFailure(.busy, code: "busy", "held by another run"))
    #expect(console.finish(.busy) == .busy)
    #expect(output.contents == "result\n")
    #expect(error.contents == "warning: careful\nerror: held by another run\n")
  }

  @Test func `a result takes the bar away that stands on the same terminal`() throws {
    let (console, _, error) = try console(errorWidth: 40, outputWidth: 40)
    let progress = console.progress("work", total: 2)
    console.result(json: [:]) { _ in "result\n" }
    #expect(error.contents == "work  [--------------------------]  0/2\r\u{1B}[K")
    progress.finish()
  }

  @Test func `only the wanted form of a result is made`() throws {
    let (text, _, _) = try console()
    text.result(json: Self.unwanted(), text: { _ in "" })
    let (json, output, _) = try console(["--output", "json"])
    json.result(
      json: ["a": 1],
      text: { _ in
        Issue.record("made text that nobody sees"); return ""
      })
    json.result(json: ["b": 2, "a": 3], text: { _ in "" })
    #expect(json.finish(.done) == .done)
    #expect(output.contents == "{\n  \"a\": 3,\n  \"b\": 2\n}\n")
  }

  private static func unwanted() -> JSONObject {
    Issue.record("made a document that nobody reads")
    return [:]
  }

  @Test func `a document is written even when there is nothing to say`() throws {
    let (console, output, _) = try console(["--output", "json"])
    #expect(console.finish(.found) == .found)
    #expect(output.contents == "{}\n")
  }

  @Test func `a note is escaped line by line`() throws {
    let (console, _, error) = try console()
    console.note("a\u{1B}[2J\nb\tpostgres://u:hunter2@h")
    #expect(error.contents == "a\\u{1b}[2J\nb\\tpostgres://u:***@h\n")
  }
}
