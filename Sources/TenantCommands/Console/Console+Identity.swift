import Glibc

extension Console {
  /// The variables of the process.
  package var environmentVariables: [String: String] { streams.environment.all }

  /// Who runs the program, for the history: `TENANTRY_ACTOR`, or the login name and the host.
  package var actor: String {
    if let actor = streams.environment["TENANTRY_ACTOR"], !actor.isEmpty { return String(actor.prefix(128)) }
    let user = streams.environment["SUDO_USER"] ?? streams.environment["USER"] ?? "uid-\(getuid())"
    return "\(user)@\(Self.hostName)"
  }

  private static var hostName: String {
    var name = [CChar](repeating: 0, count: 256)
    guard unsafe gethostname(&name, name.count - 1) == 0 else { return "unknown" }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
