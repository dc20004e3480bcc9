import Database
import Names
import SQL
import TenantryTestSupport
import Testing

@testable import PostgresDriver

/// Cancels of encrypted sessions.
@Suite(.needsServer) struct CancelDeskTests {
  private static let controls = """
    SELECT coalesce(string_agg(pid::text, ','), '') FROM pg_stat_activity WHERE query LIKE 'SELECT pg_catalog.pg_cancel_backend%'
    """

  private func withServer(_ body: (TemporaryCluster, PostgresConfiguration) async throws -> Void) async throws {
    try await withTemporaryCluster(ClusterOptions(offersTLS: true)) { (cluster) async throws in
      var configuration = cluster.configuration()
      configuration.connectTimeout = .seconds(120)
      configuration.cancelTimeout = .seconds(120)
      configuration.location.sslMode = .verifyFull
      try await body(cluster, configuration)
    }
  }

  /// The processes of the sessions that cancel others.
  private func controls(_ cluster: TemporaryCluster) async throws -> [Substring] {
    let observer = try await PostgresConnection.connect(cluster.configuration(), logger: .silent)
    let answer = try await observer.run(Self.controls)
    await observer.close()
    return try #require(answer.first).decode(0, as: String.self).split(separator: ",")
  }

  private func beCancelled(_ database: PostgresDatabase) async throws {
    let error = await #expect(throws: DatabaseError.self) {
      try await database.withConnection(.shared) { lease in
        lease.limitCalls(to: .milliseconds(20))
        try await lease.query("SELECT pg_sleep(600)")
      }
    }
    #expect(error?.code == .deadlineExceeded)
    #expect(error?.sqlState == .queryCanceled, "\(error?.message ?? "")")
  }

  @Test func `all cancels of a database share one connection, which is closed with it`() async throws {
    try await withServer { (cluster, configuration) async throws in
      let database = PostgresDatabase(
        name: .main, configuration: configuration, pool: PoolConfiguration(maximumConnections: 8), logger: .silent)
      try await beCancelled(database)
      let first = try await controls(cluster)
      #expect(first.count == 1)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<24 { group.addTask { try await beCancelled(database) } }
        try await group.waitForAll()
      }
      #expect(try await controls(cluster) == first)

      // A control session that was ended meanwhile is made anew.
      try await database.withConnection(.shared) { lease in
        _ = try await lease.query("SELECT pg_terminate_backend(\(Int64(first[0])!)::int4, 60000)")
      }
      try await beCancelled(database)
      let second = try await controls(cluster)
      #expect(second.count == 1 && second != first)

      await database.shutdown()
      while try await !controls(cluster).isEmpty { await Task.yield() }
    }
  }

  @Test func `requests are passed on in order, and the connection is closed when none comes`() async throws {
    try await withServer { (cluster, configuration) async throws in
      let desk = CancelDesk(idleLimit: .milliseconds(20))
      let reactor = try Reactor.running()
      let victim = try await PostgresConnection.connect(configuration, logger: .silent)
      let process = try #require(victim.facts.announcedProcess)
      // The server answers that there is no such session; the order of the answers is the order of the requests.
      let requests = (0..<50).map { CancelDesk.Request(process: $0 == 25 ? process : -$0 - 1) }
      for request in requests { desk.submit(request, address: nil, configuration, reactor, .silent) }
      for (index, request) in requests.enumerated() {
        let reason = await request.outcome.value()
        #expect((reason == nil) == (index == 25), "\(reason ?? "")")
      }
      #expect(victim.isUsable)
      while try await !controls(cluster).isEmpty { await Task.yield() }

      let withdrawn = CancelDesk.Request(process: process)
      withdrawn.withdraw()
      desk.submit(withdrawn, address: nil, configuration, reactor, .silent)
      await desk.shutdown()
      let late = CancelDesk.Request(process: process)
      desk.submit(late, address: nil, configuration, reactor, .silent)
      #expect(await late.outcome.value() == "the database is being shut down")
    }
  }

  @Test func `a connection of one's own takes its helper along when it is closed`() async throws {
    try await withServer { (cluster, configuration) async throws in
      let connection = try await PostgresConnection.connect(configuration, logger: .silent)
      connection.callLimit = .milliseconds(20)
      #expect(await connection.failure { _ = try await $0.run("SELECT pg_sleep(600)") }?.code == .deadlineExceeded)
      #expect(try await controls(cluster).count == 1)
      await connection.close()
      while try await !controls(cluster).isEmpty { await Task.yield() }
    }
  }
}
