import Names
import Testing

@Suite struct DatabaseURLTests {
  static let defaults = PostgresDefaults(environment: ["PGUSER": "me"])

  private func postgres(_ url: String) throws -> PostgresLocation {
    guard case .postgres(let location) = try DatabaseLocation(url: url, defaults: Self.defaults) else {
      throw DatabaseURLError("test", "is not PostgreSQL", hint: "")
    }
    return location
  }

  @Test(arguments: [
    ("postgres://app@db/main", "postgres://app@db:5432/main"), ("postgresql://app@db/main", "postgres://app@db:5432/main"),
    ("postgres://db", "postgres://me@db:5432/me"), ("postgres://app@db", "postgres://app@db:5432/app"),
    ("postgres://app@db/", "postgres://app@db:5432/app"), ("postgres://app:pw@db:6000/x", "postgres://app@db:6000/x"),
    ("postgres://app@DB.Internal/x", "postgres://app@db.internal:5432/x"),
    ("postgres://app@[::1]/x", "postgres://app@[::1]:5432/x"),
    ("postgres://app@[2001:db8::2]:77/x", "postgres://app@[2001:db8::2]:77/x"),
    ("postgres://app@db:/x", "postgres://app@db:5432/x"),
    ("postgres://app@10.0.0.1/x", "postgres://app@10.0.0.1:5432/x"),
    ("postgres://a%20b@db/x%2Fy", "postgres://a%20b@db:5432/x%2Fy"),
    ("postgres://app@/x?host=/run/pg", "postgres://app@:5432/x?host=/run/pg"),
    ("postgres://app@%2Frun%2Fpg:77/x", "postgres://app@:77/x?host=/run/pg"),
    ("postgres://?host=db&user=u&dbname=d&port=9", "postgres://u@db:9/d"),
    ("postgres://u%3Ax:p%40@db/x", "postgres://u%3Ax@db:5432/x"),
    ("postgres:///x", "postgres://me@:5432/x?host=/var/run/postgresql"),
  ])
  func `PostgreSQL URLs are read and shown without passwords`(url: String, shown: String) throws {
    #expect(try postgres(url).description == shown)
    #expect(try postgres(shown).description == shown, "what is shown can be read again")
  }

  @Test(arguments: [
    ("postgres://u:p%40%3A%2Fx@db/x", "p@:/x"), ("postgres://u:p:q@db/x", "p:q"), ("postgres://u@db/x?password=a%26b", "a&b"),
    ("postgres://u:é😀@db/x", "é😀"),
  ])
  func `passwords are decoded`(url: String, password: String) throws { #expect(try postgres(url).password?.reveal() == password) }

  @Test func `an empty password is none`() throws { #expect(try postgres("postgres://u:@db/x").password == nil) }

  @Test func `TLS parameters are read`() throws {
    let location = try postgres("postgres://db/x?sslmode=verify-ca&sslrootcert=certs/my%20ca.pem")
    #expect(location.sslMode == .verifyCA && location.sslRootCertificate == "certs/my ca.pem")
    #expect(try postgres("postgres://db/x").effectiveSSLMode == .verifyFull)
    #expect(try postgres("postgres://localhost/x").effectiveSSLMode == .prefer)
  }

  @Test func `without a host the environment's counts`() throws {
    let defaults = PostgresDefaults(environment: ["PGHOST": "pghost", "PGPORT": "77"], loginName: "login")
    #expect(try DatabaseLocation(url: "postgres:///x", defaults: defaults).description == "postgres://login@pghost:77/x")
    #expect(try DatabaseLocation(url: "postgres://db/x", defaults: defaults).description == "postgres://login@db:5432/x")
    let error = #expect(throws: DatabaseURLError.self) {
      try DatabaseLocation(url: "postgres://db/x", defaults: PostgresDefaults())
    }
    #expect(error?.code == "missing-user")
  }

  @Test(arguments: [
    ("", "unknown-scheme"), ("db", "unknown-scheme"), ("mysql://db/x", "unknown-scheme"), ("Postgres://db", "unknown-scheme"),
    ("postgres:db", "unknown-scheme"), ("postgres:/db", "unknown-scheme"), (" postgres://db", "unknown-scheme"),
    ("sqlite", "unknown-scheme"),
    ("file:x", "unknown-scheme"), ("postgres://db/x?host=a,b", "duplicate-parameter"),
    ("postgres://db:0/x", "invalid-port"),
    ("postgres://db:65536/x", "invalid-port"), ("postgres://db:+1/x", "invalid-port"), ("postgres://db:1x/x", "invalid-port"),
    ("postgres://u:p/w@db/x", "invalid-url"), ("postgres://u:p@w@db/x", "invalid-url"), ("postgres://u:p?w@db/x", "invalid-url"),
    ("postgres://u:p#w@db/x", "invalid-url"), ("postgres://u:p w@db/x", "invalid-url"),
    ("postgres://u:%zz@db/x", "invalid-encoding"),
    ("postgres://u:%4@db/x", "invalid-encoding"), ("postgres://u:%FF@db/x", "invalid-encoding"),
    ("postgres://u:a%00b@db/x", "control-character"),
    ("postgres://u%0A@db/x", "control-character"), ("postgres://u@db/x%00", "control-character"),
    ("postgres://u@db/a/b", "invalid-database"),
    ("postgres://u@db/x?sslmod=require", "unknown-parameter"), ("postgres://u@db/x?ssl=true", "unknown-parameter"),
    ("postgres://u@db/x?application_name=y", "unknown-parameter"), ("postgres://u@db/x?sslmode=strict", "invalid-sslmode"),
    ("postgres://u@db/x?sslmode=", "invalid-parameter"), ("postgres://u@db/x?sslmode", "invalid-parameter"),
    ("postgres://u@db/x?&", "invalid-parameter"), ("postgres://u@db/x?sslmode=require&sslmode=disable", "duplicate-parameter"),
    ("postgres://u@db/x?user=v", "duplicate-parameter"), ("postgres://u:p@db/x?password=q", "duplicate-parameter"),
    ("postgres://u@::1/x", "invalid-host"), ("postgres://u@[::1/x", "invalid-host"), ("postgres://u@[::1]x/x", "invalid-host"),
    ("postgres://u@[db]/x", "invalid-host"), ("postgres://u@[]/x", "invalid-host"), ("postgres://u@d%20b/x", "invalid-host"),
    ("postgres://u@d!b/x", "invalid-host"), ("postgres://u@a..b/x", "invalid-host"), ("postgres://u@dä/x", "invalid-host"),
    ("postgres://u@db/x\0", "control-character"), ("postgres://u@db/x\n", "control-character"),
    ("postgres://u\u{202E}@db/x", "control-character"),
    ("postgres://u@db/" + String(repeating: "a", count: 64), "invalid-database"),
    ("postgres://" + String(repeating: "a", count: 64) + "@db/x", "invalid-user"),
    ("sqlite:", "missing-path"), ("sqlite-file:", "missing-path"), ("sqlite://x", "ambiguous-path"),
    ("sqlite:///x", "ambiguous-path"),
    ("sqlite::memory:", "invalid-path"), ("sqlite-file::memory:", "invalid-path"), ("sqlite:file:x", "invalid-path"),
    ("sqlite:x?mode=ro", "unknown-parameter"), ("sqlite-file:x#y", "unknown-parameter"), ("sqlite:x\0y", "control-character"),
    ("sqlite:\u{301}x/..", "none"),
  ])
  func `everything else is refused, with a hint and without the password`(url: String, code: String) {
    guard code != "none" else {
      #expect((try? DatabaseLocation(url: url, defaults: Self.defaults)) != nil)
      return
    }
    let error = #expect(throws: DatabaseURLError.self) { try DatabaseLocation(url: url, defaults: Self.defaults) }
    #expect(error?.code == code)
    #expect(error?.hint.isEmpty == false)
  }

  @Test(arguments: [
    "canary@x", "canary/x", "canary?x=y", "?canary=x", "?x=canary", "#canary", "x canary", "%zzcanary", "/canary", "canary:@",
  ])
  func `a badly written password stays unseen`(password: String) {
    guard
      let error = #expect(
        throws: DatabaseURLError.self,
        performing: { try DatabaseLocation(url: "postgres://u:\(password)@db/x", defaults: Self.defaults) })
    else { return }
    #expect(!"\(error) \(String(reflecting: error))".contains("canary"))
  }

  @Test(arguments: [
    ("sqlite:data", ".", "sqlite:data"), ("sqlite:data", "conf", "sqlite:conf/data"), ("sqlite:/abs/x", "conf", "sqlite:/abs/x"),
    ("sqlite:./a//b/", "/srv", "sqlite:/srv/a/b"), ("sqlite-file:../r.db", "/srv/x", "sqlite-file:/srv/r.db"),
    ("sqlite:.", ".", "sqlite:."),
    ("sqlite:a%20b", ".", "sqlite:a%20b"),
  ])
  func `SQLite paths are joined with the folder`(url: String, folder: String, shown: String) throws {
    #expect(try DatabaseLocation(url: url, relativeTo: folder, defaults: Self.defaults).description == shown)
  }

  @Test(arguments: [
    ("postgres://a:p@db/x?sslmode=disable", "postgres://b@DB:5432/x"), ("postgres://a@localhost/x", "postgres://a@[0::1]/x"),
    ("postgres://a@127.0.0.1/x", "postgres://a@[::1]/x"), ("postgres://a@[::ffff:1.2.3.4]/x", "postgres://a@[::FFFF:102:304]/x"),
    ("postgres://a@db./x", "postgres://a@db/x"), ("sqlite:a/../b", "sqlite:b/"),
    ("postgres:///x?host=/a/../b", "postgres:///x?host=/b"),
  ])
  func `one physical database has one identity`(first: String, second: String) throws {
    let identities = try [first, second].map { try DatabaseLocation(url: $0, defaults: Self.defaults).physicalIdentity }
    #expect(identities.first == identities.last)
  }

  @Test(arguments: [
    ("postgres://db/x", "postgres://db/X"), ("postgres://db/x", "postgres://db:5433/x"), ("postgres://db/x", "postgres://db2/x"),
    ("sqlite:a", "sqlite-file:a"), ("sqlite:a", "sqlite:A"), ("postgres://db:1/2", "postgres://db:12/"),
  ])
  func `two have two`(first: String, second: String) throws {
    let identities = try [first, second].map { try DatabaseLocation(url: $0, defaults: Self.defaults).physicalIdentity }
    #expect(identities.first != identities.last)
  }

  @Test(arguments: ["localhost", "LOCALHOST", "127.0.0.1", "127.8.8.8", "::1", "[::1]", "0:0:0:0:0:0:0:1", "/run/pg"])
  func `the loopback and sockets are local`(host: String) {
    #expect(PostgresLocation(host: host, database: "x", user: "u").isLocal)
  }

  @Test(arguments: [
    "localhost.example.com", "127.0.0.1.example.com", "127.0.0", "127.1", "::2", "0.0.0.0", "db", "127.0.0.256",
    "::ffff:127.0.0.1",
  ])
  func `everything else is not`(host: String) {
    #expect(!PostgresLocation(host: host, database: "x", user: "u").isLocal)
  }

  @Test(arguments: [
    ("a/b", "a/b"), ("./a", "a"), ("a/../b", "b"), ("..", ".."), ("a/../..", ".."), ("/..", "/"), ("/a/../../b", "/b"), ("", "."),
    ("a//b/", "a/b"),
    ("../\u{301}a", "../\u{301}a"), ("a/\u{301}/..", "a"),
  ])
  func `paths are normalised by bytes`(path: String, normal: String) {
    #expect(Array(PathText.normalized(path).utf8) == Array(normal.utf8))
  }

  @Test(arguments: ["/a", "..", "../a", "a/../..", "./../a", "../\u{301}a"])
  func `paths that leave`(path: String) { #expect(PathText.leavesFolder(path)) }

  @Test(arguments: ["a", ".", "a/..", "...", "..a", "a/../b", "..\u{301}/a"])
  func `paths that stay`(path: String) { #expect(!PathText.leavesFolder(path)) }
}
