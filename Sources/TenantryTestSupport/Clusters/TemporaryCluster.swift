import FoundationEssentials
public import Names
public import PostgresDriver

/// A PostgreSQL server of one's own, to be stopped, killed and started again.
///
/// It listens on the loopback address. When this process runs as root, the server runs as `postgres`.
public final class TemporaryCluster: Sendable {
  /// How a server is stopped.
  public enum StopMode: String, Sendable, CaseIterable {
    /// Clients lose their connections, and the data is written.
    case fast
    /// Clients lose their connections, and the next start recovers: as after a crash.
    case immediate
  }

  /// The port that it listens on, whether it runs or not.
  public let port: Int
  /// The folder with its data, its log and its socket.
  public let directory: String
  /// The password of the superuser `postgres`, when one is needed.
  public let password: Secret?
  /// The certificate that it shows, to be trusted with `sslrootcert`; nil without TLS.
  public let certificate: String?
  private let programs: ServerPrograms

  init(port: Int, directory: String, password: Secret?, certificate: String?, programs: ServerPrograms) {
    self.port = port
    self.directory = directory
    self.password = password
    self.certificate = certificate
    self.programs = programs
  }

  /// How to reach a database of the server.
  public func configuration(database: String = "postgres") -> PostgresConfiguration {
    var location = PostgresLocation(
      host: "127.0.0.1", port: port, database: database, user: "postgres", password: password)
    location.sslRootCertificate = certificate
    return PostgresConfiguration(location: location, applicationName: "tenantry-test")
  }

  /// Starts the server and waits until it takes connections.
  ///
  /// - Throws: ``CommandFailure``.
  public func start() async throws {
    let arguments = [
      "start", "--pgdata=\(directory)/data", "--wait", "--timeout=60", "--silent", "--log=\(directory)/log",
      "--options=-p \(port)",
    ]
    do { try await control(arguments) } catch {
      let log = (try? String(contentsOfFile: "\(directory)/log", encoding: .utf8)) ?? ""
      throw CommandFailure(description: "\(error) Its log ends with: \(log.suffix(1000))")
    }
  }

  /// Stops the server and waits until it is gone.
  ///
  /// - Throws: ``CommandFailure``.
  public func stop(_ mode: StopMode = .fast) async throws {
    try await control(["stop", "--pgdata=\(directory)/data", "--mode=\(mode.rawValue)", "--silent"])
  }

  /// Stops the server and starts it again.
  ///
  /// - Throws: ``CommandFailure``.
  public func restart(_ mode: StopMode = .fast) async throws {
    try await stop(mode)
    try await start()
  }

  /// Kills the server's first process with `SIGKILL`, and waits until the others have noticed.
  ///
  /// Sessions that are open may still answer meanwhile.
  ///
  /// - Throws: ``CommandFailure`` when it does not run.
  public func kill() async throws {
    let file = "\(directory)/data/postmaster.pid"
    let lines = ((try? String(contentsOfFile: file, encoding: .utf8)) ?? "").split(
      separator: "\n", omittingEmptySubsequences: false)
    guard lines.count > 6, let identifier = Int32(lines[0]), identifier > 1, let segment = lines[6].split(separator: " ").last,
      killProcess(identifier)
    else { throw CommandFailure(description: "There is no server to kill in \(directory).") }
    while Self.isAttached(segment) { await Task.yield() }
    // Where nobody collects dead processes at once, the next start would take this one for alive.
    for stale in [file, "\(directory)/.s.PGSQL.\(port).lock"] { try FileManager.default.removeItem(atPath: stale) }
  }

  /// True while a process uses the shared memory of the server.
  private static func isAttached(_ segment: Substring) -> Bool {
    let table = (try? String(contentsOfFile: "/proc/sysvipc/shm", encoding: .utf8)) ?? ""
    return table.split(separator: "\n").contains { line in
      let fields = line.split(separator: " ")
      return fields.count > 6 && fields[1] == segment && fields[6] != "0"
    }
  }

  private func control(_ arguments: [String]) async throws {
    try await runCommand(programs.command("pg_ctl", arguments), output: "\(directory)/output-\(UUID().uuidString)")
  }
}
