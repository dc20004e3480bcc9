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
    if host.startsWithBytes(of: "/") {
      return "postgres://\(login)@:\(port)/\(name)?host=\(PercentCoding.encoded(host, alsoAllowing: "/"))"
    }
    let bracketed = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
    return "postgres://\(login)@\(bracketed):\(port)/\(name)"
  }

  /// Host, port and database name, each in one way of writing.
  ///
  /// The loopback's names count as one host.
  public var physicalIdentity: String { "postgres:\(canonicalHost):\(port)/\(PercentCoding.encoded(database))" }

  private var canonicalHost: String {
    if host.startsWithBytes(of: "/") { return PathText.normalized(host) }
    var name = host.lowercased()
    if name.hasPrefix("["), name.hasSuffix("]") { name = String(name.dropFirst().dropLast()) }
    if let address = IPv6Text.canonical(name) { name = address }
    if name.hasSuffix(".") { name.removeLast() }
    return ["localhost", "127.0.0.1", "0:0:0:0:0:0:0:1"].contains(name) ? "localhost" : name
  }
}
