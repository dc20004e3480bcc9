import Database
import Names
import SQL
import TenantryTestSupport
import Testing

@testable import PostgresDriver

@Suite(.needsServer) struct LostConnectionTests {
  private func terminate(_ connection: PostgresConnection) async throws {
    let identifier = Int64(connection.raw?.processIdentifier ?? 0)
    try await TestServer.withObserver { (other) async throws in
      #expect(try await other.value("SELECT pg_terminate_backend($1::int4, 10000)", .integer(identifier)) == .bool(true))
    }
  }

  /// Runs something on a connection, ends its server process once it runs, and returns the error.
  private func terminateDuring(_ text: String, setUp: [String] = [], asMessage: Bool = false) async throws -> DatabaseError? {
    let marker = TestServer.uniqueName("terminated")
    let configuration = try TestServer.configuration { $0.applicationName = marker }
    let task = Task { () async throws -> DatabaseError? in
      let connection = try await PostgresConnection.connect(configuration, logger: .silent)
      for command in setUp { try await connection.run(command) }
      let error = await connection.failure {
        if asMessage { _ = try await $0.run(SQLMessage(["SELECT 1", text])) } else { try await $0.run(text) }
      }
      #expect(!connection.isUsable)
      #expect(await connection.reset() == false)
      #expect(await connection.failure { _ = try await $0.run("SELECT 1") }?.code == .connectionLost)
      return error
    }
    try await TestServer.withObserver { (observer) async throws in
      let text = """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = $1 AND state = 'active' AND wait_event = 'PgSleep'
        """
      while try await observer.run(text, .text(marker)).isEmpty { await Task.yield() }
    }
    return try await task.value
  }

  @Test func `a connection that was ended while idle is noticed before anything is sent`() async throws {
    try await TestServer.withConnection { (connection) async throws in
      try await terminate(connection)
      let error = await connection.failure { _ = try await $0.run("INSERT INTO nowhere VALUES (1)") }
      #expect(error?.code == .connectionLost)
      #expect(error?.sqlState?.code == "57P01")
      #expect(error?.isRetryable == true)
      #expect(!connection.isUsable)
    }
  }

  @Test func `a connection that was ended while idle is not usable, without a round trip`() async throws {
    try await TestServer.withConnection { (connection) async throws in
      #expect(connection.isUsable)
      try await terminate(connection)
      #expect(!connection.isUsable)
      #expect(await connection.reset() == false)
    }
  }

  @Test func `outside of a transaction the outcome is unknown`() async throws {
    #expect(try await terminateDuring("SELECT pg_sleep(600)")?.code == .outcomeUnknown)
    #expect(try await terminateDuring("SELECT pg_sleep(600)", asMessage: true)?.code == .outcomeUnknown)
  }

  @Test func `inside a transaction nothing was committed`() async throws {
    let error = try await terminateDuring("SELECT pg_sleep(600)", setUp: ["BEGIN"])
    #expect(error?.code == .connectionLost)
    #expect(error?.sqlState?.code == "57P01")
    #expect(try await terminateDuring("SELECT pg_sleep(600)", setUp: ["BEGIN"], asMessage: true)?.code == .connectionLost)
  }

  @Test func `closing twice is closing once`() async throws {
    try await TestServer.withConnection { (connection) async throws in
      await connection.close()
      await connection.close()
      #expect(!connection.isUsable)
      #expect(!connection.isInTransaction)
      #expect(await connection.failure { _ = try await $0.run("SELECT 1") }?.code == .connectionLost)
    }
  }

  /// Lends a connection whose line can be cut.
  private func withProxy(_ body: (FaultProxy, PostgresConnection) async throws -> Void) async throws {
    let location = try #require(TestServer.location)
    try await withFaultProxy(toHost: location.host, port: location.port) { proxy in
      try await TestServer.withConnection {
        $0.location.host = "127.0.0.1"
        $0.location.port = proxy.port
        $0.location.sslMode = .disable
        $0.statementCacheCapacity = 0
      } _: { (connection) async throws in
        try await body(proxy, connection)
      }
    }
  }

  /// The line is cut in each byte of the answer to `COMMIT`: what is not the whole answer is no success.
  @Test func `an answer to COMMIT that is cut is never a success`() async throws {
    // ParseComplete, BindComplete and NoData, CommandComplete with "COMMIT", ReadyForQuery.
    for (index, size) in [5, 5, 5, 12, 6].enumerated() {
      for count in 0..<size {
        try await withProxy { (proxy, connection) async throws in
          try await connection.run("BEGIN")
          proxy.arm([Fault(.toClient, message: index + 1, .cut(.close), at: .inside(bytes: count))])
          let error = await connection.failure { _ = try await $0.run("COMMIT") }
          #expect(error?.code == .outcomeUnknown)
          #expect(error?.isRetryable == false)
          #expect(!connection.isUsable)
        }
      }
    }
    try await withProxy { (proxy, connection) async throws in
      try await connection.run("BEGIN")
      proxy.arm([Fault(.toClient, message: 5, .cut(.close), at: .after)])
      try await connection.run("COMMIT")
    }
  }

  @Test(arguments: 1...6)
  func `a line that is cut inside a transaction has committed nothing`(message: Int) async throws {
    try await withProxy { (proxy, connection) async throws in
      try await connection.run("BEGIN")
      proxy.arm([Fault(.toClient, message: message, .cut(.reset), at: .inside(bytes: 3))])
      #expect(await connection.failure { _ = try await $0.run("SELECT repeat('x', 100)") }?.code == .connectionLost)
    }
  }
}
