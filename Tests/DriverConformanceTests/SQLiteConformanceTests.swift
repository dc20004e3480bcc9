import Database
import Names
import SQLiteDriver
import TenantryTestSupport
import Testing

@Suite(.timeLimit(.minutes(3))) struct SQLiteConformanceTests {
  @Test(arguments: DriverConformance.cases) func `SQLite conforms`(conformance: DriverConformance.Case) async throws {
    try await withTemporaryDirectory { directory in
      let database = SQLiteDatabase(name: try DatabaseName("main"), configuration: SQLiteConfiguration(directory: directory))
      let result: Result<Void, any Error>
      do { result = .success(try await conformance.run(database)) } catch { result = .failure(error) }
      await database.shutdown()
      try result.get()
    }
  }
}
