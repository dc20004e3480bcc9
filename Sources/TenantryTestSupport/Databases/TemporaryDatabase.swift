public import Database
import Names
public import PostgresDriver
import SQL

/// Makes a PostgreSQL database that exists while the closure runs, and drops it on both ways out.
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
  guard let settings = PostgresSettings() else { throw PostgresAvailability.MissingServer() }
  let name = try Identifier("tenantry_test_" + uniqueSuffix())
  var configuration = settings.configuration(database: name.text)
  adjust(&configuration)

  let server = PostgresDatabase(name: try DatabaseName("server"), configuration: settings.configuration())
  let value: Result<Value, any Error>
  do {
    try await server.withConnection(.shared) { connection in
      _ = try await connection.query("CREATE DATABASE \(name) TEMPLATE template0")
    }
    let database = PostgresDatabase(name: try DatabaseName("main"), configuration: configuration, pool: pool)
    do { value = .success(try await body(database)) } catch { value = .failure(error) }
    await database.shutdown()
    await drop(name, on: server)
  } catch { value = .failure(error) }
  await server.shutdown()
  return try value.get()
}

/// Drops a database, also when the task is cancelled: it is nobody's any more.
private func drop(_ name: Identifier, on server: PostgresDatabase) async {
  await Task {
    try? await server.withConnection(.shared) { connection in
      _ = try await connection.query("DROP DATABASE IF EXISTS \(name) WITH (FORCE)")
    }
  }.value
}
