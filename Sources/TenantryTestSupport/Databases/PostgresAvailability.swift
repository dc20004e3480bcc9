import FoundationEssentials
public import Testing

/// Whether tests can have a PostgreSQL server.
public enum PostgresAvailability {
  /// Why a suite is skipped.
  public static let reason: Comment =
    "No PostgreSQL server: set TENANTRY_TEST_PGHOST and TENANTRY_TEST_PGPORT to one whose databases may be made and dropped."

  /// There should have been a server: `TENANTRY_TEST_REQUIRE_POSTGRES` is 1.
  public struct MissingServer: Error, CustomStringConvertible {
    /// What to do.
    public var description: String { "\(reason) TENANTRY_TEST_REQUIRE_POSTGRES is 1, so that this is a failure." }
  }

  /// Looks at the environment.
  ///
  /// - Throws: ``MissingServer`` when there must be a server and is none.
  static func isAvailable(_ environment: [String: String] = ProcessInfo.processInfo.environment) throws -> Bool {
    if PostgresSettings(environment: environment) != nil { return true }
    if environment["TENANTRY_TEST_REQUIRE_POSTGRES"] == "1" { throw MissingServer() }
    return false
  }
}

extension Trait where Self == ConditionTrait {
  /// The suite needs a PostgreSQL server: it is skipped, with the reason, when the environment names none; and fails instead when
  /// `TENANTRY_TEST_REQUIRE_POSTGRES` is 1.
  public static var requiresPostgres: Self {
    .enabled(PostgresAvailability.reason) { try PostgresAvailability.isAvailable() }
  }
}
