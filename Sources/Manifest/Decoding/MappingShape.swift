import Names

/// The keys that a mapping of the manifest may have.
struct MappingShape {
  /// What the mapping is, for messages: "a tenant".
  var what: String
  var keys: [String]
  /// Hints for keys that people try and that are not close to the right one.
  var hints: [String: String] = [:]

  static let top = MappingShape(
    what: "a manifest", keys: ["version", "databases", "shared", "templates", "defaults", "tenants"],
    hints: ["database": "Write \"databases: {main: {url: …}}\"."])
  static let database = MappingShape(
    what: "a database",
    keys: [
      "url", "driver", "host", "port", "dbname", "user", "password_env", "sslmode", "sslrootcert", "allow_insecure",
      "direct_url", "pooler", "directory",
    ],
    hints: [
      "password": "Passwords do not belong in a manifest. Name a variable of the environment: password_env: NAME.",
      "database": "Did you mean \"dbname\"?", "path": "Write \"url: sqlite:PATH\", or \"directory\" with \"driver: sqlite\".",
    ])
  static let shared = MappingShape(what: "\"shared\"", keys: ["schema", "migrations", "extensions_schema"])
  static let template = MappingShape(what: "a template", keys: ["migrations", "seed", "extends", "extensions"])
  static let defaults = MappingShape(
    what: "\"defaults\"",
    keys: ["database", "template", "isolation", "schema_prefix", "lock_timeout", "statement_timeout", "pool"],
    hints: ["prefix": "Did you mean \"schema_prefix\"?"])
  static let pool = MappingShape(what: "\"pool\"", keys: ["max"], hints: ["size": "Did you mean \"max\"?"])
  static let tenant = MappingShape(
    what: "a tenant",
    keys: ["name", "schema", "database", "template", "isolation", "state", "labels", "domains", "clone_from"],
    hints: ["domain": "Did you mean \"domains\"? It is a list."])
  static let cloneSource = MappingShape(what: "\"clone_from\"", keys: ["tenant", "data", "mask"])

  /// What to write in place of a key that is not known.
  func hint(for key: String) -> String {
    if let hint = hints[key] { return hint }
    let list = "It takes \(keys.joined(separator: ", "))."
    guard let nearest = Suggestion.nearest(to: key, among: keys) else { return list }
    return "Did you mean \"\(nearest)\"? \(list)"
  }
}
