import Glibc
import Testing

@testable import TenantCommands

@Suite(.timeLimit(.minutes(1))) struct TerminalTests {
  private let environment = ProcessEnvironment([:])

  @Test func `the terminal says how wide it is`() throws {
    let terminal = try PseudoTerminal(columns: 57)
    defer { terminal.close() }
    #expect(Terminal.isTerminal(terminal.device))
    #expect(Terminal.width(terminal.device, environment: environment) == 57)
    #expect(OutputStream(descriptor: terminal.device, environment: environment).terminalWidth == 57)
  }

  @Test(arguments: [("100", 100), ("0", 57), ("-1", 57), ("x", 57), ("", 57)])
  func `COLUMNS says it better, when it is a width`(columns: String, width: Int) throws {
    let terminal = try PseudoTerminal(columns: 57)
    defer { terminal.close() }
    #expect(Terminal.width(terminal.device, environment: ProcessEnvironment(["COLUMNS": columns])) == width)
  }

  @Test func `a terminal that does not know is 80 wide`() throws {
    let terminal = try PseudoTerminal(columns: 0)
    defer { terminal.close() }
    #expect(Terminal.width(terminal.device, environment: environment) == 80)
  }

  @Test func `a file has no width, whatever COLUMNS says`() throws {
    let descriptor = unsafe open("/dev/null", O_RDWR)
    defer { close(descriptor) }
    #expect(!Terminal.isTerminal(descriptor))
    #expect(Terminal.width(descriptor, environment: ProcessEnvironment(["COLUMNS": "100"])) == nil)
  }

  // MARK: Prompt

  private func prompt(_ terminal: PseudoTerminal, _ interruption: Interruption = Interruption()) -> Prompt {
    Prompt(
      input: terminal.device, output: OutputStream(descriptor: terminal.device, environment: environment),
      interruption: interruption)
  }

  @Test(arguments: [
    ("y\n", Prompt.Answer.yes), ("YES\n", .yes), (" y \n", .yes), ("n\n", .no), ("\n", .no), ("yep\n", .no), ("\u{4}", .no),
  ]) func `only yes is yes`(typed: String, answer: Prompt.Answer) async throws {
    let terminal = try PseudoTerminal(columns: 80)
    defer { terminal.close() }
    try terminal.type(typed)
    #expect(try await prompt(terminal).confirm("Drop acme?") == answer)
  }

  @Test(arguments: [
    ("acme\n", Prompt.Answer.yes), ("  acme\n", .yes), ("acm\n", .no), ("y\n", .no), ("Acme\n", .no), ("\u{4}", .no),
  ])
  func `what cannot be undone asks for the name`(typed: String, answer: Prompt.Answer) async throws {
    let terminal = try PseudoTerminal(columns: 80)
    defer { terminal.close() }
    try terminal.type(typed)
    #expect(try await prompt(terminal).confirm("This drops acme.", byTyping: "acme") == answer)
  }

  @Test func `two questions take a line each`() async throws {
    let terminal = try PseudoTerminal(columns: 80)
    defer { terminal.close() }
    try terminal.type("y\nn\n")
    let prompt = prompt(terminal)
    #expect(try await prompt.confirm("One?") == .yes)
    #expect(try await prompt.confirm("Two?") == .no)
  }

  @Test func `an interrupt ends the question`() async throws {
    let terminal = try PseudoTerminal(columns: 80)
    defer { terminal.close() }
    let interruption = Interruption()
    let question = prompt(terminal, interruption)
    let answer = Task { try await question.confirm("Drop acme?") }
    interruption.request(.interrupt)
    await #expect(throws: Interrupted(signal: .interrupt)) { try await answer.value }
  }

  @Test func `nobody is asked where nobody is`() async throws {
    let terminal = try PseudoTerminal(columns: 80)
    defer { terminal.close() }
    let null = unsafe open("/dev/null", O_RDWR)
    defer { close(null) }
    let file = OutputStream(inMemoryWithTerminalWidth: nil)
    #expect(try await Prompt(input: null, output: prompt80, interruption: Interruption()).confirm("Drop?") == .notAsked)
    #expect(try await Prompt(input: terminal.device, output: file, interruption: Interruption()).confirm("Drop?") == .notAsked)
    #expect(file.contents == "")
  }

  private var prompt80: OutputStream { OutputStream(inMemoryWithTerminalWidth: 80) }
}
