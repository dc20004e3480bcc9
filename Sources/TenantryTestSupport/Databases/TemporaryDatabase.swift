public import Database
import Names
public import PostgresDriver
import SQL

/// Makes a PostgreSQL database that exists while the closure runs, and drops it on both ways out.
///
/// There are at most four at a time, in the order in which they were asked for: the tests of a whole package may run in parallel and
/// still leave the server connections to spare.
///
/// - Parameters:
///   - pool: The limits of the pool that the closure gets.
///   - adjust: Changes how connections are made.
///   - body: The work.
/// - Throws: ``PostgresAvailability/MissingServer`` when the environment names no server, and what `body` throws.
public func withTemporaryDatabase<Value: Sendable>(
  pool: PoolConfiguration = PoolConfiguration(maximumConnections: 4),
  adjusting adjust: (inout PostgresConfiguration) -> Void = { _ in },
  _ body: (PostgresDatabase) async throws -> Value
) async throws -> Value {
  guard let settings = PostgresSettings(), let server = TestServer.shared else { throw PostgresAvailability.MissingServer() }
  let name = try Identifier("tenantry_test_" + uniqueSuffix())
  var configuration = settings.configuration(database: name.text)
  adjust(&configuration)

  // The lease that makes the database is kept until it is dropped: the server's pool is the limit.
  return try await server.withConnection(.shared) { administrator in
    try await administrator.query("CREATE DATABASE \(name) TEMPLATE template0")
    let database = PostgresDatabase(name: .main, configuration: configuration, pool: pool)
    let value: Result<Value, any Error>
    do { value = .success(try await body(database)) } catch { value = .failure(error) }
    await database.shutdown()
    let failure = await TestServer.drop(name, administrator)
    let result = try value.get()
    if let failure { throw failure }
    return result
  }
}

/// The server that tests make their databases on.
private enum TestServer {
  /// One for the process; it is closed with it.
  static let shared = PostgresSettings().map { settings in
    PostgresDatabase(
      name: .main, configuration: settings.configuration(),
      pool: PoolConfiguration(maximumConnections: 4, maximumWaiters: 100_000, acquireDeadline: nil))
  }

  /// Drops a database, also when the task is cancelled.
  ///
  /// - Returns: Why it could not be dropped.
  static func drop(_ name: Identifier, _ administrator: borrowing ConnectionLease) async -> DatabaseError? {
    let statement = RenderedSQL(text: "DROP DATABASE IF EXISTS \(name.quoted) WITH (FORCE)")
    return await ConnectionHandOver.uncancelled(administrator.connection) { connection in
      do throws(DatabaseError) {
        _ = try await connection.query(statement)
        return nil
      } catch { return error }
    }
  }
}
