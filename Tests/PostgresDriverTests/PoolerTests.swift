import Database
import Names
import SQL
import TenantryTestSupport
import Testing

@testable import PostgresDriver

/// PgBouncer in transaction mode, with two sessions, in front of the server.
@Suite(.needsServer) struct PoolerTests {
  private func database(_ location: PostgresLocation, _ pooler: PostgresConfiguration.Pooler) -> PostgresDatabase {
    PostgresDatabase(
      name: .main,
      configuration: PostgresConfiguration(location: location, connectTimeout: .seconds(120), pooler: pooler),
      pool: PoolConfiguration(maximumConnections: 8, acquireDeadline: nil), logger: .silent)
  }

  @Test(arguments: [PostgresConfiguration.Pooler.detect, .transaction])
  func `statements need no session, and nothing is prepared by name`(pooler: PostgresConfiguration.Pooler) async throws {
    try await withTemporaryPooler(of: try #require(TestServer.location)) { (location) async throws in
      let database = database(location, pooler)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for task in 0..<8 {
          group.addTask {
            for number in 0..<20 {
              let sum = try await database.withConnection(.shared) { lease in
                try await lease.query("SELECT \(task)::int8 + \(number)::int8").first?.decode(0, as: Int.self)
              }
              #expect(sum == task + number)
            }
          }
        }
        try await group.waitForAll()
      }
      // Both sessions behind the pooler.
      let prepared = try await database.withConnection(.shared) { lease in
        try await lease.query("SELECT count(*) FROM pg_prepared_statements").first?.decode(0, as: Int.self)
      }
      #expect(prepared == 0)
      await database.shutdown()
    }
  }

  @Test func `a pooler is found out, and a server is none`() async throws {
    let server = try #require(TestServer.location)
    func isPooled(_ location: PostgresLocation, _ sharing: ConnectionSharing) async throws -> Bool {
      let configuration = PostgresConfiguration(location: location, connectTimeout: .seconds(120), pooler: .detect)
      let connection = try await PostgresConnection.connect(configuration, sharing: sharing, logger: .silent)
      defer { connection.closeNow() }
      return connection.isPooled
    }
    let sharing = ConnectionSharing()
    #expect(try await !isPooled(server, sharing))
    #expect(sharing.poolers[server.endpoints[0]] == false)
    // Known from now on: the server is not asked again.
    let told = ConnectionSharing()
    told.poolers[server.endpoints[0]] = true
    #expect(try await isPooled(server, told))
    try await withTemporaryPooler(of: server) { (location) async throws in
      for _ in 0..<20 { #expect(try await isPooled(location, ConnectionSharing())) }
    }
  }

  @Test func `a statement is cancelled through the pooler`() async throws {
    try await withTemporaryPooler(of: try #require(TestServer.location)) { (location) async throws in
      let database = database(location, .detect)
      let error = await #expect(throws: DatabaseError.self) {
        try await database.withConnection(.shared) { lease in
          lease.limitCalls(to: .milliseconds(50))
          try await lease.query("SELECT pg_sleep(600)")
        }
      }
      #expect(error?.code == .deadlineExceeded)
      await database.shutdown()
    }
  }
}
