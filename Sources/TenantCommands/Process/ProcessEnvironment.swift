import FoundationEssentials
import Glibc

/// The variables that the process was started with.
package struct ProcessEnvironment: Sendable {
  private let variables: [String: String]?

  /// The variables of this process, read when they are asked for.
  package static let current = ProcessEnvironment(variables: nil)

  /// Variables from a dictionary.
  package init(_ variables: [String: String]) { self.init(variables: variables) }

  private init(variables: [String: String]?) { self.variables = variables }

  /// All variables, for readers that expand any of them.
  package var all: [String: String] { variables ?? ProcessInfo.processInfo.environment }

  /// The value of a variable, or nil when it is not set.
  package subscript(name: String) -> String? {
    if let variables { return variables[name] }
    // Nothing in this process sets variables, so the pointer stays good while it is copied.
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }
}
