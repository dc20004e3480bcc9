import FoundationEssentials
public import Testing

/// Whether tests can have a pooler in front of their PostgreSQL server.
enum PoolerAvailability {
  /// Why a suite is skipped, or fails.
  static let reason: Comment = "PgBouncer is not installed, or there is no PostgreSQL server for it: apt-get install pgbouncer."

  /// Where PgBouncer is; nil when it is not installed.
  static let program = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// True where the tests are to run: also where PgBouncer is missing and a server has to be there, which is then a failure.
  static func isWanted(_ environment: [String: String] = ProcessInfo.processInfo.environment) throws -> Bool {
    guard try PostgresAvailability.isAvailable(environment) else { return false }
    return program != nil || environment["TENANTRY_TEST_REQUIRE_POSTGRES"] == "1"
  }
}

extension Trait where Self == ConditionTrait {
  /// The suite needs a PostgreSQL server and PgBouncer: it is skipped, with the reason, without them; and fails instead when
  /// `TENANTRY_TEST_REQUIRE_POSTGRES` is 1.
  public static var requiresPooler: Self { .enabled(PoolerAvailability.reason) { try PoolerAvailability.isWanted() } }
}
