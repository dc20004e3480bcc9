import Database
import Names
import SQL
import TenantryTestSupport
import Testing

@testable import PostgresDriver

/// Connections to one of several servers.
@Suite(.needsServer) struct SeveralServersTests {
  private typealias Target = PostgresLocation.TargetSession

  private func configuration(
    _ ports: [Int], _ target: PostgresLocation.TargetSession = .any, timeout: Duration = .seconds(120)
  ) -> PostgresConfiguration {
    let endpoints = ports.map { PostgresLocation.Endpoint(host: "127.0.0.1", port: $0) }
    return PostgresConfiguration(
      location: PostgresLocation(
        host: endpoints[0].host, port: endpoints[0].port, otherEndpoints: Array(endpoints.dropFirst()), targetSession: target,
        database: "postgres", user: "postgres"), connectTimeout: timeout)
  }

  private func port(_ configuration: PostgresConfiguration) async throws -> Int {
    let connection = try await PostgresConnection.connect(configuration, logger: .silent)
    let answer = try await connection.run("SELECT current_setting('port')::int8")
    let port = try #require(answer.first).decode(0, as: Int.self)
    #expect(connection.configuration.location.endpoints == [.init(host: "127.0.0.1", port: port)])
    await connection.close()
    return port
  }

  @Test func `the server that is asked for is found, wherever it stands in the list`() async throws {
    try await withTemporaryCluster { (primary) async throws in
      try await withTemporaryStandby(of: primary) { (standby) async throws in
        let (first, second) = (primary.port, standby.port)
        for target in [Target.readWrite, .primary] {
          for ports in [[first, second], [second, first]] { #expect(try await port(configuration(ports, target)) == first) }
        }
        for target in [Target.readOnly, .standby, .preferStandby] {
          for ports in [[first, second], [second, first]] { #expect(try await port(configuration(ports, target)) == second) }
        }
        for ports in [[first, second], [second, first]] { #expect(try await port(configuration(ports)) == ports[0]) }

        // A primary that says of itself that it is not to be written to is no read-write one, and is the primary still.
        let administrator = try await PostgresConnection.connect(primary.configuration(), logger: .silent)
        try await administrator.run("ALTER ROLE postgres SET default_transaction_read_only = on")
        #expect(try await port(configuration([second, first], .primary)) == first)
        #expect(try await port(configuration([first, second], .readOnly)) == first)
        let refusal = await #expect(throws: DatabaseError.self) { try await port(configuration([first, second], .readWrite)) }
        #expect(refusal?.code == .connectionFailed)
        #expect(refusal?.message.contains("None of the servers can be used.") == true, "\(refusal?.message ?? "")")
        #expect(refusal?.message.contains("target_session_attrs=read-write") == true)
        #expect(refusal?.message.contains("port \(first)") == true && refusal?.message.contains("port \(second)") == true)

        // Without its standby, one that is only preferred is not missed, and one that is needed is.
        try await standby.stop()
        #expect(try await port(configuration([second, first], .preferStandby)) == first)
        #expect(try await port(configuration([second, first], .any)) == first)
        await #expect(throws: DatabaseError.self) { try await port(configuration([second, first], .standby)) }
      }
    }
  }

  @Test func `a silent server takes its share of the time and no more`() async throws {
    let mute = try LocalSocket()
    let good = try #require(TestServer.location).port
    #expect(try await port(configuration([mute.port, good], timeout: .seconds(16))) == good)
    let (first, second) = (try LocalSocket(), try LocalSocket())
    let error = await #expect(throws: DatabaseError.self) {
      try await port(configuration([first.port, second.port], timeout: .milliseconds(100)))
    }
    #expect(error?.message.contains("port \(second.port) did not answer within its share of 0.1 seconds") == true)
  }

  @Test func `shares are equal parts of what is left, and a silent server is not asked a second time`() throws {
    let start = ContinuousClock.now
    func moment(_ seconds: Int) -> ContinuousClock.Instant { start.advanced(by: .seconds(seconds)) }
    let refusal = DatabaseError(.connectionFailed, "It is no standby.")
    var search = ServerSearch(configuration([1, 2, 3], .preferStandby, timeout: .seconds(90)), now: start)
    let firstStep = search.next(now: start)
    let first = try #require(firstStep)
    #expect(first.attempt.endpoint.port == 1 && first.attempt.target == .standby && first.end == moment(30))
    try search.note(refusal, of: first.attempt, now: moment(30))
    let secondStep = search.next(now: moment(30))
    let second = try #require(secondStep)
    #expect(second.attempt.endpoint.port == 2 && second.end == moment(60))
    try search.note(refusal, of: second.attempt, now: moment(40))
    let thirdStep = search.next(now: moment(40))
    let third = try #require(thirdStep)
    #expect(third.attempt.endpoint.port == 3 && third.end == moment(65))
    try search.note(refusal, of: third.attempt, now: moment(50))
    let last = (search.next(now: moment(50)), search.next(now: moment(60)), search.next(now: moment(70)))
    #expect(last.0?.attempt == .init(endpoint: .init(host: "127.0.0.1", port: 2), target: .any) && last.0?.end == moment(70))
    #expect(last.1?.attempt == .init(endpoint: .init(host: "127.0.0.1", port: 3), target: .any) && last.1?.end == moment(90))
    #expect(last.2 == nil)
    #expect(search.error.code == .connectionFailed)
  }

  @Test func `the time that the URL gives goes before the program's`() async throws {
    let mute = try LocalSocket()
    var configuration = configuration([mute.port], timeout: .seconds(600))
    configuration.location.options.connectTimeout = .milliseconds(50)
    let error = await #expect(throws: DatabaseError.self) { try await port(configuration) }
    #expect(error?.message.contains("did not answer within 0.05 seconds") == true)
  }

  @Test func `every name is looked up, and one that does not exist is passed over`() async throws {
    var configuration = configuration([1, try #require(TestServer.location).port])
    configuration.location.host = "no-such-host.invalid"
    configuration.location.otherEndpoints[0].host = "localhost"
    configuration.location.sslMode = .prefer
    let connection = try await PostgresConnection.connect(configuration, logger: .silent)
    #expect(connection.configuration.location.host == "localhost")
    await connection.close()
  }

  @Test func `a server that refuses the login ends the search`() async throws {
    let good = try #require(TestServer.location).port
    var configuration = configuration([good, 1])
    configuration.location.database = "no such database"
    let error = await #expect(throws: DatabaseError.self) { try await port(configuration) }
    #expect(error?.sqlState?.code == "3D000")
    #expect(error?.message.contains("None of the servers") == false)
  }

  @Test func `a list with a server that is not local is checked in full, the local one too`() async throws {
    var configuration = configuration([try #require(TestServer.location).port, 1])
    configuration.location.otherEndpoints[0].host = "192.0.2.1"
    configuration.connectTimeout = .milliseconds(200)
    let error = await #expect(throws: DatabaseError.self) { try await port(configuration) }
    #expect(error?.message.contains("sslmode=verify-full") == true, "\(error?.message ?? "")")
  }

  @Test func `what the URL says about the connection reaches libpq`() throws {
    var location = configuration([1, 2], .standby).location
    location.options.channelBinding = .disable
    location.options.keepsAlive = false
    location.options.keepAliveIdle = .seconds(8)
    location.options.keepAliveInterval = .seconds(9)
    location.options.keepAliveCount = 4
    location.options.userTimeout = .milliseconds(1500)
    let attempt = ServerSearch.Attempt(endpoint: location.otherEndpoints[0], target: location.targetSession)
    let list = try ConnectSettings.list(
      PostgresConfiguration(location: location, channelBinding: .require), attempt, addresses: ["127.0.0.1"])
    let settings = Dictionary(list.map { ($0.name, $0.value) }) { $1 }
    let wanted = [
      "host": "127.0.0.1", "hostaddr": "127.0.0.1", "port": "2", "target_session_attrs": "standby",
      "channel_binding": "disable", "keepalives": "0", "keepalives_idle": "8", "keepalives_interval": "9",
      "keepalives_count": "4", "tcp_user_timeout": "1500",
    ]
    for (name, value) in wanted { #expect(settings[name] == value, "\(name)") }
  }
}
