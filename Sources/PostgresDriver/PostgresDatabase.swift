public import Database
public import Logging
public import Names
public import SQL

/// A PostgreSQL database, and the pool of connections to it.
///
/// Schemas live inside the database: every ``ConnectionTarget`` is served by the same pool, and no connection knows a tenant.
public final class PostgresDatabase: Database {
  /// The name that the manifest gives it.
  public let name: DatabaseName
  private let pool: DatabasePool
  /// Sessions around the pooler; nil where no way around it is known.
  private let direct: DatabasePool?
  let configuration: PostgresConfiguration
  let logger: Logger
  let sharing: ConnectionSharing

  /// Names a database.
  ///
  /// Nothing is connected before the first lease.
  public init(
    name: DatabaseName, configuration: PostgresConfiguration, pool: PoolConfiguration = PoolConfiguration(),
    clock: any Clock<Duration> = ContinuousClock(), logger: Logger = Logger(label: "tenantry.postgres")
  ) {
    self.name = name
    self.configuration = configuration
    self.logger = logger
    let sharing = ConnectionSharing()
    self.sharing = sharing
    func connections(_ configuration: PostgresConfiguration) -> DatabasePool {
      DatabasePool(
        factory: PostgresConnectionFactory(configuration: configuration, sharing: sharing, logger: logger), configuration: pool,
        clock: clock)
    }
    self.pool = connections(configuration)
    direct = configuration.directLocation.map { _ in connections(configuration.aroundPooler) }
  }

  /// PostgreSQL's SQL.
  public var dialect: Dialect { .postgres }

  /// There are no files: the schemas of the tenants are in the database.
  public var files: (any SchemaFiles)? { nil }

  /// What the pool looks like at this moment.
  public var numbers: PoolNumbers { pool.numbers }

  /// What the pool has done so far.
  public var counts: PoolCounts { pool.counts }

  /// Lends a connection for as long as the closure runs.
  public func withConnection<Value: Sendable>(
    _ target: ConnectionTarget, _ body: (borrowing ConnectionLease) async throws -> Value
  ) async throws -> Value {
    try await pool.withConnection(body)
  }

  /// Lends a session that nobody gets afterwards, around the pooler where the configuration has a
  /// ``PostgresConfiguration/directLocation``.
  ///
  /// - Throws: As ``withConnection(_:_:)``, and ``DatabaseError/Code/unsupported`` when there is a pooler and no way around it.
  public func withSession<Value: Sendable>(
    _ body: (borrowing ConnectionLease) async throws -> Value
  ) async throws -> Value {
    try await (direct ?? pool).withConnection { lease in
      guard !lease.facts.isBehindPooler else { throw DatabaseError.sessionNeeded }
      return try await lease.closed(after: body)
    }
  }

  /// Waits for leases to come back and closes all connections.
  public func shutdown() async {
    await pool.shutdown()
    await direct?.shutdown()
    await sharing.cancelDesk.shutdown()
  }
}

extension DatabaseError {
  /// A pooler has no session to give.
  static var sessionNeeded: DatabaseError {
    var error = DatabaseError(.unsupported, "This needs a session of its own, and the pooler in front of the server gives none.")
    error.hint = "Name the server itself: \"direct_url\" in the manifest, directLocation in the configuration."
    return error
  }
}

private struct PostgresConnectionFactory: ConnectionFactory {
  let configuration: PostgresConfiguration
  let sharing: ConnectionSharing
  let logger: Logger

  func connect() async throws(DatabaseError) -> sending any DatabaseConnection {
    try await PostgresConnection.connect(configuration, sharing: sharing, logger: logger)
  }
}
