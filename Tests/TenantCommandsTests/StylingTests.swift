import Testing

@testable import TenantCommands

@Suite struct StylingTests {
  struct Situation: Sendable {
    var isTerminal = true
    var isRefused = false
    var environment: [String: String] = ["TERM": "xterm"]
    var isColored: Bool
  }

  @Test(arguments: [
    Situation(isColored: true),
    Situation(environment: [:], isColored: true),
    Situation(isTerminal: false, isColored: false),
    Situation(isRefused: true, isColored: false),
    Situation(environment: ["TERM": "dumb"], isColored: false),
    Situation(environment: ["NO_COLOR": "1"], isColored: false),
    Situation(environment: ["NO_COLOR": "0"], isColored: false),
    Situation(environment: ["NO_COLOR": ""], isColored: true),
  ]) func `colours are for terminals and for those who want them`(situation: Situation) {
    let styling = Styling(
      isTerminal: situation.isTerminal, isRefused: situation.isRefused, environment: ProcessEnvironment(situation.environment))
    #expect(styling.isEnabled == situation.isColored)
  }

  @Test func `plain styling changes nothing`() {
    for style in Style.allCases { #expect(Styling.plain("text", style) == "text") }
  }

  @Test func `empty text gets no colour`() { #expect(Styling.colored("", .failure) == "") }

  @Test func `standard output and standard error are decided apart`() throws {
    let streams = StandardStreams(
      input: -1, output: OutputStream(inMemoryWithTerminalWidth: nil), error: OutputStream(inMemoryWithTerminalWidth: 80),
      environment: ProcessEnvironment([:]))
    let console = Console(
      options: try GlobalOptions.plain, streams: streams, interruption: Interruption(), connector: NoDatabases())
    #expect(!console.outputStyling.isEnabled)
    #expect(console.errorStyling.isEnabled)
  }
}
