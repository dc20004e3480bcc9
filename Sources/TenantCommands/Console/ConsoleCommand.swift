package import ArgumentParser

/// A command of ours: it has the global options and talks through a console.
///
/// Names and files are checked in ``run(on:)`` and not while arguments are parsed: a bad name ends with 65, a bad command line
/// with 64.
package protocol ConsoleCommand: AsyncParsableCommand {
  /// Declared as `@OptionGroup(title: "Global options") var global: GlobalOptions`, behind the command's own options.
  var global: GlobalOptions { get }

  /// Does the work. Errors that are thrown are told and decide how the command ends.
  func run(on console: Console) async throws -> ExitStatus
}

extension ConsoleCommand {
  /// Runs the command by itself, for whoever parses it without our front door.
  package func run() async throws {
    let console = Console(options: global, streams: .ofProcess(), interruption: Interruption())
    let status = await FrontDoor.run(self, on: console)
    if status != .done { throw ExitCode(status.rawValue) }
  }
}
