import ArgumentParser
import Names

/// Finds the command that a command line without one seems to mean.
struct MisspeltCommand {
  /// The command's name.
  let meant: String

  /// - Returns: Nil when there is a command among the arguments, or nothing that is near to one.
  init?(in arguments: [String], of root: any ParsableCommand.Type) {
    let names = root.configuration.subcommands.compactMap { $0.configuration.commandName }
    let words = arguments.filter { !$0.hasPrefix("-") }
    guard !words.contains(where: { names.contains($0) }) else { return nil }
    let near = words.compactMap { Suggestion.nearest(to: $0, among: names) }
    guard let meant = near.first else { return nil }
    self.meant = meant
  }
}
