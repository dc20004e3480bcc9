import Database
import FoundationEssentials
import Logging
import SQL
import TenantryTestSupport
import Testing

@testable import PostgresDriver

@Suite(.needsServer) struct TemporaryClusterTests {
  @Test func `a server is started, stopped, killed and started again, and leaves nothing behind`() async throws {
    let directory = try await withTemporaryCluster(ClusterOptions(isDurable: true)) { (cluster) async throws -> String in
      func count() async throws -> SQLValue {
        let connection = try await PostgresConnection.connect(cluster.configuration(), logger: .silent)
        try await connection.run("INSERT INTO kept VALUES (1)")
        return try await connection.value("SELECT count(*) FROM kept")
      }
      let connection = try await PostgresConnection.connect(cluster.configuration(), logger: .silent)
      try await connection.run("CREATE TABLE kept (a int)")
      #expect(try await count() == .integer(1))
      try await cluster.restart(.immediate)
      #expect(!connection.isUsable)
      #expect(try await count() == .integer(2))
      try await cluster.stop()
      await #expect(throws: DatabaseError.self) { try await count() }
      try await cluster.start()
      try await cluster.kill()
      try await cluster.start()
      #expect(try await count() == .integer(3))
      return cluster.directory
    }
    #expect(!FileManager.default.fileExists(atPath: directory))
  }

  @Test func `a body that throws leaves nothing behind`() async throws {
    struct Stop: Error { let directory: String }
    let stop = await #expect(throws: Stop.self) {
      try await withTemporaryCluster { (cluster) async throws in throw Stop(directory: cluster.directory) }
    }
    #expect(!FileManager.default.fileExists(atPath: try #require(stop).directory))
  }
}
