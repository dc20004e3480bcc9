import Database
import Names
import SQL
import TenantryTestSupport
import Testing

@testable import PostgresDriver

@Suite(.needsServer) struct FaultProxyTests {
  /// Lends a connection through a proxy, without encryption.
  private func withProxy(_ body: (FaultProxy, PostgresConnection) async throws -> Void) async throws {
    let location = try #require(TestServer.location)
    try await withFaultProxy(toHost: location.host, port: location.port) { (proxy) async throws in
      try await TestServer.withConnection {
        $0.location.host = "127.0.0.1"
        $0.location.port = proxy.port
        $0.location.sslMode = .disable
        $0.statementCacheCapacity = 0
      } _: { (connection) async throws in
        try await body(proxy, connection)
      }
    }
  }

  private static let answer: [PassingMessage.Kind] = "12TDCZ".map { .typed($0) }

  @Test func `without a fault it counts the messages of both directions`() async throws {
    try await withProxy { (proxy, connection) async throws in
      #expect(proxy.journal.first?.kind == .startup)
      #expect(proxy.journal.last?.kind == .typed("Z"))
      proxy.arm()
      try await connection.run("SELECT 1")
      #expect(proxy.journal.filter { $0.direction == .toServer }.map(\.kind) == "PBDES".map { .typed($0) })
      #expect(proxy.journal.filter { $0.direction == .toClient }.map(\.kind) == Self.answer)
      #expect(proxy.count(.toServer) == 5)
      #expect(proxy.count(.toClient) == 6)
    }
  }

  @Test(arguments: [Fault.Direction.toServer, .toClient], [Fault.Moment.before, .inside(bytes: 3), .after])
  func `a cut at each message loses the connection`(direction: Fault.Direction, moment: Fault.Moment) async throws {
    for message in 1...(direction == .toServer ? 5 : 6) {
      for cut in Fault.Cut.allCases {
        try await withProxy { (proxy, connection) async throws in
          proxy.arm([Fault(direction, message: message, .cut(cut), at: moment)])
          let isWhole = direction == .toClient && message == 6 && moment == .after
          do throws(DatabaseError) {
            try await connection.run("SELECT 1")
            #expect(isWhole, "\(cut) at \(message)")
          } catch { #expect(!connection.isUsable) }
          #expect(proxy.strikes == 1)
        }
      }
    }
  }

  @Test func `what is held goes on when it is released`() async throws {
    try await withProxy { (proxy, connection) async throws in
      proxy.arm([Fault(.toClient, message: 1, .hold)])
      async let released: Void = {
        await proxy.waitForStrike()
        proxy.release()
      }()
      #expect(try await connection.value("SELECT 7") == .integer(7))
      await released
    }
  }

  @Test func `a slow line is only slow`() async throws {
    try await withProxy { (proxy, connection) async throws in
      proxy.arm([
        Fault(.toClient, message: 1, .dribble(every: .microseconds(100))), Fault(.toServer, message: 2, .delay(.milliseconds(5))),
      ])
      #expect(try await connection.value("SELECT repeat('x', 50)") == .text(String(repeating: "x", count: 50)))
      #expect(proxy.strikes == 2)
    }
  }

  @Test func `a bit is turned round, and no other`() async throws {
    try await withProxy { (proxy, connection) async throws in
      // The last byte of the fourth answer, DataRow, is the value's last one.
      let size = 5 + 2 + 4 + 4
      proxy.arm([Fault(.toClient, message: 4, .flipBit((size - 1) * 8 + 1))])
      #expect(try await connection.value("SELECT 1::int4") == .integer(3))
      #expect(try await connection.value("SELECT 1::int4") == .integer(1))
    }
  }

  @Test func `connections are refused, left without an answer, and served again`() async throws {
    let location = try #require(TestServer.location)
    try await withFaultProxy(toHost: location.host, port: location.port) { (proxy) async throws in
      func connect(_ timeout: Duration) async throws {
        try await TestServer.withConnection {
          $0.location.host = "127.0.0.1"
          $0.location.port = proxy.port
          $0.connectTimeout = timeout
        } _: { (connection) async throws in
          try await connection.run("SELECT 1")
        }
      }
      await proxy.receive(.refuse)
      let refused = await #expect(throws: DatabaseError.self) { try await connect(.seconds(60)) }
      #expect(refused?.message.contains("Connection refused") == true)
      await proxy.receive(.mute)
      let mute = await #expect(throws: DatabaseError.self) { try await connect(.milliseconds(50)) }
      #expect(mute?.message.contains("did not answer") == true)
      await proxy.lift()
      try await connect(.seconds(60))
    }
  }

  @Test func `a black hole tells nobody, and severing ends it`() async throws {
    let location = try #require(TestServer.location)
    try await withFaultProxy(toHost: location.host, port: location.port) { (proxy) async throws in
      let configuration = try TestServer.configuration {
        $0.location.host = "127.0.0.1"
        $0.location.port = proxy.port
      }
      let connection = try await PostgresConnection.connect(configuration, logger: .silent)
      proxy.arm([Fault(.toServer, message: 1, .totalBlackHole)])
      async let severed: Void = {
        await proxy.waitForStrike()
        await proxy.sever()
      }()
      #expect(await connection.failure { _ = try await $0.run("SELECT 1") }?.code == .outcomeUnknown)
      await severed
    }
  }
}
