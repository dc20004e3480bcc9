import ArgumentParser
import Foundation
import Testing

@testable import TenantCommands

@Suite struct FrontDoorTests {
  private struct Document: Decodable {
    var errors: [Problem]
  }

  private struct Problem: Decodable {
    var code: String
    var message: String
    var file: String?
    var line: Int?
    var column: Int?
    var hint: String?
  }

  /// The errors of the one document that standard output must hold.
  private func errors(in outcome: Outcome) throws -> [Problem] {
    try JSONDecoder().decode(Document.self, from: Data(outcome.output.utf8)).errors
  }

  @Test func `a result is a table for people`() async {
    #expect(
      await SampleTool.outcome(of: ["list"])
        == Outcome(status: .done, output: "NAME  STATE\nacme  active\n", error: "one tenant\n"))
  }

  @Test func `a result is one document for scripts`() async {
    let outcome = await SampleTool.outcome(of: ["list", "--output", "json", "--quiet"], outputWidth: 20)
    #expect(
      outcome
        == Outcome(
          status: .done,
          output: """
            {
              "tenants": [
                {
                  "name": "acme",
                  "state": "active"
                }
              ]
            }

            """, error: ""))
  }

  @Test func `a terminal gets colours unless they are refused`() async {
    let colored = await SampleTool.outcome(of: ["list"], outputWidth: 80, errorWidth: 80, environment: ["TERM": "xterm"])
    #expect(colored.output == "\u{1B}[1mNAME\u{1B}[0m  \u{1B}[1mSTATE\u{1B}[0m\nacme  \u{1B}[32mactive\u{1B}[0m\n")
    let plain = await SampleTool.outcome(of: ["list", "--no-color"], outputWidth: 80, errorWidth: 80)
    #expect(plain.output == "NAME  STATE\nacme  active\n")
  }

  @Test func `a misspelt command is recognised, and what stands behind a command is none`() async throws {
    let misspelt = await SampleTool.outcome(of: ["lits", "--output", "json"])
    #expect(misspelt.status == .usage)
    #expect(try errors(in: misspelt).map(\.hint) == ["Did you mean \"list\"?"])
    for words in [["list", "crate"], ["something", "else"], ["--wrong"]] {
      let outcome = await SampleTool.outcome(of: words + ["--output", "json"])
      #expect(try errors(in: outcome).map(\.hint) == [nil], "\(words)")
    }
  }

  @Test func `a failure is told with a hint`() async {
    #expect(
      await SampleTool.outcome(of: ["runs", "show", "7"])
        == Outcome(status: .missing, output: "", error: "error: there is no run 7\nhint: List them with tenantctl runs.\n"))
  }

  @Test func `a failure is one document for scripts, with all keys`() async {
    let outcome = await SampleTool.outcome(of: ["--output", "json", "runs", "show", "7"])
    #expect(outcome.status == .missing)
    #expect(
      outcome.output == """
        {
          "errors": [
            {
              "code": "no-such-run",
              "message": "there is no run 7",
              "file": null,
              "line": null,
              "column": null,
              "hint": "List them with tenantctl runs."
            }
          ]
        }

        """)
  }

  @Test(arguments: [["nonsense"], ["list", "--unknown"], ["list", "--output", "xml"], ["runs", "show"]])
  func `a wrong command line is a document too`(arguments: [String]) async throws {
    let outcome = await SampleTool.outcome(of: ["--output", "json"] + arguments)
    #expect(outcome.status == .usage)
    let errors = try errors(in: outcome)
    #expect(errors.count == 1)
    #expect(errors[0].code == "usage")
  }

  @Test func `a wrong command line shows the usage`() async {
    let outcome = await SampleTool.outcome(of: ["list", "--unknown"])
    #expect(outcome.error.hasPrefix("error: Unknown option '--unknown'\nUsage: tenantctl list "))
    #expect(outcome.error.hasSuffix("See 'tenantctl list --help' for more information.\n"))
  }

  @Test func `a password on a wrong command line is not repeated`() async {
    for arguments in [
      ["list", "postgres://app:hunter2@db/main"], ["list", "--databse=postgres://app:hunter2@db/main"],
      ["list", "--databse", "postgres://app:hunter2@db/main"], ["--output", "json", "list", "host=db password=hunter2"],
    ] {
      let outcome = await SampleTool.outcome(of: arguments)
      #expect(outcome.status == .usage)
      #expect(!(outcome.error + outcome.output).contains("hunter2"), "\(arguments)")
    }
  }

  @Test func `a password in a failure is masked wherever it is told`() async {
    let outcome = await SampleTool.outcome(of: ["--output", "json", "break", "leak"])
    #expect(outcome.status == .unreachable)
    #expect(!(outcome.error + outcome.output).contains("hunter2"))
    #expect(outcome.output.contains("postgres://app:***@db/main"))
  }

  @Test func `a bad name ends with 65 and not with 64`() async throws {
    let outcome = await SampleTool.outcome(of: ["create", "Acme", "--output", "json"])
    #expect(outcome.status == .malformed)
    #expect(try errors(in: outcome)[0].code == "bad-name")
  }

  @Test func `all findings of a manifest are told, warnings apart`() async throws {
    let outcome = await SampleTool.outcome(of: ["break", "manifest", "--output", "json"])
    #expect(outcome.status == .malformed)
    let errors = try errors(in: outcome)
    #expect(errors.map(\.code) == ["no-template", "unreadable"])
    #expect(errors[0].file == "tenants.yaml")
    #expect(errors[0].line == 2)
    #expect(errors[0].column == 3)
    #expect(errors[1].line == nil)
    #expect(outcome.output.contains("\"warnings\": ["))
    #expect(
      outcome.error == """
        tenants.yaml:1:1: warning: looks odd
        tenants.yaml:2:3: no template "x"
          t: x
            ^
        hint: Declare it under templates.

        b.yaml: cannot be read

        """)
  }

  @Test func `a part that failed leaves the result and adds errors`() async {
    let outcome = await SampleTool.outcome(of: ["break", "partly", "--output", "json"])
    #expect(outcome.status == .someFailed)
    #expect(outcome.output.hasPrefix("{\n  \"done\": 1,\n  \"errors\": ["))
  }

  @Test func `an error that nobody foresaw is a bug of ours`() async {
    let outcome = await SampleTool.outcome(of: ["break", "surprise"])
    #expect(outcome.status == .internalError)
    #expect(outcome.error.hasPrefix("error: unexpected error Surprise"))
  }

  @Test(arguments: StopSignal.allCases) func `cancelled work ends as the signal says`(signal: StopSignal) async {
    let interruption = Interruption()
    interruption.request(signal)
    let outcome = await SampleTool.outcome(of: ["break", "cancel"], interruption: interruption)
    #expect(outcome.status == signal.exitStatus)
    #expect(outcome.error.contains("Run the same command again"))
  }

  @Test func `a status that is thrown says nothing`() async {
    #expect(await SampleTool.outcome(of: ["break", "status"]) == Outcome(status: .busy, output: "", error: ""))
  }

  @Test func `the version and help are results`() async {
    #expect(await SampleTool.outcome(of: ["--version"]) == Outcome(status: .done, output: "1.2.3\n", error: ""))
    let help = await SampleTool.outcome(of: [])
    #expect(help.status == .done)
    #expect(help.output.hasPrefix("OVERVIEW: A tool."))
  }

  @Test func `the version and help are documents when JSON is asked for`() async {
    let version = await SampleTool.outcome(of: ["--output", "json", "--version"])
    #expect(version == Outcome(status: .done, output: "{\n  \"version\": \"1.2.3\"\n}\n", error: ""))
    let help = await SampleTool.outcome(of: ["list", "--help", "--output=json"])
    #expect(help.status == .done && help.output.hasPrefix("{\n  \"help\": \"OVERVIEW:"))
  }

  @Test(arguments: [
    ["list", "--output", "text", "--output", "json"], ["--manifest", "a", "list", "--manifest=b"],
    ["--database", "sqlite:a", "list", "--database", "sqlite:b"], ["list", "--no-color", "--no-color"],
  ])
  func `an option that takes one value is not given twice`(arguments: [String]) async {
    let outcome = await SampleTool.outcome(of: arguments)
    #expect(outcome.status == .usage)
    #expect((outcome.error + outcome.output).contains("is given more than once"))
  }

  /// A loop: the compiler does not survive a key path through the commands' types.
  private static var commands: [String] {
    var names: [String] = []
    for command in TenantctlCommand.configuration.subcommands { names.append(command.configuration.commandName ?? "") }
    return names
  }

  @Test(arguments: ["--help"] + commands)
  func `the help of every command fits eighty columns and has an example`(command: String) async {
    let arguments = command == "--help" ? [command] : [command, "--help"]
    let outcome = await SampleTool.outcome(of: arguments, root: TenantctlCommand.self)
    #expect(outcome.status == .done)
    for line in outcome.output.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    #expect(outcome.output.contains("  tenantctl "))
  }

  @Test func `the exit codes are those that scripts depend on`() {
    let codes = Dictionary(uniqueKeysWithValues: ExitStatus.allCases.map { ($0, $0.rawValue) })
    #expect(
      codes == [
        .done: 0, .someFailed: 1, .found: 2, .usage: 64, .malformed: 65, .missing: 66, .unreachable: 69, .internalError: 70,
        .exists: 73, .busy: 75, .notPermitted: 77, .conflicting: 78, .interrupted: 130, .terminated: 143,
      ])
  }
}
