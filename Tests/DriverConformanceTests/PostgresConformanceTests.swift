import Database
import PostgresDriver
import TenantryTestSupport
import Testing

@Suite(.requiresPostgres, .timeLimit(.minutes(3))) struct PostgresConformanceTests {
  @Test(arguments: DriverConformance.cases) func `PostgreSQL conforms`(conformance: DriverConformance.Case) async throws {
    try await withTemporaryDatabase { database in try await conformance.run(database) }
  }

  @Test(arguments: DriverConformance.cases)
  func `PostgreSQL conforms without prepared statements`(conformance: DriverConformance.Case) async throws {
    try await withTemporaryDatabase(adjusting: { $0.statementCacheCapacity = 0 }) { database in
      try await conformance.run(database)
    }
  }
}
