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
  static func host(_ location: PostgresLocation) -> String {
    location.host.hasPrefix("[") && location.host.hasSuffix("]") ? String(location.host.dropFirst().dropLast()) : location.host
  }

  /// Refuses what would reach libpq as something else than it is.
  static func check(_ configuration: PostgresConfiguration) throws(DatabaseError) {
    let location = configuration.location
    let texts = [
      ("host", location.host), ("database", location.database), ("user", location.user),
      ("password", location.password?.reveal() ?? ""), ("application name", configuration.applicationName),
      ("root certificate", location.sslRootCertificate ?? ""),
    ]
    for (name, text) in texts where text.utf8.contains(0) {
      throw DatabaseError(.invalidConfiguration, "The \(name) of the connection has a NUL character. Remove it.")
    }
    // libpq takes an empty setting as none, and looks for it in the environment.
    for (name, text) in texts.prefix(3) where text.isEmpty {
      throw DatabaseError(.invalidConfiguration, "The \(name) of the connection is empty. Name it.")
    }
    guard !location.host.contains(",") else {
      throw DatabaseError(.invalidConfiguration, "The host of a connection is one host: it must not hold a comma.")
    }
    guard (1...65_535).contains(location.port) else {
      throw DatabaseError(.invalidConfiguration, "\(location.port) is no port. Use a number from 1 to 65535.")
    }
  }

  /// The settings, by their libpq names.
  static func list(
    _ configuration: PostgresConfiguration, addresses: [String]
  ) throws(DatabaseError) -> [(name: String, value: String)] {
    let location = configuration.location
    let host = host(location)
    let mode = location.effectiveSSLMode
    // One name for each address: libpq tries them in turn and checks the certificate for the name.
    let hosts = addresses.isEmpty ? [host] : addresses.map { _ in host }
    var settings: [(name: String, value: String)] = [
      ("host", hosts.joined(separator: ",")), ("hostaddr", addresses.joined(separator: ",")), ("port", String(location.port)),
      ("dbname", location.database), ("user", location.user), ("application_name", configuration.applicationName),
      ("sslmode", mode.rawValue), ("gssencmode", "disable"), ("client_encoding", "UTF8"), ("target_session_attrs", "any"),
      ("channel_binding", configuration.channelBinding.rawValue),
    ]
    settings += configuration.keepAlive.settings
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
