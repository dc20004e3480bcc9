import FoundationEssentials
import Names

/// Makes a PostgreSQL server that runs while the closure does, and removes it on every way out: also when this process is killed.
///
/// ```swift
/// try await withTemporaryCluster { cluster in
///   let connection = try await PostgresConnection.connect(cluster.configuration(), logger: logger)
///   try await cluster.restart(.immediate)
/// }
/// ```
///
/// - Throws: ``CommandFailure`` when there is no server on this machine or it does not start, and what `body` throws.
public func withTemporaryCluster<Value>(
  _ options: ClusterOptions = ClusterOptions(), _ body: (TemporaryCluster) async throws -> Value
) async throws -> Value {
  let password = options.needsPassword ? UUID().uuidString : nil
  return try await withServer(password, hasCertificate: options.offersTLS, body) { directory, programs in
    try await makeData(options, password, in: directory, programs)
  }
}

/// Makes a server that follows another one and takes reading sessions, for as long as the closure runs.
///
/// - Parameter primary: A server without TLS and passwords; it has to run meanwhile.
/// - Throws: As ``withTemporaryCluster(_:_:)``.
public func withTemporaryStandby<Value>(
  of primary: TemporaryCluster, _ body: (TemporaryCluster) async throws -> Value
) async throws -> Value {
  try await withServer(nil, hasCertificate: false, body) { directory, programs in
    let arguments = [
      "--host=\(primary.directory)", "--port=\(primary.port)", "--username=postgres", "--pgdata=\(directory)/data",
      "--write-recovery-conf", "--checkpoint=fast", "--no-sync",
    ]
    try await runCommand(programs.command("pg_basebackup", arguments), output: "\(directory)/basebackup")
    // What stands later in the file counts.
    let script = "printf \"unix_socket_directories = '%s'\\n\" \"$1\" >>\"$1/data/postgresql.auto.conf\""
    try await runCommand(programs.prefix + ["sh", "-c", script, "sh", directory], output: "\(directory)/settings")
  }
}

private func withServer<Value>(
  _ password: String?, hasCertificate: Bool, _ body: (TemporaryCluster) async throws -> Value,
  prepare: (String, ServerPrograms) async throws -> Void
) async throws -> Value {
  guard let programs = ServerPrograms.found else {
    throw CommandFailure(description: "No PostgreSQL server, 15 or later, is installed: initdb was not found.")
  }
  let directory = try makeClusterDirectory(programs)
  let guardian = try ClusterGuard(directory: directory, programs: programs)
  do {
    try await prepare(directory, programs)
    let cluster = try await startCluster(in: directory, password, hasCertificate: hasCertificate, programs)
    let value = try await body(cluster)
    await guardian.remove()
    return value
  } catch {
    await guardian.remove()
    throw error
  }
}

/// A directory that the server's user owns.
///
/// It is not where `TMPDIR` says: the path of a socket has to be short.
private func makeClusterDirectory(_ programs: ServerPrograms) throws -> String {
  let directory = "/tmp/tenantry-cluster." + uniqueSuffix()
  try FileManager.default.createDirectory(
    atPath: directory, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
  if !programs.prefix.isEmpty { try FileManager.default.setAttributes([.ownerAccountName: "postgres"], ofItemAtPath: directory) }
  return directory
}

private func makeData(
  _ options: ClusterOptions, _ password: String?, in directory: String, _ programs: ServerPrograms
) async throws {
  var arguments = [
    "--pgdata=\(directory)/data", "--username=postgres", "--auth-local=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync",
    "--auth-host=\(password == nil ? "trust" : "scram-sha-256")",
  ]
  if let password {
    try await write(password + "\n", to: "\(directory)/password", output: "\(directory)/password.output", programs)
    arguments.append("--pwfile=\(directory)/password")
  }
  try await runCommand(programs.command("initdb", arguments), output: "\(directory)/initdb")
  let lines = options.lines(socketFolder: directory).joined(separator: "\n") + "\n"
  try await write(lines, to: "\(directory)/data/postgresql.auto.conf", output: "\(directory)/settings", programs)
  if options.offersTLS { try await makeCertificate(in: directory, programs) }
}

private func startCluster(
  in directory: String, _ password: String?, hasCertificate: Bool, _ programs: ServerPrograms
) async throws -> TemporaryCluster {
  var attempts = 0
  while true {
    guard let port = RawSocket.bound()?.port else { throw CommandFailure(description: "There is no free port.") }
    let cluster = TemporaryCluster(
      port: port, directory: directory, password: password.map { Secret($0) },
      certificate: hasCertificate ? "\(directory)/data/server.crt" : nil, programs: programs)
    do {
      try await cluster.start()
      return cluster
    } catch {
      // Somebody took the port in between: the only failure that another try can mend.
      attempts += 1
      let log = (try? String(contentsOfFile: "\(directory)/log", encoding: .utf8)) ?? ""
      guard attempts < 5, log.contains("could not bind") else { throw error }
    }
  }
}

/// Writes a file as the server's user.
private func write(_ text: String, to path: String, output: String, _ programs: ServerPrograms) async throws {
  let command = programs.prefix + ["sh", "-c", "umask 077; printf '%s' \"$1\" >\"$2\"", "sh", text, path]
  try await runCommand(command, output: output)
}

/// A key, and a certificate for the loopback that vouches for itself.
private func makeCertificate(in directory: String, _ programs: ServerPrograms) async throws {
  let data = "\(directory)/data"
  let command = [
    "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
    "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", "\(data)/server.key", "-out", "\(data)/server.crt",
  ]
  try await runCommand(programs.prefix + command, output: "\(directory)/openssl")
  try await runCommand(programs.prefix + ["chmod", "600", "\(data)/server.key"], output: "\(directory)/chmod")
}
