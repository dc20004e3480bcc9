extension DatabaseLocation: CustomStringConvertible {
  /// The location as a URL, without a password.
  public var description: String {
    switch self {
    case .postgres(let location): location.description
    case .sqliteDirectory(let path): "sqlite:" + path
    case .sqliteFile(let path): "sqlite-file:" + path
    }
  }

  /// What two locations of one physical database have in common: the path, or host, port and database name.
  ///
  /// User, password and TLS do not count. Paths are compared as text; who can look at the file system resolves links before.
  public var physicalIdentity: String {
    switch self {
    case .postgres(let location): location.physicalIdentity
    case .sqliteDirectory(let path): "sqlite:" + PathText.normalized(path)
    case .sqliteFile(let path): "sqlite-file:" + PathText.normalized(path)
    }
  }
}

extension PostgresLocation: CustomStringConvertible {
  /// The location as a URL, without the password.
  public var description: String {
    let login = PercentCoding.encoded(user)
    let name = PercentCoding.encoded(database)
    let all = endpoints
    var parameters: [String] = []
    var place = all.map { "\($0.bracketedHost):\($0.port)" }.joined(separator: ",")
    if all.contains(where: { $0.host.startsWithBytes(of: "/") }) {
      let hosts = all.map { PercentCoding.encoded($0.host, alsoAllowing: "/:") }.joined(separator: ",")
      place = all.count == 1 ? ":\(port)" : ""
      parameters.append("host=\(hosts)")
      if all.count > 1 { parameters.append("port=\(all.map { String($0.port) }.joined(separator: ","))") }
    }
    if targetSession != .any { parameters.append("target_session_attrs=\(targetSession.rawValue)") }
    let query = parameters.isEmpty ? "" : "?" + parameters.joined(separator: "&")
    return "postgres://\(login)@\(place)/\(name)\(query)"
  }

  /// Hosts, ports and database name, each in one way of writing.
  ///
  /// The loopback's names count as one host, and the order of several hosts does not count.
  public var physicalIdentity: String { Set(serverIdentities).sorted().joined(separator: " ") }

  /// The identity for each server alone: locations that have one in common lead to one physical database.
  package var serverIdentities: [String] {
    endpoints.map { "postgres:\($0.canonicalHost):\($0.port)/\(PercentCoding.encoded(database))" }
  }
}

extension PostgresLocation.Endpoint {
  fileprivate var bracketedHost: String { host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host }

  fileprivate var canonicalHost: String {
    if host.startsWithBytes(of: "/") { return PathText.normalized(host) }
    var name = host.lowercased()
    if name.hasPrefix("["), name.hasSuffix("]") { name = String(name.dropFirst().dropLast()) }
    if let address = IPv6Text.canonical(name) { name = address }
    if name.hasSuffix(".") { name.removeLast() }
    return ["localhost", "127.0.0.1", "0:0:0:0:0:0:0:1"].contains(name) ? "localhost" : name
  }
}
