import Database
import Names
import Testing

@testable import PostgresDriver

@Suite struct ConnectFailureTests {
  private func failure(password: String = "s3cret") -> ConnectFailure {
    ConnectFailure(
      PostgresConfiguration(location: PostgresLocation(host: "db", database: "d", user: "u", password: Secret(password))),
      at: PostgresLocation.Endpoint(host: "db"))
  }

  @Test func `the state is read from a verbose report`() {
    let error = failure().refused(
      """
      connection to server at "db" (10.0.0.1), port 5432 failed: FATAL:  28P01: password authentication failed for user "u"
      LOCATION:  auth_failed, auth.c:335
      """)
    #expect(error.code == .connectionFailed)
    #expect(error.sqlState?.code == "28P01")
    #expect(error.message.contains("FATAL: password authentication failed"))
    #expect(!error.message.contains("LOCATION"))
  }

  @Test func `the answer of a server comes before an address that was silent`() {
    let error = failure().refused(
      """
      connection to server at "db" (::1), port 5432 failed: Connection refused
      \tIs the server running on that host and accepting TCP/IP connections?
      connection to server at "db" (127.0.0.1), port 5432 failed: FATAL:  3D000: database "d" does not exist
      """)
    #expect(error.sqlState?.code == "3D000")
    #expect(error.message.contains("name of the database"))
  }

  @Test func `the password is never shown`() {
    let error = failure().refused("connection failed: FATAL:  28000: no entry for s3cret")
    #expect(!"\(error)".contains("s3cret"))
    #expect(error.message.contains("<secret>"))
  }

  @Test(arguments: [
    ("a,b", "d", "u", 5432), ("", "d", "u", 5432), ("h", "", "u", 5432), ("h", "d", "", 5432), ("h\0x", "d", "u", 5432),
    ("h", "d\0", "u", 5432), ("h", "d", "u", 0), ("h", "d", "u", 65_536),
  ])
  func `settings that libpq would read as something else are refused`(host: String, database: String, user: String, port: Int) {
    let location = PostgresLocation(host: host, port: port, database: database, user: user)
    let error = #expect(throws: DatabaseError.self) { try ConnectSettings.check(PostgresConfiguration(location: location)) }
    #expect(error?.code == .invalidConfiguration)
  }

  @Test func `a server elsewhere must show who it is, to the system's authorities`() throws {
    let location = PostgresLocation(host: "db.example.com", database: "d", user: "u")
    let attempt = ServerSearch.Attempt(endpoint: location.endpoints[0], target: .any)
    let list = try ConnectSettings.list(
      PostgresConfiguration(location: location), attempt, addresses: ["10.0.0.1", "10.0.0.2"])
    let settings = Dictionary(uniqueKeysWithValues: list.map { ($0.name, $0.value) })
    #expect(settings["sslmode"] == "verify-full")
    #expect(settings["sslrootcert"]?.hasPrefix("/") == true)
    #expect(settings["host"] == "db.example.com,db.example.com")
    #expect(settings["hostaddr"] == "10.0.0.1,10.0.0.2")
    #expect(settings["gssencmode"] == "disable")
  }
}
