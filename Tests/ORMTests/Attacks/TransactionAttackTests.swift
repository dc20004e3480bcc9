import Database
import Names
import ORM
import Synchronization
import TenantryTestSupport
import Testing

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct TransactionAttackTests {
  private struct Stop: Error {}

  @Test(arguments: Engine.allCases) func `what returns was committed, also when a failure inside of it was swallowed`(
    engine: Engine
  ) async throws {
    try await withRegistry(engine) { registry in
      let log = Mutex(0)
      let didReturn: Bool
      do {
        try await registry.transaction {
          try await afterCommit { log.withLock { $0 += 1 } }
          _ = try await makeUser()
          _ = try? await makeUser()
        }
        didReturn = true
      } catch { didReturn = false }
      let count = try await User.query.count()
      #expect(count == (didReturn ? 1 : 0))
      #expect(log.withLock { $0 } == (didReturn ? 1 : 0))
    }
  }

  @Test(arguments: Engine.allCases) func `a relation that was asked for before a transaction is changed in it`(engine: Engine)
    async throws
  {
    try await withRegistry(engine) { registry in
      let ada = try await makeUser()
      try await withTenant("acme") {
        let project = try await makeProject("a", ada)
        let tag = try await Tag.create(.init(name: "x"))
        let related = try project.related { $0.tags }
        await #expect(throws: Stop.self) {
          try await registry.transaction {
            try await related.add(tag)
            #expect(try await related.query.count() == 1)
            throw Stop()
          }
        }
        #expect(try await related.query.count() == 0)

        // And one of a transaction lives on after it.
        let later = try await registry.transaction { try project.related { $0.tags } }
        try await later.add(tag)
        #expect(try await later.query.count() == 1)
      }
    }
  }

  @Test(arguments: Engine.allCases) func `a task that outlives the transaction cannot wait for its commit`(engine: Engine)
    async throws
  {
    try await withRegistry(engine) { registry in
      let (gate, opener) = AsyncStream.makeStream(of: Void.self)
      let late = try await registry.transaction {
        Task {
          for await _ in gate {}
          return await ORMError.code { try await afterCommit {} }
        }
      }
      opener.finish()
      #expect(await late.value == .transactionEnded)
    }
  }

  @Test(arguments: Engine.allCases) func `a cancelled transaction leaves nothing, and its connection works`(engine: Engine)
    async throws
  {
    try await withRegistry(engine, connections: 1) { registry in
      let (began, begin) = AsyncStream.makeStream(of: Void.self)
      let (never, _) = AsyncStream.makeStream(of: Void.self)
      let task = Task {
        try await registry.transaction {
          _ = try await makeUser()
          begin.finish()
          // Ends when the task is cancelled.
          for await _ in never {}
        }
      }
      for await _ in began {}
      task.cancel()
      await #expect(throws: (any Error).self) { try await task.value }
      let left = try await User.query.count()
      #expect(left == 0)
      _ = try await makeUser()
    }
  }

  @Test(arguments: Engine.allCases) func `a cancelled child task takes neither turns nor rows with it`(engine: Engine)
    async throws
  {
    try await withRegistry(engine, connections: 1) { registry in
      try await registry.transaction {
        await withTaskGroup(of: Void.self) { group in
          for number in 0..<20 { group.addTask { _ = try? await registry.transaction { _ = try await makeUser("c\(number)") } } }
          group.cancelAll()
        }
        _ = try await makeUser("kept@example.com")
      }
      let kept = try await User.query.filter { $0.email == "kept@example.com" }.exists()
      #expect(kept)
    }
  }

  @Test(arguments: Engine.allCases) func `a transaction of one tenant undoes what was written to another, or refuses it`(
    engine: Engine
  ) async throws {
    try await withRegistry(engine) { registry in
      let ada = try await makeUser()
      let code = await ORMError.code {
        try await withTenant("acme") {
          try await registry.transaction {
            _ = try await makeProject("a", ada)
            _ = try await withTenant("globex") { try await makeProject("g", ada) }
            throw Stop()
          }
        }
      }
      #expect(code == (engine == .sqlite ? .unsupported : nil))
      for tenant in ["acme", "globex"] {
        let left = try await withTenant(tenant) { try await Project.query.count() }
        #expect(left == 0)
      }
    }
  }

  @Test(arguments: Engine.allCases) func `savepoints of savepoints fail by themselves`(engine: Engine) async throws {
    try await withRegistry(engine, connections: 1) { registry in
      try await registry.transaction {
        _ = try await makeUser("1")
        try await registry.transaction {
          _ = try await makeUser("2")
          _ = try? await registry.transaction {
            _ = try await makeUser("3")
            _ = try await makeUser("1")
          }
          _ = try await makeUser("4")
        }
        await withTaskGroup(of: Void.self) { group in
          for number in 5..<10 {
            group.addTask {
              _ = try? await registry.transaction {
                _ = try await makeUser("\(number)")
                if number % 2 == 0 { throw Stop() }
              }
            }
          }
        }
      }
      let emails = try await User.query.order { $0.email }.all().map(\.email)
      #expect(emails == ["1", "2", "4", "5", "7", "9"])
    }
  }
}
