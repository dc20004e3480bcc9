import Names

extension ManifestDecoder {
  /// The keys that may stand beside `url`.
  private static let besideURL: Set<String> = [
    "url", "password_env", "sslmode", "sslrootcert", "allow_insecure", "direct_url", "pooler",
  ]

  mutating func databases(_ fields: Fields, into draft: inout ManifestDraft) {
    draft.databasesNode = fields["databases"]
    guard let node = fields["databases"] else {
      reportMissing("databases", in: fields, .top, hint: Self.databasesHint)
      return
    }
    guard let pairs = namedPairs(of: node, "\"databases\"") else { return }
    draft.knowsDatabases = !pairs.isEmpty
    if pairs.isEmpty, !tree.open.contains(node) {
      report(.malformed, "missing-key", at: node, "\"databases\" names no database", hint: Self.databasesHint)
    }
    for (name, key, value) in pairs {
      let valid = self.name(ofKey: name, key, DatabaseName.self)
      draft.databases.append(DatabaseDraft(name: name, key: key, declaration: database(valid, key, value)))
    }
  }

  private static let databasesHint = "Write \"databases: {main: {url: sqlite:.tenantry}}\"."

  private mutating func database(_ name: DatabaseName?, _ key: Int, _ node: Int) -> DatabaseDeclaration? {
    guard !tree.isNull(node) else {
      if !tree.isTruncated {
        report(
          .malformed, "missing-key", at: node, "a database needs \"url\" or \"driver\"",
          hint: "Write {url: sqlite:.tenantry}, or {url: \"postgres://…\"}.")
      }
      return nil
    }
    guard let fields = fields(of: node, .database) else { return nil }
    let source = location(of: key)
    let name = name ?? .main
    if fields["url"] != nil { return databaseOfURL(fields, name, source) }
    guard let driver = fields["driver"] else {
      reportMissing(
        fields.entries.isEmpty ? "url\" or \"driver" : "driver", in: fields, .database,
        hint: "Write {url: sqlite:.tenantry}, {url: \"postgres://…\"}, or driver: postgres with host and dbname.")
      return nil
    }
    switch choice(driver, "the driver", Driver.self) {
    case .postgres: return postgresOfParts(fields, name, source)
    case .sqlite: return sqliteOfParts(fields, name, source)
    case nil: return nil
    }
  }

  private enum Driver: String, CaseIterable { case postgres, sqlite }

  // MARK: - URL

  private mutating func databaseOfURL(
    _ fields: Fields, _ name: DatabaseName, _ source: SourceLocation
  ) -> DatabaseDeclaration? {
    refuse(
      fields, except: Self.besideURL, "beside \"url\"", hint: "Write it in the URL, or write \"driver\" in place of \"url\".")
    guard let node = fields["url"], let (value, parsed) = parsedURL(node, "the database URL") else { return nil }
    switch parsed.location {
    case .postgres(var postgres):
      let extras = postgresExtras(fields, &postgres, urlNode: node)
      return DatabaseDeclaration(
        name: name, location: .postgres(postgres), directLocation: extras.direct, pooler: extras.pooler, source: source)
    case .sqliteDirectory, .sqliteFile:
      // With a URL from the environment the same entry may be PostgreSQL elsewhere.
      if value.written == value.text {
        refuse(fields, except: ["url"], "with a SQLite database", hint: "Remove it: it is for PostgreSQL.")
      }
      guard let range = parsed.pathRange, let ready = path(value, range, "the database's path") else { return nil }
      if case .sqliteFile = parsed.location {
        return DatabaseDeclaration(name: name, location: .sqliteFile(ready), source: source)
      }
      return DatabaseDeclaration(name: name, location: .sqliteDirectory(ready), source: source)
    }
  }

  /// Reads and parses a URL, and refuses a password that stands in the manifest.
  mutating func parsedURL(_ node: Int, _ what: String) -> (value: TextValue, url: ParsedDatabaseURL)? {
    guard let value = text(node, what) else { return nil }
    let origin = value.fromEnvironment.isEmpty ? "" : " (it comes from the environment)"
    let parsed: ParsedDatabaseURL
    do throws(DatabaseURLError) {
      parsed = try ParsedDatabaseURL(value.text, defaults: postgresDefaults)
    } catch {
      report(.malformed, "invalid-url", at: node, "\(what) \(error.reason)\(origin)", hint: error.hint)
      return nil
    }
    let isLiteral = parsed.passwordRange.map { !value.isFromEnvironment($0) } ?? false
    if isLiteral || hasPasswordInDefault(value) {
      report(
        .conflicting, "literal-password", at: node, "\(what) holds a password",
        hint: "Take it from the environment: password_env: NAME, or ${NAME} in the URL.")
    }
    return (value, parsed)
  }

  /// True when the file holds a password in a default that is not used at the moment.
  private func hasPasswordInDefault(_ value: TextValue) -> Bool {
    guard value.written != value.text else { return false }
    let asWritten = try? VariableExpansion(value.written) { _, hasDefault in hasDefault ? nil : "x" }
    guard let asWritten, let parsed = try? ParsedDatabaseURL(asWritten.text, defaults: postgresDefaults) else { return false }
    let literal = TextValue(
      text: asWritten.text, node: value.node, written: value.written, fromEnvironment: asWritten.fromEnvironment)
    return parsed.passwordRange.map { !literal.isFromEnvironment($0) } ?? false
  }

  // MARK: - Parts

  private mutating func sqliteOfParts(_ fields: Fields, _ name: DatabaseName, _ source: SourceLocation) -> DatabaseDeclaration? {
    refuse(fields, except: ["driver", "directory"], "with \"driver: sqlite\"", hint: "Write \"directory\" only.")
    guard let node = fields["directory"] else {
      reportMissing("directory", in: fields, .database, hint: "Write \"directory: .tenantry\".")
      return nil
    }
    guard let value = text(node, "the directory"), let ready = path(value, 0..<value.text.utf8.count, "the directory") else {
      return nil
    }
    return DatabaseDeclaration(name: name, location: .sqliteDirectory(ready), source: source)
  }

  private mutating func postgresOfParts(
    _ fields: Fields, _ name: DatabaseName, _ source: SourceLocation
  ) -> DatabaseDeclaration? {
    refuse(
      fields, except: Set(MappingShape.database.keys).subtracting(["directory"]), "with \"driver: postgres\"", hint: "Remove it.")
    for key in ["host", "dbname"] where fields[key] == nil {
      reportMissing(key, in: fields, .database, hint: "Write host and dbname, or a URL in place of \"driver\".")
    }
    if fields["user"] == nil, postgresDefaults.user == nil {
      reportMissing("user", in: fields, .database, hint: "Write the login, or set PGUSER.")
    }
    let host = fields["host"].flatMap { checked($0, "the host", PostgresLocation.violation(ofHost:)) }
    let database = fields["dbname"].flatMap { checked($0, "dbname", PostgresLocation.violation(ofServerName:)) }
    let user = fields["user"].map { checked($0, "the user", PostgresLocation.violation(ofServerName:)) } ?? postgresDefaults.user
    let port = fields["port"].map { count($0, "the port", in: 1...65535) } ?? 5432
    var postgres = PostgresLocation(
      host: host.map { $0.startsWithBytes(of: "/") ? $0 : $0.lowercased() } ?? "localhost", port: port ?? 5432,
      database: database ?? "", user: user ?? "")
    let extras = postgresExtras(fields, &postgres, urlNode: nil)
    guard host != nil, database != nil, user != nil, port != nil else { return nil }
    return DatabaseDeclaration(
      name: name, location: .postgres(postgres), directLocation: extras.direct, pooler: extras.pooler, source: source)
  }

  private mutating func checked(_ node: Int, _ what: String, _ rule: (String) -> NameViolation?) -> String? {
    guard let value = text(node, what) else { return nil }
    guard let violation = rule(value.text) else { return value.text }
    report(.malformed, "invalid-value", at: node, "\(what) \(violation.reason)", hint: violation.hint)
    return nil
  }

  private mutating func refuse(_ fields: Fields, except allowed: Set<String>, _ circumstance: String, hint: String) {
    for entry in fields.entries where !allowed.contains(entry.key) {
      report(.malformed, "conflicting-key", at: entry.keyNode, "\"\(entry.key)\" cannot stand \(circumstance)", hint: hint)
    }
  }
}
