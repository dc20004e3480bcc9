import Database
import Names
import SQL
import TenantryTestSupport
import Testing

@testable import PostgresDriver

/// PgBouncer in transaction mode in front of the server.
@Suite(.requiresPooler) struct PoolerTests {
  private func database(
    _ location: PostgresLocation, _ pooler: PostgresConfiguration.Pooler = .detect, direct: PostgresLocation? = nil
  ) -> PostgresDatabase {
    PostgresDatabase(
      name: .main,
      configuration: PostgresConfiguration(
        location: location, directLocation: direct, connectTimeout: .seconds(120), pooler: pooler),
      pool: PoolConfiguration(maximumConnections: 8, acquireDeadline: nil), logger: .silent)
  }

  private func text(_ query: SQLFragment, _ lease: borrowing ConnectionLease) async throws -> String? {
    try await lease.query(query).first?.decode(0, as: String?.self)
  }

  @Test func `without our care one client finds what another has set`() async throws {
    try await withTemporaryPooler(of: try #require(TestServer.location), sessions: 1) { (location) async throws in
      // What all the other tests rest on: the clients do share a session.
      let configuration = PostgresConfiguration(location: location, connectTimeout: .seconds(120))
      let one = try await PostgresConnection.connect(configuration, logger: .silent)
      let other = try await PostgresConnection.connect(configuration, logger: .silent)
      try await one.run("SET search_path = elsewhere")
      #expect(try await other.value("SELECT current_setting('search_path')") == .text("elsewhere"))
      await one.close()
      await other.close()
    }
  }

  @Test(arguments: [PostgresConfiguration.Pooler.detect, .transaction])
  func `statements need no session, and nothing is prepared by name`(pooler: PostgresConfiguration.Pooler) async throws {
    try await withTemporaryPooler(of: try #require(TestServer.location)) { (location) async throws in
      let database = database(location, pooler)
      let processes = try await withThrowingTaskGroup(of: Set<Int>.self) { (group) async throws -> Set<Int> in
        for task in 0..<8 {
          group.addTask {
            var processes: Set<Int> = []
            for number in 0..<20 {
              let (sum, process) = try await database.withConnection(.shared) { lease in
                let row = try await lease.query("SELECT \(task)::int8 + \(number)::int8, pg_backend_pid()::int8")[0]
                return (try row.decode(0, as: Int.self), try row.decode(1, as: Int.self))
              }
              #expect(sum == task + number)
              processes.insert(process)
            }
            return processes
          }
        }
        var processes: Set<Int> = []
        for try await found in group { processes.formUnion(found) }
        return processes
      }
      #expect(database.counts.opened > 2 && processes.count <= 2, "The clients did not share their sessions.")
      for _ in 0..<10 {
        let prepared = try await database.withConnection(.shared) { lease in
          try await lease.query("SELECT count(*) FROM pg_prepared_statements").first?.decode(0, as: Int.self)
        }
        #expect(prepared == 0)
      }
      await database.shutdown()
    }
  }

  @Test func `a transaction, a batch, a message and a stream stay in one session`() async throws {
    try await withTemporaryPooler(of: try #require(TestServer.location)) { (location) async throws in
      let database = database(location)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for task in 0..<6 {
          group.addTask {
            let path = "tenant_\(task)"
            try await database.withConnection(.shared) { lease in
              try await lease.withTransaction { lease in
                try await lease.query("SELECT set_config('search_path', \(path), true)")
                var count = 0
                try await lease.stream("SELECT generate_series(1, 2000)") { rows in for try await _ in rows { count += 1 } }
                #expect(count == 2000)
                let found = try await text("SELECT current_setting('search_path')", lease)
                #expect(found == path)
              }
              let answers = try await lease.batch([
                "SELECT set_config('search_path', \(path), true)", "SELECT current_setting('search_path')",
              ])
              #expect(try answers[1][0].decode(0, as: String.self) == path)
              let message = SQLMessage([
                "SELECT set_config('search_path', '\(path)', true)", "SELECT current_setting('search_path')",
              ])
              #expect(try await lease.run(message)[1][0].decode(0, as: String.self) == path)
              let left = try await text("SELECT current_setting('search_path')", lease)
              #expect(left == "\"$user\", public")
            }
          }
        }
        try await group.waitForAll()
      }
      await database.shutdown()
    }
  }

  @Test func `a pooler is found out, and a server is none`() async throws {
    let server = try #require(TestServer.location)
    func isPooled(_ location: PostgresLocation, _ sharing: ConnectionSharing) async throws -> Bool {
      let configuration = PostgresConfiguration(location: location, connectTimeout: .seconds(120), pooler: .detect)
      let connection = try await PostgresConnection.connect(configuration, sharing: sharing, logger: .silent)
      defer { connection.closeNow() }
      return connection.facts.isBehindPooler
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

  @Test func `a way around the pooler that leads to a pooler is none`() async throws {
    try await withTemporaryPooler(of: try #require(TestServer.location), sessions: 1) { (location) async throws in
      let database = database(location, direct: location)
      let refused = await #expect(throws: DatabaseError.self) {
        try await database.withSession { try await $0.query("SET search_path = elsewhere") }
      }
      #expect(refused?.code == .unsupported)
      await database.shutdown()
    }
  }

  @Test func `what needs a session is refused, unless there is a way around the pooler`() async throws {
    let server = try #require(TestServer.location)
    let channel = try Identifier(TestServer.uniqueName("around"))
    try await withTemporaryPooler(of: server, sessions: 1) { (location) async throws in
      let refusing = database(location)
      let session = await #expect(throws: DatabaseError.self) { try await refusing.withSession { _ in } }
      let listening = await #expect(throws: DatabaseError.self) {
        try await refusing.withNotifications(on: [channel]) { _ in }
      }
      for error in [session, listening] {
        #expect(error?.code == .unsupported)
        #expect(error?.hint?.contains("direct_url") == true)
      }
      await refusing.shutdown()

      let database = database(location, direct: server)
      let paths = try await database.withSession { lease in
        try await lease.query("SELECT set_config('search_path', 'elsewhere', false)")
        return try await [text("SELECT current_setting('search_path')", lease), text("SELECT pg_backend_pid()::text", lease)]
      }
      #expect(paths[0] == "elsewhere")
      let (isPooled, path) = try await database.withConnection(.shared) { lease in
        (lease.facts.isBehindPooler, try await text("SELECT current_setting('search_path')", lease))
      }
      #expect(isPooled && path == "\"$user\", public")
      // Nobody gets that session afterwards.
      #expect(try await database.withSession { try await text("SELECT pg_backend_pid()::text", $0) } != paths[1])
      let heard = try await database.withNotifications(on: [channel]) { notifications in
        try await database.withConnection(.shared) { _ = try await $0.query("SELECT pg_notify(\(channel.text), 'news')") }
        return try await notifications.next()?.payload
      }
      #expect(heard == "news")
      await database.shutdown()
    }
  }
}
