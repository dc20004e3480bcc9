/// How a throwaway cluster is set up.
public struct ClusterOptions: Sendable {
  /// Settings of `postgresql.conf`, by name.
  public var settings: [String: String]
  /// What was committed outlives a crash of the machine; without it everything is faster.
  public var isDurable: Bool
  /// The server has a certificate of its own making and offers TLS: ``TemporaryCluster/certificate``.
  public var offersTLS: Bool
  /// Connections over TCP need a password (SCRAM); without it everybody is trusted.
  public var needsPassword: Bool

  /// Describes a cluster.
  public init(settings: [String: String] = [:], isDurable: Bool = false, offersTLS: Bool = false, needsPassword: Bool = false) {
    self.settings = settings
    self.isDurable = isDurable
    self.offersTLS = offersTLS
    self.needsPassword = needsPassword
  }

  /// The lines of `postgresql.conf`.
  func lines(socketFolder: String) -> [String] {
    var all = [
      "listen_addresses": "127.0.0.1", "unix_socket_directories": socketFolder, "max_connections": "50",
      "shared_buffers": "16MB", "log_min_messages": "warning",
    ]
    if !isDurable { all.merge(["fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"]) { $1 } }
    if offersTLS { all.merge(["ssl": "on", "ssl_cert_file": "server.crt", "ssl_key_file": "server.key"]) { $1 } }
    all.merge(settings) { $1 }
    return all.sorted { $0.key < $1.key }.map { "\($0.key) = '\($0.value.replacing("'", with: "''"))'" }
  }
}
