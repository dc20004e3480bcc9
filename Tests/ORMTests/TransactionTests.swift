import Database
import Names
import ORM
import SQL
import Synchronization
import TenantryTestSupport
import Testing

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct TransactionTests {
  private struct Stop: Error {}

  @Test(arguments: Engine.allCases) func `what throws leaves nothing`(engine: Engine) async throws {
    try await withRegistry(engine) { registry in
      await #expect(throws: Stop.self) {
        try await registry.transaction {
          _ = try await makeUser()
          throw Stop()
        }
      }
      let left = try await User.query.count()
      #expect(left == 0)
    }
  }

  @Test(arguments: Engine.allCases) func `an inner transaction is a savepoint`(engine: Engine) async throws {
    try await withRegistry(engine) { registry in
      try await registry.transaction {
        _ = try await makeUser("kept@example.com")
        try? await registry.transaction {
          _ = try await makeUser("lost@example.com")
          throw Stop()
        }
      }
      #expect(try await User.query.all().map(\.email) == ["kept@example.com"])
    }
  }

  @Test(arguments: Engine.allCases) func `T9 child tasks and prefetches run on the transaction's connection`(engine: Engine)
    async throws
  {
    // With a single connection, anything else would wait for ever.
    try await withRegistry(engine, connections: 1) { registry in
      try await withTenant("acme") {
        let tickets = try await registry.transaction {
          let ada = try await User.query.create(.init(email: "a@example.com", name: "A"))
          return try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<8 { group.addTask { try await User.query.filter { $0.id == ada.id }.count() } }
            return try await group.reduce(0, +)
          }
        }
        #expect(tickets == 8)
        let ada = try await User.query.get(1)
        let seen = try await registry.transaction {
          let project = try await makeProject("a", ada)
          _ = try await Ticket.create(.init(title: "t", project: Reference(project)))
          return try await Project.query.prefetch { $0.tickets }.get().tickets.loaded().map(\.title)
        }
        #expect(seen == ["t"])
      }
    }
  }

  @Test(arguments: Engine.allCases) func `a task that outlives the transaction is told so`(engine: Engine) async throws {
    try await withRegistry(engine) { registry in
      let (gate, opener) = AsyncStream.makeStream(of: Void.self)
      let late = try await registry.transaction {
        Task {
          for await _ in gate {}
          return await ORMError.code { _ = try await User.query.count() }
        }
      }
      opener.finish()
      #expect(await late.value == .transactionEnded)
    }
  }

  @Test(arguments: Engine.allCases) func `what waits for the commit runs after it, and not after a rollback`(engine: Engine)
    async throws
  {
    try await withRegistry(engine) { registry in
      let log = Mutex<[String]>([])
      try await registry.transaction {
        try await afterCommit { log.withLock { $0.append("outer") } }
        try? await registry.transaction {
          try await afterCommit { log.withLock { $0.append("lost") } }
          throw Stop()
        }
        try await registry.transaction { try await afterCommit { log.withLock { $0.append("inner") } } }
        log.withLock { $0.append("body") }
      }
      #expect(log.withLock { $0 } == ["body", "outer", "inner"])
      let failing = await ORMError.code {
        try await registry.transaction {
          _ = try await makeUser()
          try await afterCommit { throw Stop() }
        }
      }
      #expect(failing == .afterCommitFailed)
      #expect(try await User.query.count() == 1)
    }
  }

  @Test(arguments: Engine.allCases) func `a read-only transaction does not write`(engine: Engine) async throws {
    try await withRegistry(engine) { registry in
      await #expect(throws: DatabaseError.self) {
        try await registry.transaction(.init(mode: .readOnly)) { _ = try await makeUser() }
      }
      let left = try await User.query.count()
      #expect(left == 0)
    }
  }

  @Test(arguments: Engine.allCases) func `a transaction over its limit is rolled back`(engine: Engine) async throws {
    try await withRegistry(engine) { registry in
      let code = await ORMError.code {
        try await registry.transaction(.init(limit: .zero)) { _ = try await makeUser() }
      }
      #expect(code == .deadlineExceeded)
      let left = try await User.query.count()
      #expect(left == 0)
    }
  }

  @Test func `transactions that cannot be serialized are run again when that was asked for`() async throws {
    try await withRegistry(.postgres, connections: 8) { registry in
      let ada = try await makeUser()
      let options = TransactionOptions(isolation: .serializable, retries: 50)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<6 {
          group.addTask {
            try await registry.transaction(options) {
              var user = try await User.query.get(ada.id)
              user.name += "+"
              try await user.save()
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(try await User.query.get(ada.id).name == "Ada++++++")
    }
  }

  @Test func `a deferrable transaction is PostgreSQL's alone`() async throws {
    let options = TransactionOptions(mode: .readOnly, isolation: .serializable, isDeferrable: true)
    try await withRegistry(.postgres) { registry in
      let count = try await registry.transaction(options) { try await User.query.count() }
      #expect(count == 0)
    }
    try await withRegistry(.sqlite) { registry in
      let refused = await #expect(throws: DatabaseError.self) {
        _ = try await registry.transaction(options) { try await User.query.count() }
      }
      #expect(refused?.code == .unsupported)
    }
  }

  @Test func `on SQLite a transaction writes one file`() async throws {
    try await withRegistry(.sqlite) { registry in
      let ada = try await makeUser()
      let code = await ORMError.code {
        try await withTenant("acme") {
          try await registry.transaction {
            _ = try await makeProject("a", ada)
            _ = try await makeUser("b@example.com")
          }
        }
      }
      #expect(code == .unsupported)
      #expect(try await User.query.count() == 1)
      #expect(try await withTenant("acme") { try await Project.query.count() } == 0)
      let late = await ORMError.code {
        try await registry.transaction { try await withTenant("acme") { _ = try await Project.query.all() } }
      }
      #expect(late == .unsupported)
    }
  }
}
