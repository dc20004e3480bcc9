package import ArgumentParser
import Glibc
package import TenantOperations

/// From a command line to an exit status.
package struct FrontDoor: Sendable {
  private let root: any AsyncParsableCommand.Type
  private let streams: StandardStreams
  private let interruption: Interruption
  private let connector: any DatabaseConnector

  package init(
    _ root: any AsyncParsableCommand.Type, streams: StandardStreams, interruption: Interruption,
    connector: any DatabaseConnector
  ) {
    self.connector = connector
    self.root = root
    self.streams = streams
    self.interruption = interruption
  }

  /// All that a process does: for `@main`.
  package static func main(_ root: any AsyncParsableCommand.Type, connector: any DatabaseConnector) async -> Never {
    let streams = StandardStreams.ofProcess()
    do {
      let door = FrontDoor(root, streams: streams, interruption: try SignalHandlers.install(), connector: connector)
      exit(await door.run(Array(CommandLine.arguments.dropFirst())).rawValue)
    } catch {
      streams.error.writeLine("error: cannot install the signal handlers: \(error)")
      exit(ExitStatus.internalError.rawValue)
    }
  }

  /// Parses the arguments and runs the command that they name.
  package func run(_ arguments: [String]) async -> ExitStatus {
    // The parser answers a shell that completes a word, and that may look into the databases.
    await TenantCompletion.$connector.withValue(connector) { await runParsed(arguments) }
  }

  private func runParsed(_ arguments: [String]) async -> ExitStatus {
    do {
      if let option = RepeatedOption(in: arguments, of: root) {
        throw ValidationError("\(option.name) is given more than once.")
      }
      var command = try await root.asyncParseAsRoot(arguments)
      if let command = command as? any ConsoleCommand {
        let console = Console(
          options: command.global, streams: streams, interruption: interruption, connector: connector)
        return await Self.run(command, on: console)
      }
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      return .done
    } catch {
      return answer(error, to: arguments)
    }
  }

  static func run(_ command: some ConsoleCommand, on console: Console) async -> ExitStatus {
    // Cancelled and awaited when the scope ends.
    async let _: Void = announceStop(on: console)
    let status: ExitStatus
    do {
      status = try await command.run(on: console)
    } catch {
      status = console.fail(error)
    }
    return console.finish(status)
  }

  /// Answers Ctrl-C at once, as the work may take a while to come to an end.
  private static func announceStop(on console: Console) async {
    switch await console.interruption.wait() {
    case .interrupt: console.note("Finishing what is in flight. Ctrl-C stops at once.")
    case .terminate: console.note("Finishing what is in flight.")
    case nil: break
    }
  }

  /// Help, a version and a completion script come as errors too.
  private func answer(_ error: any Error, to arguments: [String]) -> ExitStatus {
    let width = streams.output.terminalWidth ?? Terminal.usualWidth
    let text = UsageText(width: width) { root.fullMessage(for: error, columns: $0) }.text
    if root.exitCode(for: error).isSuccess {
      switch OutputFormat.requested(by: arguments) {
      case .text: streams.output.write(text + "\n")
      case .json: streams.output.write(document(of: text).document)
      }
      streams.output.flush()
      return .done
    }
    var failure = UsageFailure(message: root.message(for: error), text: text)
    failure.hint = MisspeltCommand(in: arguments, of: root).map { "Did you mean \"\($0.meant)\"?" }
    let refusesColor = arguments.prefix { $0 != "--" }.contains("--no-color")
    let console = Console(
      format: .requested(by: arguments), verbosity: nil, refusesColor: refusesColor, streams: streams,
      interruption: interruption, connector: connector)
    let status = console.fail(failure)
    if console.format == .text { streams.error.write(failure.usage.redactingPasswords.escapedForTerminalByLine + "\n") }
    streams.error.flush()
    return console.finish(status)
  }
}

extension FrontDoor {
  /// The help or the version as a document: a script that asked for JSON gets JSON.
  private func document(of text: String) -> JSONValue {
    text == root.configuration.version ? ["version": .string(text)] : ["help": .string(text)]
  }
}

/// A command line that is wrong, with the usage of the command that it seems to mean.
struct UsageFailure: FailureConvertible {
  /// What is wrong.
  var message: String
  /// The parser's whole text: what is wrong, the usage, where to read more.
  var text: String
  /// What may have been meant.
  var hint: String?

  var failures: [CommandFailure] { [CommandFailure(.usage, code: "usage", message, hint: hint)] }

  /// The text without the parser's message, which comes first under a label that ours replaces.
  var usage: String {
    let label = "Error: \(message)\n"
    return text.hasPrefix(label) ? String(text.dropFirst(label.count)) : text
  }
}
