import ArgumentParser
import Names

@testable import TenantCommands

/// A small tool with the shape of ours: a root, commands, and a command with commands of its own.
struct SampleTool: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tenantctl", abstract: "A tool.", version: "1.2.3", subcommands: [List.self, Create.self, Runs.self, Break.self])

  @OptionGroup(title: "Global options") var global: GlobalOptions

  struct List: ConsoleCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists tenants.", aliases: ["ls"])
    @Option(name: .long) var label: [String] = []
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(on console: Console) async throws -> ExitStatus {
      var table = TextTable(columns: [.init("NAME"), .init("STATE")])
      table.append(["acme", .init("active", .success)])
      console.note("one tenant")
      console.result(json: ["tenants": [["name": "acme", "state": "active"]]], table: table)
      return .done
    }
  }

  struct Create: ConsoleCommand {
    static let configuration = CommandConfiguration(commandName: "create")
    @OptionGroup(title: "Global options") var global: GlobalOptions
    @Option(name: .long) var jobs = 1
    @Argument var names: [String] = []

    func run(on console: Console) async throws -> ExitStatus {
      let names = try names.map { try TenantName($0) }
      console.result(json: ["created": .array(names.map { .string($0.text) })]) { _ in "created \(names.count)\n" }
      return .done
    }
  }

  struct Runs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "runs", subcommands: [Show.self])
    @OptionGroup(title: "Global options") var global: GlobalOptions

    struct Show: ConsoleCommand {
      static let configuration = CommandConfiguration(commandName: "show")
      @OptionGroup(title: "Global options") var global: GlobalOptions
      @Argument var run: String

      func run(on console: Console) async throws -> ExitStatus {
        throw CommandFailure(.missing, code: "no-such-run", "there is no run \(run)", hint: "List them with tenantctl runs.")
      }
    }
  }

  /// Fails in the way that it is told to.
  struct Break: ConsoleCommand {
    static let configuration = CommandConfiguration(commandName: "break")
    @OptionGroup(title: "Global options") var global: GlobalOptions
    @Argument var how: String

    struct Surprise: Error {}

    func run(on console: Console) async throws -> ExitStatus {
      switch how {
      case "manifest": throw DiagnosticsError(Self.diagnostics)
      case "cancel": throw CancellationError()
      case "partly":
        console.result(json: ["done": 1]) { _ in "1 done\n" }
        console.fail(CommandFailure(.someFailed, code: "tenant-failed", "tenant zeta failed"))
        return .someFailed
      case "leak":
        throw CommandFailure(
          .unreachable, code: "unreachable", "cannot reach postgres://app:hunter2@db/main", hint: "Check password='hunter2'.")
      case "status": throw ExitStatus.busy
      default: throw Surprise()
      }
    }

    static let diagnostics = [
      Diagnostic(.warning, code: "odd", "looks odd", at: SourceLocation(file: "tenants.yaml", line: 1, column: 1)),
      Diagnostic(
        .conflicting, code: "no-template", "no template \"x\"", at: SourceLocation(file: "tenants.yaml", line: 2, column: 3),
        hint: "Declare it under templates.", sourceLine: "t: x"),
      Diagnostic(.malformed, code: "unreadable", "cannot be read", at: SourceLocation(file: "b.yaml", line: 0, column: 0)),
    ]
  }
}

/// What a command line writes and how it ends.
struct Outcome: Equatable {
  var status: ExitStatus
  var output: String
  var error: String
}

extension SampleTool {
  /// Runs a command line with streams in memory.
  static func outcome(
    of arguments: [String], root: any AsyncParsableCommand.Type = SampleTool.self, outputWidth: Int? = nil,
    errorWidth: Int? = nil, environment: [String: String] = [:],
    interruption: Interruption = Interruption()
  ) async -> Outcome {
    let streams = StandardStreams(
      input: -1, output: OutputStream(inMemoryWithTerminalWidth: outputWidth),
      error: OutputStream(inMemoryWithTerminalWidth: errorWidth), environment: ProcessEnvironment(environment))
    let status = await FrontDoor(root, streams: streams, interruption: interruption, connector: NoDatabases()).run(
      arguments)
    return Outcome(status: status, output: streams.output.contents, error: streams.error.contents)
  }
}

extension GlobalOptions {
  /// What an empty command line gives.
  static var plain: GlobalOptions {
    get throws { try GlobalOptions.parse([]) }
  }
}
