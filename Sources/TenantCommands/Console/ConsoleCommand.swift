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
  /// Refused: a command needs a console, which ``FrontDoor`` makes.
  package func run() async throws {
    throw CommandFailure(.internalError, code: "internal-error", "a command was run without its front door")
  }
}
