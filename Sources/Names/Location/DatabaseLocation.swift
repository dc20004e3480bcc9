/// Where a database is.
public enum DatabaseLocation: Sendable, Hashable {
  /// A PostgreSQL server: `postgres://…`.
  case postgres(PostgresLocation)
  /// A directory of SQLite files, one per schema beside `main.db`: `sqlite:PATH`. The path is ready to be opened.
  case sqliteDirectory(String)
  /// One plain SQLite file: `sqlite-file:PATH`. The path is ready to be opened.
  case sqliteFile(String)
}

/// How to reach a PostgreSQL database.
public struct PostgresLocation: Sendable, Hashable {
  /// How far the server's identity is checked, weakest first.
  public enum SSLMode: String, Sendable, Hashable, CaseIterable {
    /// No encryption.
    case disable
    /// Encryption when the server insists.
    case allow
    /// Encryption when the server offers it.
    case prefer
    /// Encryption, with anybody.
    case require
    /// Encryption, with a server that a known authority vouches for.
    case verifyCA = "verify-ca"
    /// Encryption, with the very server that was named.
    case verifyFull = "verify-full"
  }

  /// A host name, an address, or the folder of a Unix-domain socket (it then starts with `/`).
  public var host: String
  /// The TCP port, or the suffix of the socket's name.
  public var port: Int
  /// The database on the server.
  public var database: String
  /// The login.
  public var user: String
  /// The password, when one was given.
  public var password: Secret?
  /// How far the server's identity is checked; nil means ``SSLMode/verifyFull`` unless the host is local.
  public var sslMode: SSLMode?
  /// A file of certificates to trust in place of the system's.
  public var sslRootCertificate: String?

  /// Makes a location.
  public init(
    host: String, port: Int = 5432, database: String, user: String, password: Secret? = nil, sslMode: SSLMode? = nil,
    sslRootCertificate: String? = nil
  ) {
    self.host = host
    self.port = port
    self.database = database
    self.user = user
    self.password = password
    self.sslMode = sslMode
    self.sslRootCertificate = sslRootCertificate
  }

  /// True for a Unix-domain socket, `localhost` and the loopback addresses: nobody can listen in between.
  public var isLocal: Bool {
    let name = host.lowercased()
    if name.startsWithBytes(of: "/") || name == "localhost" || name == "[::1]" || Self.isLoopbackIPv4(name) { return true }
    return name.contains(":") && IPv6Text.canonical(name) == "0:0:0:0:0:0:0:1"
  }

  /// The mode that a connection is made with.
  public var effectiveSSLMode: SSLMode { sslMode ?? (isLocal ? .prefer : .verifyFull) }

  private static func isLoopbackIPv4(_ host: String) -> Bool {
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}
