import Database
import Names
import SQLiteDriver
import TenantryTestSupport
import Testing

@Suite(.timeLimit(.minutes(3))) struct SQLiteConformanceTests {
  @Test(arguments: DriverConformance.cases) func `SQLite conforms`(conformance: DriverConformance.Case) async throws {
    try await withTemporaryDirectory { directory in
      // Writers wait for each other here, on a disk that all the other tests use as well.
      let configuration = SQLiteConfiguration(directory: directory, busyTimeout: .seconds(120))
      let database = SQLiteDatabase(name: .main, configuration: configuration)
      let result: Result<Void, any Error>
      do { result = .success(try await conformance.run(database)) } catch { result = .failure(error) }
      await database.shutdown()
      try result.get()
    }
  }
}
