import Database
import FoundationEssentials
public import Names
import PostgresDriver
import SQL

/// Where PgBouncer is; nil when it is not installed.
private let poolerProgram = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer"].first {
  FileManager.default.isExecutableFile(atPath: $0)
}

/// Runs PgBouncer in transaction mode in front of a server while the closure does, with two sessions for each database.
///
/// It ends on every way out: also when this process is killed.
///
/// - Parameters:
///   - server: How to reach the server, over TCP and without TLS.
///   - body: It gets the same location through the pooler.
/// - Throws: ``CommandFailure`` when there is no PgBouncer or it does not start, and what `body` throws.
public func withTemporaryPooler<Value>(
  of server: PostgresLocation, _ body: (PostgresLocation) async throws -> Value
) async throws -> Value {
  guard let poolerProgram else { throw CommandFailure(description: "PgBouncer is not installed: apt-get install pgbouncer.") }
  return try await withTemporaryDirectory { folder in
    guard let port = RawSocket.bound()?.port, let pipe = RawPipe() else {
      throw CommandFailure(description: "There is no free port or descriptor.")
    }
    let password = server.password.map { " password=\($0.reveal())" } ?? ""
    let settings = """
      [databases]
      * = host=\(server.host) port=\(server.port) user=\(server.user)\(password)
      [pgbouncer]
      listen_addr = 127.0.0.1
      listen_port = \(port)
      unix_socket_dir =
      auth_type = any
      pool_mode = transaction
      default_pool_size = 2

      """
    let (file, output) = (folder + "/pgbouncer.ini", folder + "/pgbouncer.log")
    try Data(settings.utf8).write(to: URL(filePath: file))
    // It goes when the shell's input ends, which nobody but us keeps open. It does not run as root.
    let script = "\"$@\" & child=$!; cat >/dev/null; kill -TERM $child; wait $child"
    let arguments = ["/bin/sh", "-c", script, "sh", poolerProgram] + (isRoot ? ["-u", "postgres"] : []) + [file]
    let command = RawCommand(arguments, input: pipe.reading, output: output)
    closeDescriptor(pipe.reading)
    var location = server
    (location.host, location.port) = ("127.0.0.1", port)
    let result: Result<Value, any Error>
    do {
      try await waitForPooler(location, output: output)
      result = .success(try await body(location))
    } catch { result = .failure(error) }
    closeDescriptor(pipe.writing)
    await onThreadOfItsOwn { _ = command?.wait() }
    return try result.get()
  }
}

private func waitForPooler(_ location: PostgresLocation, output: String) async throws {
  let end = ContinuousClock.now.advanced(by: .seconds(60))
  var lastError: (any Error)?
  while ContinuousClock.now < end {
    do {
      let database = PostgresDatabase(
        name: .main, configuration: PostgresConfiguration(location: location, pooler: .transaction))
      try await database.withConnection(.shared) { _ = try await $0.query("SELECT 1") }
      return await database.shutdown()
    } catch { lastError = error }
    await Task.yield()
  }
  let log = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
  throw CommandFailure(description: "PgBouncer does not answer: \(lastError.map { "\($0)" } ?? "") \(log.suffix(1000))")
}
