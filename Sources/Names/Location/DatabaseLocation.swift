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
  /// The servers that are tried after that one, in their order, until one is as ``targetSession`` asks.
  public var otherEndpoints: [Endpoint]
  /// Which of the servers is wanted.
  public var targetSession: TargetSession
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
  /// What the URL says about the connection itself.
  public var options: PostgresConnectOptions

  /// Makes a location.
  public init(
    host: String, port: Int = 5432, otherEndpoints: [Endpoint] = [], targetSession: TargetSession = .any, database: String,
    user: String, password: Secret? = nil, sslMode: SSLMode? = nil, sslRootCertificate: String? = nil,
    options: PostgresConnectOptions = PostgresConnectOptions()
  ) {
    self.host = host
    self.port = port
    self.otherEndpoints = otherEndpoints
    self.targetSession = targetSession
    self.database = database
    self.user = user
    self.password = password
    self.sslMode = sslMode
    self.sslRootCertificate = sslRootCertificate
    self.options = options
  }

  /// True when every server is reached over a Unix-domain socket, `localhost` or a loopback address: nobody can listen in between.
  public var isLocal: Bool { endpoints.allSatisfy(\.isLocal) }

  /// The mode that a connection is made with, to whichever server it is.
  public var effectiveSSLMode: SSLMode { sslMode ?? (isLocal ? .prefer : .verifyFull) }
}
