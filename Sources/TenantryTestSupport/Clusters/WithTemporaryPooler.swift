import Database
import FoundationEssentials
public import Names
import PostgresDriver
import SQL

/// Runs PgBouncer in transaction mode in front of a server while the closure does; it goes on every way out, also when this process
/// is killed.
///
/// ```swift
/// try await withTemporaryPooler(of: server, sessions: 1) { location in
///   let database = PostgresDatabase(name: .main, configuration: PostgresConfiguration(location: location, pooler: .detect))
/// }
/// ```
///
/// - Parameters:
///   - server: How to reach the server, over TCP and without TLS.
///   - sessions: How many sessions each database has behind the pooler. With one, all clients share it.
///   - body: It gets the same location through the pooler.
/// - Throws: ``CommandFailure`` when there is no PgBouncer or it does not start, and what `body` throws.
public func withTemporaryPooler<Value>(
  of server: PostgresLocation, sessions: Int = 2, _ body: (PostgresLocation) async throws -> Value
) async throws -> Value {
  guard let program = PoolerAvailability.program else { throw CommandFailure(description: "\(PoolerAvailability.reason)") }
  return try await withTemporaryDirectory { folder in
    guard let bound = RawSocket.bound(), let pipe = RawPipe() else {
      throw CommandFailure(description: "There is no free port or descriptor.")
    }
    var location = server
    (location.host, location.port) = ("127.0.0.1", bound.port)
    let (file, output) = (folder + "/pgbouncer.ini", folder + "/pgbouncer.log")
    try Data(poolerSettings(server, port: bound.port, sessions: sessions).utf8).write(to: URL(filePath: file))
    // It does not run as root.
    let command = RawCommand(
      ["/bin/sh", "-c", poolerGuard, "sh", program] + (isRoot ? ["-u", "postgres"] : []) + [file], input: pipe.reading,
      output: output)
    closeDescriptor(pipe.reading)
    let result: Result<Value, any Error>
    do {
      try await waitForPooler(location, output: output)
      result = .success(try await body(location))
    } catch { result = .failure(error) }
    closeDescriptor(pipe.writing)
    await onThreadOfItsOwn { _ = command?.wait() }
    // Until here nobody else could get the port.
    return try withExtendedLifetime(bound.socket) { try result.get() }
  }
}

/// A shell that ends the pooler when its input ends, which nobody but us keeps open.
///
/// It kills: told to end, PgBouncer waits for its clients.
private let poolerGuard = """
  trap '' INT TERM HUP
  "$@" &
  pooler=$!
  cat >/dev/null
  kill -KILL $pooler
  wait $pooler
  """

private func poolerSettings(_ server: PostgresLocation, port: Int, sessions: Int) -> String {
  let password = server.password.map { " password=\($0.reveal())" } ?? ""
  return """
    [databases]
    * = host=\(server.host) port=\(server.port) user=\(server.user)\(password)
    [pgbouncer]
    listen_addr = 127.0.0.1
    listen_port = \(port)
    unix_socket_dir =
    auth_type = any
    pool_mode = transaction
    default_pool_size = \(sessions)
    max_client_conn = 200

    """
}

private func waitForPooler(_ location: PostgresLocation, output: String) async throws {
  let end = ContinuousClock.now.advanced(by: .seconds(60))
  var lastError: (any Error)?
  while ContinuousClock.now < end {
    let database = PostgresDatabase(
      name: .main, configuration: PostgresConfiguration(location: location, pooler: .transaction))
    do {
      try await database.withConnection(.shared) { _ = try await $0.query("SELECT 1") }
      return await database.shutdown()
    } catch { lastError = error }
    await database.shutdown()
    await Task.yield()
  }
  let log = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
  throw CommandFailure(description: "PgBouncer does not answer: \(lastError.map { "\($0)" } ?? "") \(log.suffix(1000))")
}
