import Database
import Names
import SQL
import TenantryTestSupport
import Testing

@testable import PostgresDriver

@Suite(.needsServer) struct CallLimitTests {
  @Test(arguments: ["SELECT pg_sleep(600)", "SELECT count(*) FROM generate_series(1, 100000000000) a"])
  func `a call that takes too long is cancelled, and the connection can be used again`(text: String) async throws {
    try await TestServer.withConnection { (connection) async throws in
      connection.callLimit = .milliseconds(50)
      let error = await connection.failure { _ = try await $0.run(text) }
      #expect(error?.code == .deadlineExceeded)
      #expect(error?.outcome == .rolledBack)
      #expect(error?.sqlState == .queryCanceled)
      connection.callLimit = .seconds(60)
      #expect(try await connection.value("SELECT 1") == .integer(1))
      let message = await connection.failure {
        $0.callLimit = .milliseconds(50)
        _ = try await $0.run(SQLMessage(["SELECT 1", text]))
      }
      #expect(message?.code == .deadlineExceeded)
    }
  }

  @Test func `the next borrower has the limit of the configuration`() async throws {
    try await TestServer.withConnection {
      $0.callLimit = .seconds(100)
    } _: { (connection) async throws in
      #expect(connection.callLimit == .seconds(100))
      connection.callLimit = .seconds(1)
      #expect(await connection.reset())
      #expect(connection.callLimit == .seconds(100))
    }
  }

  /// The server has the statement and its answer never comes; nor does the one to the cancel request.
  @Test(arguments: [false, true])
  func `a black hole ends with the truth about the work`(inTransaction: Bool) async throws {
    let location = try #require(TestServer.location)
    try await withFaultProxy(toHost: location.host, port: location.port) { (proxy) async throws in
      try await TestServer.withConnection {
        $0.location.host = "127.0.0.1"
        $0.location.port = proxy.port
        $0.cancelTimeout = .milliseconds(100)
      } _: { (connection) async throws in
        if inTransaction { try await connection.run("BEGIN") }
        connection.callLimit = .milliseconds(50)
        proxy.arm([Fault(.toClient, message: 1, .totalBlackHole)])
        let error = await connection.failure { _ = try await $0.run("SELECT pg_sleep(600)") }
        #expect(error?.code == (inTransaction ? .deadlineExceeded : .outcomeUnknown))
        #expect(error?.outcome == (inTransaction ? .rolledBack : .outcomeUnknown))
        #expect(!connection.isUsable)
      }
    }
  }

  @Test func `what was not sent says so`() async throws {
    try await TestServer.withConnection {
      $0.maximumMessageBytes = 100
    } _: { (connection) async throws in
      #expect(
        await connection.failure { _ = try await $0.run("SELECT '\(String(repeating: "x", count: 100))'") }?.outcome == .notSent)
      #expect(await connection.failure { _ = try await $0.run("SELECT $1", .text("a\0b")) }?.outcome == .notSent)
      #expect(await connection.failure { _ = try await $0.run("SELECT 1/0") }?.outcome == .rolledBack)
      // A procedure can commit on its way, and so can a message.
      let text = "DO $$ BEGIN COMMIT; RAISE 'too late'; END $$"
      #expect(await connection.failure { _ = try await $0.run(text) }?.outcome == .outcomeUnknown)
      let message = SQLMessage(["BEGIN", "COMMIT", "SELECT 1/0"])
      #expect(await connection.failure { _ = try await $0.run(message) }?.outcome == .outcomeUnknown)
      await connection.close()
      #expect(await connection.failure { _ = try await $0.run("SELECT 1") }?.outcome == .notSent)
    }
  }
}
