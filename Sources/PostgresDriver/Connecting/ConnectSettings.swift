import Database
import FoundationEssentials
import Names

/// What libpq is told for a connection.
///
/// Everything that its environment variables could change to our harm is said.
enum ConnectSettings {
  /// Where systems keep the authorities that they trust: Debian and Alpine, Red Hat, SUSE, BSD.
  private static let systemRootCertificates = [
    "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem",
  ]

  /// The host without the brackets that an IPv6 address has in a URL.
  static func host(_ endpoint: PostgresLocation.Endpoint) -> String {
    endpoint.host.hasPrefix("[") && endpoint.host.hasSuffix("]") ? String(endpoint.host.dropFirst().dropLast()) : endpoint.host
  }

  /// Refuses what would reach libpq as something else than it is.
  static func check(_ configuration: PostgresConfiguration) throws(DatabaseError) {
    let location = configuration.location
    let hosts = location.endpoints.map { ("host", $0.host) }
    let names = [("database", location.database), ("user", location.user)]
    let texts =
      hosts + names + [
        ("password", location.password?.reveal() ?? ""), ("application name", configuration.applicationName),
        ("root certificate", location.sslRootCertificate ?? ""),
      ]
    for (name, text) in texts where text.utf8.contains(0) {
      throw DatabaseError(.invalidConfiguration, "The \(name) of the connection has a NUL character. Remove it.")
    }
    // libpq takes an empty setting as none, and looks for it in the environment.
    for (name, text) in hosts + names where text.isEmpty {
      throw DatabaseError(.invalidConfiguration, "The \(name) of the connection is empty. Name it.")
    }
    for endpoint in location.endpoints {
      guard !endpoint.host.contains(",") else {
        throw DatabaseError(.invalidConfiguration, "A host holds a comma. Write several hosts as endpoints of their own.")
      }
      guard (1...65_535).contains(endpoint.port) else {
        throw DatabaseError(.invalidConfiguration, "\(endpoint.port) is no port. Use a number from 1 to 65535.")
      }
    }
  }

  /// The settings for one server, by their libpq names.
  static func list(
    _ configuration: PostgresConfiguration, _ attempt: ServerSearch.Attempt, addresses: [String]
  ) throws(DatabaseError) -> [(name: String, value: String)] {
    let location = configuration.location
    let host = host(attempt.endpoint)
    let mode = location.effectiveSSLMode
    // One name for each address: libpq tries them in turn and checks the certificate for the name.
    let hosts = addresses.isEmpty ? [host] : addresses.map { _ in host }
    var settings: [(name: String, value: String)] = [
      ("host", hosts.joined(separator: ",")), ("hostaddr", addresses.joined(separator: ",")),
      ("port", String(attempt.endpoint.port)),
      ("dbname", location.database), ("user", location.user), ("application_name", configuration.applicationName),
      ("sslmode", mode.rawValue), ("gssencmode", "disable"), ("client_encoding", "UTF8"),
      ("target_session_attrs", attempt.target.rawValue),
      ("channel_binding", (location.options.channelBinding ?? configuration.channelBinding).rawValue),
    ]
    settings += configuration.keepAlive.changed(by: location.options).settings
    if let password = location.password { settings.append(("password", password.reveal())) }
    if let file = location.sslRootCertificate {
      settings.append(("sslrootcert", file))
    } else if mode == .verifyCA || mode == .verifyFull {
      settings.append(("sslrootcert", try systemRootCertificate()))
    }
    return settings
  }

  private static func systemRootCertificate() throws(DatabaseError) -> String {
    if let file = systemRootCertificates.first(where: { FileManager.default.isReadableFile(atPath: $0) }) { return file }
    throw DatabaseError(
      .invalidConfiguration,
      "The system has no file of certificate authorities where one is expected (\(systemRootCertificates[0]), …). "
        + "Install them, or name a file with sslrootcert.")
  }
}
