import Database
import Names
import SQL
import TenantryTestSupport
import Testing

@testable import PostgresDriver

/// A server with a certificate and passwords.
@Suite(.needsServer) struct EncryptedTests {
  private func withServer(_ body: (TemporaryCluster, PostgresConfiguration) async throws -> Void) async throws {
    try await withTemporaryCluster(ClusterOptions(offersTLS: true, needsPassword: true)) { (cluster) async throws in
      var configuration = cluster.configuration()
      configuration.connectTimeout = .seconds(120)
      configuration.location.sslMode = .verifyFull
      configuration.channelBinding = .require
      try await body(cluster, configuration)
    }
  }

  private func connect(_ configuration: PostgresConfiguration) async throws -> Bool {
    let connection = try await PostgresConnection.connect(configuration, logger: .silent)
    return try await connection.value("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()") == .bool(true)
  }

  @Test func `the server is checked, the password tied to the session, and the statement cancelled in secret`() async throws {
    try await withServer { (cluster, configuration) async throws in
      #expect(try await connect(configuration))

      // Channel binding needs TLS; a certificate needs its name and its authority.
      for change: (inout PostgresConfiguration) -> Void in [
        { $0.location.sslMode = .disable }, { $0.location.sslRootCertificate = "/dev/null" },
        { $0.location.password = Secret("wrong") }, { $0.location.host = "127.0.0.2" },
      ] {
        var bad = configuration
        change(&bad)
        let error = await #expect(throws: DatabaseError.self) { _ = try await connect(bad) }
        #expect(error?.code == .connectionFailed)
        #expect(error?.outcome == .notSent)
      }

      let connection = try await PostgresConnection.connect(configuration, logger: .silent)
      connection.callLimit = .milliseconds(100)
      #expect(await connection.failure { _ = try await $0.run("SELECT pg_sleep(600)") }?.code == .deadlineExceeded)
      connection.callLimit = .seconds(60)
      // Long answers, which are read through two buffers, and short ones after them.
      for text in ["SELECT repeat('x', 1000) FROM generate_series(1, 20000)", "SELECT repeat('x', 30000000)"] {
        for _ in 0..<4 {
          #expect(try await connection.run(text).allSatisfy { try $0.decode(0, as: String.self).utf8.count >= 1000 })
          #expect(try await connection.value("SELECT 1") == .integer(1))
        }
      }
    }
  }

  @Test func `behind a pooler an encrypted connection is closed instead of cancelled`() async throws {
    try await withServer { (cluster, configuration) async throws in
      var configuration = configuration
      configuration.pooler = .transaction
      let connection = try await PostgresConnection.connect(configuration, logger: .silent)
      try await connection.run("BEGIN")
      connection.callLimit = .milliseconds(50)
      #expect(await connection.failure { _ = try await $0.run("SELECT pg_sleep(600)") }?.code == .deadlineExceeded)
      #expect(!connection.isUsable)
    }
  }
}
