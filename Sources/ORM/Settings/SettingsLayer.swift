/// Where settings come from: a file, the environment, a command line.
public struct SettingsLayer: Sendable, Hashable {
  /// What a person calls it.
  public var name: String
  /// The values by the settings' names, such as `log_statements`.
  public var values: [String: String]

  /// Makes a layer.
  public init(_ name: String, _ values: [String: String]) {
    self.name = name
    self.values = values
  }

  /// The variables of an environment that begin with `TENANTRY_`, and no others.
  ///
  /// Those that begin with `TENANTRY_TEST_` are the test support's.
  public static func environment(_ variables: [String: String]) -> SettingsLayer {
    var values: [String: String] = [:]
    for (name, value) in variables where name.hasPrefix("TENANTRY_") && !name.hasPrefix("TENANTRY_TEST_") {
      values[name.dropFirst("TENANTRY_".count).lowercased()] = value
    }
    return SettingsLayer("environment", values)
  }
}

/// What is wrong with settings: all of it.
public struct SettingsError: Error, Sendable, Equatable, CustomStringConvertible {
  /// One thing that is wrong, with where it stands.
  public var problems: [String]

  /// All of it, one to a line.
  public var description: String { problems.joined(separator: "\n") }
}

extension Settings {
  /// Reads settings from layers; a later one goes before an earlier one.
  ///
  /// ```swift
  /// let settings = try Settings(layers: [.environment(ProcessInfo.processInfo.environment)])
  /// ```
  ///
  /// - Throws: ``SettingsError`` with everything that is wrong: names that are no settings, and values that are none.
  public init(layers: [SettingsLayer]) throws(SettingsError) {
    self.init()
    var problems: [String] = []
    for layer in layers {
      for (name, text) in layer.values.sorted(by: { $0.key < $1.key }) {
        if let problem = set(name, to: text) { problems.append("\(layer.name): \(name) \(problem)") }
      }
    }
    guard problems.isEmpty else { throw SettingsError(problems: problems) }
  }

  /// - Returns: What is wrong; nil when it was set.
  private mutating func set(_ name: String, to text: String) -> String? {
    switch name {
    case "log_statements":
      guard let flag = Bool(text) else { return "is neither true nor false." }
      logsStatements = flag
    case "allow_several_written_files":
      guard let flag = Bool(text) else { return "is neither true nor false." }
      allowsSeveralWrittenFiles = flag
    default: return "is no setting. Known are log_statements and allow_several_written_files."
    }
    return nil
  }
}
