import Database
import Logging
import Names
import SQL
import TenantryTestSupport
import Testing

@testable import PostgresDriver

@Suite struct ConnectingTests {
  private func connect(
    host: String = "127.0.0.1", port: Int, timeout: Duration = .seconds(10), change: (inout PostgresLocation) -> Void = { _ in }
  ) async throws(DatabaseError) -> Bool {
    var location = PostgresLocation(host: host, port: port, database: "postgres", user: "postgres", password: Secret("s3cret"))
    change(&location)
    let connection = try await PostgresConnection.connect(
      PostgresConfiguration(location: location, connectTimeout: timeout), logger: .silent)
    return connection.isUsable
  }

  @Test func `a server that never answers is given up at the deadline`() async throws {
    let mute = try LocalSocket()
    let error = await #expect(throws: DatabaseError.self) { try await connect(port: mute.port, timeout: .milliseconds(50)) }
    #expect(error?.code == .connectionFailed)
    #expect(error?.message.contains("127.0.0.1, port \(mute.port) did not answer within 0.05 seconds") == true)
  }

  @Test func `cancelling the task ends a connect at once`() async throws {
    let mute = try LocalSocket()
    let port = mute.port
    let task = Task { try await connect(port: port, timeout: .seconds(600)) }
    // The client's first packet is there: it is in the middle of connecting.
    let client = await onThreadOfItsOwn { mute.acceptClient() }
    task.cancel()
    let error = await #expect(throws: DatabaseError.self) { try await task.value }
    #expect(error?.code == .cancelled)
    #expect(client >= 0)
  }

  @Test func `a port that refuses is named, with what to do`() async throws {
    let closed = try LocalSocket(listening: false)
    let error = await #expect(throws: DatabaseError.self) { try await connect(port: closed.port) }
    #expect(error?.code == .connectionFailed)
    #expect(error?.isRetryable == true)
    #expect(error?.message.contains("port \(closed.port)") == true)
    #expect(error?.message.contains("Connection refused") == true)
  }

  @Test func `a name that does not exist is not found`() async throws {
    let error = await #expect(throws: DatabaseError.self) { try await connect(host: "no-such-host.invalid", port: 5432) }
    #expect(error?.code == .connectionFailed)
    #expect(error?.message.contains("no-such-host.invalid") == true)
  }

  @Test func `a task that is cancelled already connects to nothing`() async throws {
    let task = Task {
      unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      return try await connect(port: 1)
    }
    let error = await #expect(throws: DatabaseError.self) { try await task.value }
    #expect(error?.code == .cancelled)
  }
}

@Suite(.needsServer) struct ServerConnectingTests {
  @Test func `a name is looked up and connected to`() async throws {
    let isUsable = try await TestServer.withConnection {
      $0.location.host = "localhost"
    } _: {
      $0.isUsable
    }
    #expect(isUsable)
  }

  @Test func `a wrong database is refused with its state`() async throws {
    let error = await #expect(throws: DatabaseError.self) {
      try await TestServer.withConnection {
        $0.location.database = "no such database"
      } _: { _ in
      }
    }
    #expect(error?.code == .connectionFailed)
    #expect(error?.sqlState?.code == "3D000", "\(error?.message ?? "")")
  }

  @Test func `the name of the database is not read as settings`() async throws {
    let error = await #expect(throws: DatabaseError.self) {
      try await TestServer.withConnection {
        $0.location.database = "dbname=postgres user=postgres"
      } _: { _ in
      }
    }
    #expect(error?.sqlState?.code == "3D000", "\(error?.message ?? "")")
  }

  @Test func `a wrong password is refused with its state and is not shown`() async throws {
    let role = TestServer.uniqueName("login")
    try await TestServer.withConnection { (connection) async throws in
      try await connection.run("CREATE ROLE \(role) LOGIN PASSWORD 'right'")
    }
    // The test server may trust every login; then there is nothing to refuse.
    do {
      try await TestServer.withConnection {
        $0.location.user = role
        $0.location.password = Secret("wr0ng-s3cret")
      } _: { _ in
      }
    } catch let error as DatabaseError {
      #expect(error.sqlState?.code == "28P01")
      #expect(!"\(error)".contains("wr0ng-s3cret"))
    }
    try await TestServer.withConnection { _ = try await $0.run("DROP ROLE \(role)") }
  }

  @Test func `verify-full to a server without TLS is refused`() async throws {
    let error = await #expect(throws: DatabaseError.self) {
      try await TestServer.withConnection {
        $0.location.sslMode = .verifyFull
      } _: { _ in
      }
    }
    #expect(error?.code == .connectionFailed)
    #expect(error?.message.contains("SSL") == true)
    #expect(error?.message.contains("sslmode=verify-full") == true)
  }

  @Test func `a server whose strings are not standard is refused`() async throws {
    let role = TestServer.uniqueName("login")
    try await TestServer.withConnection { (connection) async throws in
      try await connection.run("CREATE ROLE \(role) LOGIN PASSWORD 'x'")
      try await connection.run("ALTER ROLE \(role) SET standard_conforming_strings = off")
    }
    let error = await #expect(throws: DatabaseError.self) {
      try await TestServer.withConnection {
        $0.location.user = role
        $0.location.password = Secret("x")
      } _: { _ in
      }
    }
    #expect(error?.code == .invalidConfiguration)
    #expect(error?.message.contains("standard_conforming_strings") == true)
    try await TestServer.withConnection { _ = try await $0.run("DROP ROLE \(role)") }
  }

  @Test func `the server lists us by our name`() async throws {
    try await TestServer.withConnection {
      $0.applicationName = "tenantry tests"
    } _: { (connection) async throws in
      #expect(try await connection.value("SELECT current_setting('application_name')") == .text("tenantry tests"))
    }
  }
}
