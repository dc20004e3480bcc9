import Glibc
import Names
import TenantOperations

/// A database's own client, to be put in the place of this process.
struct ClientProgram: Equatable {
  /// Its name, as it is looked for.
  var name: String
  /// What it is given, without its own name.
  var arguments: [String]
  /// Variables that are added to its environment.
  ///
  /// A password is here and not among the arguments, which everybody on the machine can read.
  var variables: [String: String]
  /// Debian's package that has it.
  var package: String

  /// The client for a tenant, with what the user wants to tell it.
  init(_ target: ShellTarget, arguments: [String]) {
    switch target {
    case .sqlite(let file):
      (name, package) = ("sqlite3", "sqlite3")
      self.arguments = [file] + arguments
      variables = [:]
    case .postgres(let location, let searchPath):
      (name, package) = ("psql", "postgresql-client")
      self.arguments = arguments
      // A blank ends an option: it is escaped.
      let path = searchPath.replacing(" ", with: "\\ ")
      let hosts = location.endpoints.map { endpoint in
        endpoint.host.hasPrefix("[") && endpoint.host.hasSuffix("]")
          ? String(endpoint.host.dropFirst().dropLast()) : endpoint.host
      }
      variables = [
        "PGHOST": hosts.joined(separator: ","), "PGPORT": location.endpoints.map { String($0.port) }.joined(separator: ","),
        "PGTARGETSESSIONATTRS": location.targetSession.rawValue,
        "PGDATABASE": location.database, "PGUSER": location.user, "PGSSLMODE": location.effectiveSSLMode.rawValue,
        "PGOPTIONS": "-c search_path=\(path)", "PGAPPNAME": "tenantctl shell",
      ]
      if let binding = location.options.channelBinding { variables["PGCHANNELBINDING"] = binding.rawValue }
      if let password = location.password { variables["PGPASSWORD"] = password.reveal() }
      if let file = location.sslRootCertificate { variables["PGSSLROOTCERT"] = file }
    }
  }

  /// Looks for the program in the folders of `PATH`.
  func path(in environment: [String: String]) -> String? {
    (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").map { "\($0)/\(name)" }
      .first { unsafe access($0, X_OK) == 0 }
  }

  /// Puts the program in the place of this process: signals and the exit code are its own from here on.
  ///
  /// - Throws: ``CommandFailure`` when it is not there or cannot be started.
  func replaceProcess(environment: [String: String]) throws -> Never {
    guard let path = path(in: environment) else {
      throw CommandFailure(
        .missing, code: "client-missing", "there is no \(name) on the PATH",
        hint: "Install it: apt-get install \(package).")
    }
    // What points to another server, or changes what the tenant's path means, is not for this session.
    let inherited = environment.filter { name, _ in
      variables["PGHOST"] == nil || !["PGHOSTADDR", "PGSERVICE", "PGSERVICEFILE"].contains(name)
    }
    let merged = inherited.merging(variables) { _, new in new }
    let code = Self.execute(path, [name] + arguments, merged.map { "\($0)=\($1)" })
    throw CommandFailure(
      .missing, code: "client-failed", "\(path) cannot be started: \(WriteFailure(code: code))",
      hint: "Install it again: apt-get install \(package).")
  }

  /// - Returns: The reason, when the process is still this one.
  private static func execute(_ path: String, _ arguments: [String], _ variables: [String]) -> Int32 {
    var argv = unsafe arguments.map { unsafe strdup($0) } + [nil]
    var envp = unsafe variables.map { unsafe strdup($0) } + [nil]
    // Blocked signals are handed down; handlers are not.
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe pthread_sigmask(SIG_SETMASK, &signals, nil)
    unsafe execve(path, &argv, &envp)
    let code = errno
    unsafe (argv + envp).forEach { unsafe free($0) }
    return code
  }
}
