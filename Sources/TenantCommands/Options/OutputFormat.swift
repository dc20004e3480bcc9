import ArgumentParser

/// How results are written to standard output.
package enum OutputFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
  /// For people.
  case text
  /// One JSON document, for scripts.
  case json

  /// What a command line asks for that could not be parsed: its error is to be written in that format.
  static func requested(by arguments: [String]) -> OutputFormat {
    var format = OutputFormat.text
    var previous = ""
    for argument in arguments.prefix(while: { $0 != "--" }) {
      let value = argument.hasPrefix("--output=") ? String(argument.dropFirst("--output=".count)) : argument
      if previous == "--output" || value != argument { format = OutputFormat(rawValue: value) ?? format }
      previous = argument
    }
    return format
  }
}
