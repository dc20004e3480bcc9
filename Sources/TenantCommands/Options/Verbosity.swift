package import ArgumentParser

/// How much is said besides the result.
package enum Verbosity: EnumerableFlag, Sendable {
  /// Errors and warnings alone.
  case quiet
  /// Everything that happens.
  case verbose

  package static func help(for value: Verbosity) -> ArgumentHelp? {
    switch value {
    case .quiet: "Say nothing but the result, warnings and errors."
    case .verbose: "Log what happens in detail."
    }
  }
}
