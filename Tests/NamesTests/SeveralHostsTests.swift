import Names
import Testing

/// URLs that list several servers, and what else libpq takes in a query.
@Suite struct SeveralHostsTests {
  private func postgres(_ url: String) throws -> PostgresLocation {
    guard case .postgres(let location) = try DatabaseLocation(url: url, defaults: DatabaseURLTests.defaults) else {
      throw DatabaseURLError("test", "is not PostgreSQL", hint: "")
    }
    return location
  }

  @Test(arguments: [
    ("postgres://u@h1:1,h2:2/db", "postgres://u@h1:1,h2:2/db"), ("postgres://u@H1,h2:2/db", "postgres://u@h1:5432,h2:2/db"),
    ("postgres://h1,h2", "postgres://me@h1:5432,h2:5432/me"),
    ("postgres://u@[::1]:1,[2001:db8::2],h/db", "postgres://u@[::1]:1,[2001:db8::2]:5432,h:5432/db"),
    ("postgres://u@/db?host=h1,h2&port=1,2", "postgres://u@h1:1,h2:2/db"),
    ("postgres://u@/db?host=h1,h2&port=7", "postgres://u@h1:7,h2:7/db"),
    ("postgres://u@h1,h2/db?port=1,2", "postgres://u@h1:1,h2:2/db"),
    ("postgres://u@/db?host=/a,h2,::1&port=1,2,3", "postgres://u@/db?host=/a,h2,::1&port=1,2,3"),
    (
      "postgres://u@a,b/db?target_session_attrs=read-write&sslmode=verify-full",
      "postgres://u@a:5432,b:5432/db?target_session_attrs=read-write"
    ),
  ])
  func `lists of servers are read in order, and what is shown can be read again`(url: String, shown: String) throws {
    #expect(try postgres(url).description == shown)
    #expect(try postgres(shown).endpoints == postgres(url).endpoints)
    #expect(try postgres(shown).description == shown)
  }

  @Test(arguments: [
    ("postgres://u@a,,b/x", "invalid-host"), ("postgres://u@a,/x", "invalid-host"), ("postgres://u@,a/x", "invalid-host"),
    ("postgres://u@a,:1/x", "invalid-host"), ("postgres://u@a:1:2,b/x", "invalid-host"),
    ("postgres://u@a,[::1/x", "invalid-host"),
    ("postgres://u@a%2Cb/x", "invalid-host"), ("postgres:///x?host=a,,b", "invalid-host"),
    // A comma that carries an accent is one to libpq.
    ("postgres://u@%2Ftmp%2C%CC%81b/x", "invalid-host"), ("postgres:///x?host=/tmp,%CC%81b", "invalid-host"),
    ("postgres:///x?host=,", "invalid-host"),
    ("postgres://u@a,b:0/x", "invalid-port"), ("postgres://u@a,b/x?port=1,2,3", "invalid-port"),
    ("postgres:///x?host=a,b&port=1,", "invalid-port"), ("postgres://u@a/x?port=1,2", "invalid-port"),
    ("postgres://u@a:1,b/x?port=2", "duplicate-parameter"), ("postgres://u@a/x?host=b", "duplicate-parameter"),
    ("postgres://u@a,b/x?target_session_attrs=master", "invalid-target-session-attrs"),
    ("postgres://u@a/x?target_session_attr=any", "unknown-parameter"),
    ("postgres://u@a/x?channel_binding=on", "invalid-channel-binding"),
    ("postgres://u@a/x?connect_timeout=0", "invalid-parameter"),
    ("postgres://u@a/x?connect_timeout=5s", "invalid-parameter"), ("postgres://u@a/x?connect_timeout=-1", "invalid-parameter"),
    ("postgres://u@a/x?keepalives=2", "invalid-parameter"), ("postgres://u@a/x?keepalives_idle=99999", "invalid-parameter"),
    ("postgres://u@a/x?tcp_user_timeout=99999999999999999999", "invalid-parameter"),
    ("postgres://u@a/x?connect_timeout=%FF", "invalid-parameter"),
  ])
  func `everything else is refused with a hint`(url: String, code: String) {
    let error = #expect(throws: DatabaseURLError.self) { try DatabaseLocation(url: url, defaults: DatabaseURLTests.defaults) }
    #expect(error?.code == code)
    #expect(error?.hint.isEmpty == false)
  }

  @Test func `the hint names the nearest parameter`() {
    let error = #expect(throws: DatabaseURLError.self) {
      try DatabaseLocation(url: "postgres://u@a/x?target_session_attr=any", defaults: DatabaseURLTests.defaults)
    }
    #expect(error?.hint.contains("Did you mean target_session_attrs?") == true)
  }

  @Test func `what libpq takes in a query is taken`() throws {
    let options = try postgres(
      "postgres://u@a/x?channel_binding=require&connect_timeout=7&keepalives=0&keepalives_idle=8&keepalives_interval=9"
        + "&keepalives_count=4&tcp_user_timeout=1500"
    ).options
    #expect(options.channelBinding == .require && options.connectTimeout == .seconds(7) && options.keepsAlive == false)
    #expect(options.keepAliveIdle == .seconds(8) && options.keepAliveInterval == .seconds(9) && options.keepAliveCount == 4)
    #expect(options.userTimeout == .milliseconds(1500))
    #expect(try postgres("postgres://u@a/x").options == PostgresConnectOptions())
  }

  @Test(arguments: PostgresLocation.TargetSession.allCases)
  func `every target is known by its name`(target: PostgresLocation.TargetSession) throws {
    #expect(try postgres("postgres://u@a,b/x?target_session_attrs=\(target.rawValue)").targetSession == target)
  }

  @Test func `a list is as near as its farthest server`() throws {
    #expect(try postgres("postgres://localhost,[::1],127.0.0.1/x").effectiveSSLMode == .prefer)
    for url in ["postgres://localhost,db/x", "postgres://db,localhost/x", "postgres:///x?host=/run/pg,db"] {
      #expect(try postgres(url).effectiveSSLMode == .verifyFull)
      #expect(try !postgres(url).isLocal)
    }
  }

  @Test func `the order of servers does not count for the identity, the servers do`() throws {
    let identities = try [
      "postgres://a:1,b:2/x", "postgres://B:2,a:1/x", "postgres://a:1,b:3/x", "postgres://a:1,b:2/y", "postgres://a:1/x",
    ].map { try postgres($0).physicalIdentity }
    #expect(identities[0] == identities[1])
    #expect(Set(identities).count == 4)
  }
}
