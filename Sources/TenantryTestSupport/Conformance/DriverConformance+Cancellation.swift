import Database
import SQL
import Synchronization

extension DriverConformance {
  /// It runs for minutes unless it is stopped, on every engine.
  static let longStatement: SQLFragment = """
    WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 2000000000) SELECT count(*) FROM c
    """

  static let cancellationCases: [Case] = [
    Case("a long statement is cancelled, and the cancel never hits the next one") { scope in
      var random = SplitMix64(seed: 0xCA9CE1)
      for round in 0..<30 {
        let error = try await cancelled(scope, after: Int.random(in: 0...400, using: &random)) { connection in
          _ = try await connection.query(longStatement)
        }
        try expectEqual(error.code, .cancelled, "The code")
        try await scope.lease { connection in
          for step in 0..<3 {
            let row = try only(try await connection.query("SELECT CAST(\(round * 10 + step) AS BIGINT) AS x"))
            try expectEqual(try row.decode(0, as: Int.self), round * 10 + step, "The next answer")
          }
        }
      }
    },
    Case("a long message is cancelled and leaves nothing") { scope in
      let table = try await scope.createNumbers()
      for round in 0..<5 {
        let long = try message(scope, "INSERT INTO \(table) (n) VALUES (\(round))", longStatement)
        let error = try await cancelled(scope, after: 300) { connection in _ = try await connection.run(long) }
        try expectEqual(error.code, .cancelled, "The code")
        try expectEqual(try await scope.numbers(in: table), [], "What is there")
      }
    },
    Case("a long statement in a transaction is cancelled, and the transaction rolled back") { scope in
      let table = try await scope.createNumbers()
      for round in 0..<5 {
        let error = try await cancelled(scope, after: 300) { connection in
          try await connection.withTransaction { connection in
            try await connection.query("INSERT INTO \(table) (n) VALUES (\(round))")
            try await connection.query(longStatement)
          }
        }
        try expectEqual(error.code, .cancelled, "The code")
        try expectEqual(try await scope.numbers(in: table), [], "What is there")
      }
    },
    Case("a cancelled task sends nothing") { scope in
      let table = try await scope.createNumbers()
      let task = Task {
        try await scope.lease { connection in
          unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
          try await connection.query("INSERT INTO \(table) (n) VALUES (1)")
        }
      }
      let error = try await expectError(DatabaseError.self, "A cancelled task") { _ = try await task.value }
      try expectEqual(error.code, .cancelled, "The code")
      try expectEqual(try await scope.numbers(in: table), [], "What is there")
    },
  ]

  /// Runs work in a task and cancels that.
  ///
  /// - Parameter yields: How often the canceller gives way after the work has begun: the more, the further the work has come.
  static func cancelled(
    _ scope: ConformanceScope, after yields: Int, _ work: @escaping @Sendable (borrowing ConnectionLease) async throws -> Void
  ) async throws -> DatabaseError {
    let hasBegun = Flag()
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        try await scope.lease { connection in
          hasBegun.raise()
          try await work(connection)
        }
      }
      while !hasBegun.isRaised { await Task.yield() }
      for _ in 0..<yields { await Task.yield() }
      group.cancelAll()
      return try await expectError(DatabaseError.self, "A cancelled task") {
        do {
          try await group.waitForAll()
        } catch let error as TransactionError {
          // The cancellation may come before the transaction has begun.
          throw error.begin ?? error
        }
      }
    }
  }
}

/// Something that has happened.
private final class Flag: Sendable {
  private let state = Mutex(false)

  var isRaised: Bool { state.withLock { $0 } }
  func raise() { state.withLock { $0 = true } }
}
