/// Takes `USER:PASSWORD@HOST:PORT/DATABASE?NAME=VALUE&…` apart, by bytes.
///
/// Its errors show nothing of the text but the names of known parameters: a stray `/`, `?` or `@` makes a password look like any
/// other part.
struct PostgresURLParser {
  private(set) var user: String?
  private(set) var password: String?
  /// In their order; none when the URL names none.
  var hosts: [String] = []
  /// For each host its port; one for all of them when a parameter says so.
  var ports: [Int?] = []
  private(set) var database: String?
  private(set) var sslMode: PostgresLocation.SSLMode?
  private(set) var sslRootCertificate: String?
  private(set) var targetSession = PostgresLocation.TargetSession.any
  private(set) var options = PostgresConnectOptions()
  private(set) var passwordRange: Range<Int>?
  private(set) var certificateRange: Range<Int>?

  let bytes: [UInt8]

  static let parameters =
    (["dbname", "host", "password", "port", "sslmode", "sslrootcert", "target_session_attrs", "user"]
    + PostgresConnectOptions.parameters).sorted()

  init(_ text: String, start: Int) throws(DatabaseURLError) {
    bytes = Array(text.utf8)
    guard !bytes.contains(UInt8(ascii: " ")), !bytes.contains(UInt8(ascii: "#")) else {
      throw DatabaseURLError("invalid-url", "holds a space or \"#\"", hint: "Write a space as %20 and \"#\" as %23.")
    }
    let rest = start..<bytes.count
    let query = first(UInt8(ascii: "?"), in: rest) ?? rest.upperBound
    let slash = first(UInt8(ascii: "/"), in: start..<query) ?? query
    try readAuthority(start..<slash)
    if slash < query { try readDatabase(slash + 1..<query) }
    if query < rest.upperBound { try readQuery(query + 1..<rest.upperBound) }
  }

  func location(defaults: PostgresDefaults) throws(DatabaseURLError) -> PostgresLocation {
    guard let user = user ?? defaults.user else {
      throw DatabaseURLError("missing-user", "names no user", hint: "Write postgres://USER@HOST/DATABASE, or set PGUSER.")
    }
    let endpoints = try endpoints(defaults: defaults)
    let name = database ?? user
    for (kind, text) in [("user", user), ("database", name)] {
      guard let violation = PostgresLocation.violation(ofServerName: text) else { continue }
      throw DatabaseURLError("invalid-\(kind)", "has a \(kind) that \(violation.reason)", hint: violation.hint)
    }
    return PostgresLocation(
      host: endpoints[0].host, port: endpoints[0].port, otherEndpoints: Array(endpoints.dropFirst()),
      targetSession: targetSession, database: name, user: user, password: password.map { Secret($0) }, sslMode: sslMode,
      sslRootCertificate: sslRootCertificate, options: options)
  }

  // MARK: - Parts

  private mutating func readAuthority(_ range: Range<Int>) throws(DatabaseURLError) {
    let at = first(UInt8(ascii: "@"), in: range)
    let encodeHint = "Inside a user name or password write \"@\" as %40, \"/\" as %2F, \":\" as %3A and \"?\" as %3F."
    guard first(UInt8(ascii: "@"), in: (at.map { $0 + 1 } ?? range.upperBound)..<bytes.count) == nil else {
      throw DatabaseURLError("invalid-url", "has an \"@\" too many or in the wrong place", hint: encodeHint)
    }
    if let at {
      let colon = first(UInt8(ascii: ":"), in: range.lowerBound..<at)
      try set("user", \.user, range.lowerBound..<(colon ?? at))
      if let colon { try setPassword(colon + 1..<at) }
    }
    try readHosts((at.map { $0 + 1 } ?? range.lowerBound)..<range.upperBound)
  }

  private mutating func readDatabase(_ range: Range<Int>) throws(DatabaseURLError) {
    guard first(UInt8(ascii: "/"), in: range) == nil else {
      throw DatabaseURLError("invalid-database", "has more than one \"/\" after its host", hint: "Write \"/\" in a name as %2F.")
    }
    try set("database", \.database, range)
  }

  private mutating func readQuery(_ range: Range<Int>) throws(DatabaseURLError) {
    var start = range.lowerBound
    var seen: Set<String> = []
    while start < range.upperBound {
      let end = first(UInt8(ascii: "&"), in: start..<range.upperBound) ?? range.upperBound
      guard let equals = first(UInt8(ascii: "="), in: start..<end), let name = text(start..<equals) else {
        throw DatabaseURLError("invalid-parameter", "has a parameter without a value", hint: "Write NAME=VALUE.")
      }
      guard Self.parameters.contains(name) else { throw Self.unknownParameter(name) }
      guard seen.insert(name).inserted else {
        throw DatabaseURLError("duplicate-parameter", "gives \(name) twice", hint: "Write it once.")
      }
      guard equals + 1 < end else {
        throw DatabaseURLError("invalid-parameter", "gives \(name) without a value", hint: "Write a value, or leave it out.")
      }
      try readParameter(name, equals + 1..<end)
      start = end + 1
    }
  }

  private mutating func readParameter(_ name: String, _ range: Range<Int>) throws(DatabaseURLError) {
    let isTaken =
      switch name {
      case "host": !hosts.isEmpty
      case "port": ports.contains { $0 != nil }
      case "user": user != nil
      case "password": password != nil
      case "dbname": database != nil
      default: false
      }
    guard !isTaken else {
      throw DatabaseURLError("duplicate-parameter", "gives its \(name) twice", hint: "Write it once.")
    }
    switch name {
    case "host": try readHostList(text(range))
    case "port": try readPortList(text(range))
    case "user": try set("user", \.user, range)
    case "password": try setPassword(range)
    case "dbname": try set("database", \.database, range)
    case "sslmode":
      sslMode = text(range).flatMap(PostgresLocation.SSLMode.init(rawValue:))
      guard sslMode != nil else { throw .unknownChoice("sslmode", PostgresLocation.SSLMode.self) }
    case "target_session_attrs":
      guard let target = text(range).flatMap(PostgresLocation.TargetSession.init(rawValue:)) else {
        throw .unknownChoice("target_session_attrs", PostgresLocation.TargetSession.self)
      }
      targetSession = target
    case "sslrootcert":
      try set("sslrootcert", \.sslRootCertificate, range)
      certificateRange = range
    default: try options.set(name, to: text(range) ?? "")
    }
  }

  // MARK: - Values

  private mutating func set(
    _ kind: String, _ part: WritableKeyPath<Self, String?>, _ range: Range<Int>
  ) throws(DatabaseURLError) {
    guard !range.isEmpty else { return }
    guard let text = text(range) else { throw Self.badEncoding(kind) }
    guard text.unicodeScalars.allSatisfy(\.isPrintable) else {
      throw DatabaseURLError("control-character", "has a control character in its \(kind)", hint: "Remove it.")
    }
    self[keyPath: part] = text
  }

  private mutating func setPassword(_ range: Range<Int>) throws(DatabaseURLError) {
    guard !range.isEmpty else { return }
    passwordRange = range
    try set("password", \.password, range)
  }

  static func badEncoding(_ kind: String) -> DatabaseURLError {
    let hint = "Write \"%\" as %25; what is encoded has to be UTF-8."
    return DatabaseURLError("invalid-encoding", "has a \"%\" in its \(kind) that encodes nothing", hint: hint)
  }

  private static func unknownParameter(_ name: String) -> DatabaseURLError {
    let list = "It takes \(parameters.joined(separator: ", "))."
    guard let nearest = name == "ssl" ? "sslmode" : Suggestion.nearest(to: name, among: parameters) else {
      return DatabaseURLError("unknown-parameter", "has a parameter that is not known", hint: list)
    }
    return DatabaseURLError("unknown-parameter", "has a parameter that is not known", hint: "Did you mean \(nearest)? \(list)")
  }

  func text(_ range: Range<Int>) -> String? { PercentCoding.decoded(bytes[range]) }

  func first(_ byte: UInt8, in range: Range<Int>) -> Int? { bytes[range].firstIndex(of: byte) }
}
