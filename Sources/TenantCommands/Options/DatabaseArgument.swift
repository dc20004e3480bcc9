import ArgumentParser
package import Names

/// The value of `--database`: a URL that may hold a password, so it is shown nowhere.
package struct DatabaseArgument: ExpressibleByArgument, Sendable, Hashable {
  /// The text, as it was given.
  package let url: Secret

  // Any text but none is taken: the parser of arguments would show what it refuses.
  package init?(argument: String) {
    guard !argument.isEmpty else { return nil }
    url = Secret(argument)
  }
}
