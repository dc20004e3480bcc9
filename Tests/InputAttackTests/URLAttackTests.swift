import Names
import TenantryTestSupport
import Testing

/// Database URLs that were changed at random.
@Suite struct URLAttackTests {
  private static let good = [
    "postgres://app:canary-7f3a@db1.internal:5432/app?sslmode=verify-full", "postgresql://app@localhost/app",
    "postgres://app@[::1]:5433/main", "postgres:///app?host=/var/run/postgresql", "sqlite:.tenantry",
    "sqlite-file:reports.sqlite", "postgres://app@h1:5432,[::1]:5433/db?target_session_attrs=read-write&connect_timeout=5",
    "postgres://a%40b:canary-7f3a%2F@10.0.0.1/na%20me?sslrootcert=ca.pem",
  ].map { Array($0.utf8) }

  private func objection(to bytes: [UInt8]) -> String? {
    guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
    let location: DatabaseLocation
    do {
      location = try DatabaseLocation(url: text, defaults: PostgresDefaults(environment: ["PGUSER": "tester"]))
    } catch {
      let told = "\(error.code) \(error.reason) \(error.hint)"
      if told.contains("canary") { return "a password is shown: \(told)" }
      return error.code.isEmpty || error.reason.isEmpty ? "refused without a reason" : nil
    }
    if text.unicodeScalars.contains(where: NameOpinion.hides) {
      return "accepted with a hidden character: \(text.debugDescription)"
    }
    switch location {
    case .sqliteFile(let path), .sqliteDirectory(let path):
      return path.isEmpty || path.utf8.contains(0) || path.utf8.starts(with: "file:".utf8)
        || path.utf8.contains(UInt8(ascii: "?"))
        ? "path \(path.debugDescription)" : nil
    case .postgres(let server): return objection(to: server, text)
    }
  }

  private func objection(to server: PostgresLocation, _ text: String) -> String? {
    guard text.utf8.starts(with: "postgres://".utf8) || text.utf8.starts(with: "postgresql://".utf8) else {
      return "scheme of \(text.debugDescription)"
    }
    for endpoint in server.endpoints {
      if !(1...65_535).contains(endpoint.port) { return "port \(endpoint.port)" }
      // libpq would look for an empty setting in the environment, and read a comma as several hosts.
      if endpoint.host.isEmpty || endpoint.host.utf8.contains(UInt8(ascii: ",")) {
        return "host \(endpoint.host.debugDescription)"
      }
    }
    let hosts = server.endpoints.map(\.host)
    for part in hosts + [server.user, server.database] {
      if part.isEmpty || part.utf8.contains(0) || part.unicodeScalars.contains(where: NameOpinion.hides) {
        return "part \(part.debugDescription) of \(text.debugDescription)"
      }
    }
    if server.user.utf8.count > 63 || server.database.utf8.count > 63 { return "a name that the server would cut" }
    // A mutant may have moved the password into another part, which is shown.
    let parts = hosts.joined() + server.user + server.database + (server.sslRootCertificate ?? "")
    if "\(server)".contains("canary"), !parts.contains("canary") { return "a description shows the password" }
    return server.password?.reveal().utf8.contains(0) == true ? "a password with NUL" : nil
  }

  @Test func `the good URLs are accepted`() {
    for bytes in Self.good {
      #expect(throws: Never.self) {
        try DatabaseLocation(
          url: String(decoding: bytes, as: UTF8.self), defaults: PostgresDefaults(environment: ["PGUSER": "t"]))
      }
      #expect(objection(to: bytes) == nil)
    }
  }

  @Test(arguments: 0..<Attack.lanes) func `no mutant of a URL is accepted against the rules`(lane: Int) async {
    await Attack.run("URL", lane: lane, share: 0.15) { generator in
      objection(to: Mutator.mutant(of: Self.good.randomElement(using: &generator) ?? [], using: &generator))
    }
  }
}
