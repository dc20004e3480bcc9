/// What a PostgreSQL URL means where it says nothing, as libpq has it.
public struct PostgresDefaults: Sendable, Equatable {
  /// The login; nil when nobody knows one, and then the URL has to name it.
  public var user: String?
  /// The host of a URL without one: the folder of a Unix-domain socket, as a rule.
  public var host: String
  /// The port of a URL without a host.
  ///
  /// A URL with a host and no port means 5432 whatever the environment says, so that one manifest leads to one server.
  public var port: Int

  /// Takes the defaults of libpq from the environment: `PGUSER`, else the login name, else `USER`; `PGHOST` and `PGPORT`.
  ///
  /// - Parameters:
  ///   - environment: The variables of the process.
  ///   - loginName: The name that the operating system knows the user by.
  public init(environment: [String: String] = [:], loginName: String? = nil) {
    let candidates = [environment["PGUSER"], loginName, environment["USER"], environment["LOGNAME"]]
    user = candidates.lazy.compactMap { $0 }.first { !$0.isEmpty }
    if let host = environment["PGHOST"], PostgresLocation.violation(ofHost: host) == nil {
      self.host = host
    } else {
      self.host = Self.socketFolder
    }
    port = environment["PGPORT"].flatMap(PostgresLocation.port) ?? 5432
  }

  #if os(Linux)
    private static let socketFolder = "/var/run/postgresql"
  #else
    private static let socketFolder = "/tmp"
  #endif
}
