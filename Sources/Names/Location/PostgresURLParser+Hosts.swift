/// The servers of a URL: `HOST:PORT,[IPV6]:PORT`, or the parameters `host=A,B` and `port=1,2`.
extension PostgresURLParser {
  /// Every server with its port.
  func endpoints(defaults: PostgresDefaults) throws(DatabaseURLError) -> [PostgresLocation.Endpoint] {
    let standard = hosts.isEmpty ? defaults.port : 5432
    let hosts = hosts.isEmpty ? [defaults.host] : hosts
    guard ports.count <= 1 || ports.count == hosts.count else {
      throw DatabaseURLError(
        "invalid-port", "does not have as many ports as hosts", hint: "Write one port for all hosts, or one for each.")
    }
    return hosts.enumerated().map { index, host in
      let port = ports.count == hosts.count ? ports[index] : ports.first ?? nil
      return PostgresLocation.Endpoint(host: host, port: port ?? standard)
    }
  }

  /// Reads what stands between the login and the name of the database.
  mutating func readHosts(_ range: Range<Int>) throws(DatabaseURLError) {
    var start = range.lowerBound
    while true {
      let end = first(UInt8(ascii: ","), in: start..<range.upperBound) ?? range.upperBound
      let (host, port) = try endpoint(start..<end)
      let isAlone = start == range.lowerBound && end == range.upperBound
      if let host {
        hosts.append(host)
        ports.append(port)
      } else if isAlone {
        // The host may be a parameter, or the environment's.
        if let port { ports.append(port) }
      } else {
        throw DatabaseURLError("invalid-host", "has an empty host in its list", hint: "Write HOST:PORT,HOST:PORT.")
      }
      guard end < range.upperBound else { return }
      start = end + 1
    }
  }

  /// Reads the parameter `host`.
  mutating func readHostList(_ text: String?) throws(DatabaseURLError) {
    guard let text else { throw Self.badEncoding("host") }
    for host in Self.items(of: text) { hosts.append(try checked(host)) }
  }

  /// Reads the parameter `port`.
  mutating func readPortList(_ text: String?) throws(DatabaseURLError) {
    guard let text else { throw Self.badEncoding("port") }
    ports = []
    for port in Self.items(of: text) {
      guard !port.isEmpty else {
        throw DatabaseURLError("invalid-port", "has an empty port in its list", hint: "Write a port for each host.")
      }
      ports.append(try number(port))
    }
  }

  private static func items(of text: String) -> [String] {
    text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map { String(Substring($0)) }
  }

  /// Reads `HOST:PORT`, of which both may be missing.
  private func endpoint(_ range: Range<Int>) throws(DatabaseURLError) -> (host: String?, port: Int?) {
    if !range.isEmpty, bytes[range.lowerBound] == UInt8(ascii: "[") { return try bracketedEndpoint(range) }
    guard let colon = first(UInt8(ascii: ":"), in: range) else {
      return (range.isEmpty ? nil : try checked(text(range)), nil)
    }
    guard first(UInt8(ascii: ":"), in: colon + 1..<range.upperBound) == nil else {
      throw DatabaseURLError("invalid-host", "has several \":\" in its host", hint: "Write an IPv6 address in brackets: [::1].")
    }
    let port = try number(text(colon + 1..<range.upperBound))
    return (colon == range.lowerBound ? nil : try checked(text(range.lowerBound..<colon)), port)
  }

  private func bracketedEndpoint(_ range: Range<Int>) throws(DatabaseURLError) -> (host: String?, port: Int?) {
    guard let close = first(UInt8(ascii: "]"), in: range) else {
      throw DatabaseURLError("invalid-host", "has a \"[\" without its \"]\"", hint: "Write an IPv6 address as [::1].")
    }
    guard let address = text(range.lowerBound + 1..<close), IPv6Text.canonical(address) != nil else {
      throw DatabaseURLError("invalid-host", "has no IPv6 address in its brackets", hint: "Write an IPv6 address as [::1].")
    }
    let rest = close + 1..<range.upperBound
    guard rest.isEmpty || bytes[rest.lowerBound] == UInt8(ascii: ":") else {
      throw DatabaseURLError("invalid-host", "has text after the \"]\" of its host", hint: "Write [::1]:5432.")
    }
    return (address, rest.isEmpty ? nil : try number(text(rest.lowerBound + 1..<rest.upperBound)))
  }

  private func checked(_ text: String?) throws(DatabaseURLError) -> String {
    guard let text else { throw Self.badEncoding("host") }
    if let violation = PostgresLocation.violation(ofHost: text) {
      throw DatabaseURLError("invalid-host", "has a host that \(violation.reason)", hint: violation.hint)
    }
    return text.startsWithBytes(of: "/") ? text : text.lowercased()
  }

  /// A port; nil for none.
  private func number(_ text: String?) throws(DatabaseURLError) -> Int? {
    guard let text else { throw Self.badEncoding("port") }
    guard !text.isEmpty else { return nil }
    guard let port = PostgresLocation.port(text) else {
      let hint = "Write digits, 1 to 65535. Inside a password write \":\" as %3A and \"/\" as %2F."
      throw DatabaseURLError("invalid-port", "has no port number after its host's \":\"", hint: hint)
    }
    return port
  }
}
