public import FoundationEssentials
public import Names
public import PostgresDriver

/// The PostgreSQL server that tests may use, from the environment.
///
/// `TENANTRY_TEST_PGHOST` and `TENANTRY_TEST_PGPORT` say where it is, `TENANTRY_TEST_PGUSER` who we are (`postgres` unless it is
/// given) and `TENANTRY_TEST_PGPASSWORD` the password. The user makes and drops databases.
public struct PostgresSettings: Sendable, Hashable {
  /// The host.
  public var host: String
  /// The port.
  public var port: Int
  /// The login.
  public var user: String
  /// The password, if one is needed.
  public var password: Secret?

  /// Reads the settings of the environment.
  ///
  /// - Returns: nil when they are missing.
  public init?(environment: [String: String] = ProcessInfo.processInfo.environment) {
    guard let host = environment["TENANTRY_TEST_PGHOST"], !host.isEmpty,
      let port = environment["TENANTRY_TEST_PGPORT"].flatMap(Int.init)
    else { return nil }
    self.host = host
    self.port = port
    user = environment["TENANTRY_TEST_PGUSER"] ?? "postgres"
    password = environment["TENANTRY_TEST_PGPASSWORD"].map { Secret($0) }
  }

  /// How to reach a database of the server.
  public func configuration(database: String = "postgres") -> PostgresConfiguration {
    PostgresConfiguration(
      location: PostgresLocation(host: host, port: port, database: database, user: user, password: password),
      applicationName: "tenantry-test")
  }
}
