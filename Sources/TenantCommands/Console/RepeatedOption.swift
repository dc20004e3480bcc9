import ArgumentParser
import FoundationEssentials

/// Finds an option that is given twice and takes one value: the parser would silently take the last one.
struct RepeatedOption {
  /// The option, as it was written.
  let name: String

  /// - Returns: Nil when no option is given twice that may not be.
  init?(in arguments: [String], of root: any ParsableCommand.Type) {
    var seen: Set<String> = []
    var twice: [String] = []
    for argument in arguments.prefix(while: { $0 != "--" }) where argument.hasPrefix("--") {
      let name = argument.firstIndex(of: "=").map { String(argument[..<$0]) } ?? argument
      if !seen.insert(name).inserted { twice.append(name) }
    }
    // Reading the whole description of the commands is only worth it when there is something to look up.
    guard !twice.isEmpty else { return nil }
    let repeatable = Self.repeatable(root)
    guard let name = twice.first(where: { !repeatable.contains($0) }) else { return nil }
    self.name = name
  }

  private static func repeatable(_ root: any ParsableCommand.Type) -> Set<String> {
    let document = try? JSONDecoder().decode(Document.self, from: Data(root._dumpHelp().utf8))
    return document?.command.repeatable ?? []
  }

  private struct Document: Decodable {
    let command: Command
  }

  private struct Command: Decodable {
    let subcommands: [Command]?
    let arguments: [Argument]?

    var repeatable: Set<String> {
      let own = (arguments ?? []).filter(\.isRepeating).flatMap { $0.names ?? [] }.filter { $0.kind == "long" }
      return (subcommands ?? []).reduce(Set(own.map { "--" + $0.name })) { $0.union($1.repeatable) }
    }
  }

  private struct Argument: Decodable {
    struct Name: Decodable {
      let kind: String
      let name: String
    }

    let isRepeating: Bool
    let names: [Name]?
  }
}
