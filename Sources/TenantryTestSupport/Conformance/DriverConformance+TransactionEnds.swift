import Database
import SQL

extension DriverConformance {
  static let transactionEndCases: [Case] = [
    Case("a read-only transaction reads, and refuses to write; the next one writes") { scope in
      let table = try await scope.createNumbers()
      try await scope.lease { connection in
        for throwing in [true, false] {
          let refusal = try await readOnly(connection, table, throwing: throwing)
          try expectEqual(refusal?.sqlState, SQLState("25006"), "The refusal's state")
          try await connection.withTransaction { connection in
            try await connection.query("DELETE FROM \(table)")
            try await connection.query("INSERT INTO \(table) (n) VALUES (1)")
          }
        }
      }
      try expectEqual(try await scope.numbers(in: table), [1], "What is there")
    },
    Case("a transaction whose work hides a failure is not reported as done when it is not") { scope in
      let table = try await scope.createNumbers()
      var failure: TransactionError?
      do {
        try await scope.lease { connection in
          try await connection.withTransaction { connection in
            try await connection.query("INSERT INTO \(table) (n) VALUES (1)")
            _ = try await expectError(DatabaseError.self, "A number twice") {
              try await connection.query("INSERT INTO \(table) (n) VALUES (1)")
            }
          }
        }
      } catch let error as TransactionError { failure = error }
      // PostgreSQL gives the whole transaction up when a statement fails, SQLite the statement alone: what counts is that the answer is true.
      let found = try await scope.numbers(in: table)
      try expectEqual(found, failure == nil ? [1] : [], "What is there")
      if let failure { try expect(failure.commit?.code == .commitFailed, "The commit's error is another one: \(failure)") }
      try expectEqual(failure == nil, scope.dialect.engine == .sqlite, "Whether it was committed")
    },
    Case("a transaction that its own work ended is not reported as done") { scope in
      let table = try await scope.createNumbers()
      let error = try await expectError(TransactionError.self, "A transaction that ended early") {
        try await scope.lease { connection in
          try await connection.withTransaction { connection in
            try await connection.query("INSERT INTO \(table) (n) VALUES (1)")
            try await connection.query("ROLLBACK")
          }
        }
      }
      try expectEqual(error.commit?.code, .commitFailed, "The code")
      try expectEqual(try await scope.numbers(in: table), [], "What is there")
    },
    Case("a check that waits for the commit is a failed commit, and leaves nothing") { scope in
      let (parent, child) = (try scope.table("parent"), try scope.table("child"))
      let reference = scope.dialect.engine == .sqlite ? "\(parent.name)" : "\(parent)" as SQLFragment
      try await scope.lease { connection in
        try await connection.query("CREATE TABLE \(parent) (id BIGINT PRIMARY KEY)")
        try await connection.query(
          "CREATE TABLE \(child) (parent BIGINT REFERENCES \(reference) (id) DEFERRABLE INITIALLY DEFERRED)")
        let error = try await expectError(TransactionError.self, "A key that refers to nothing") {
          try await connection.withTransaction { connection in
            _ = try await connection.query("INSERT INTO \(child) (parent) VALUES (1)")
          }
        }
        try expectEqual(error.commit?.sqlState, .foreignKeyViolation, "The state")
        try expect(error.rollback == nil, "The rollback failed: \(error)")
        try expect(!connection.connection.isInTransaction, "The transaction is still open.")
        let rows = try await connection.query("SELECT count(*) FROM \(child)")
        try expectEqual(try only(rows).decode(0, as: Int.self), 0, "What is there")
      }
    },
    Case("a task that is cancelled in a transaction leaves nothing") { scope in
      let table = try await scope.createNumbers()
      for round in 0..<5 {
        let task = Task {
          try await scope.lease { connection in
            try await connection.withTransaction { connection in
              try await connection.query("INSERT INTO \(table) (n) VALUES (\(round))")
              unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
            }
          }
        }
        let error = try await expectError(DatabaseError.self, "A cancelled task") { try await task.value }
        try expectEqual(error.code, .cancelled, "The code")
        try expectEqual(try await scope.numbers(in: table), [], "What is there")
      }
    },
  ]

  /// Tries to write in a read-only transaction.
  ///
  /// - Parameter throwing: Whether the refusal ends the transaction.
  /// - Returns: The refusal.
  private static func readOnly(
    _ connection: borrowing ConnectionLease, _ table: TableReference, throwing: Bool
  ) async throws -> DatabaseError? {
    var refusal: DatabaseError?
    do {
      try await connection.withTransaction(.readOnly) { connection in
        _ = try await ConformanceScope.numbers(in: table, connection)
        do { try await connection.query("INSERT INTO \(table) (n) VALUES (5)") } catch let error as DatabaseError {
          refusal = error
          if throwing { throw error }
        }
      }
    } catch is DatabaseError where throwing {} catch is TransactionError where !throwing {}
    return refusal
  }
}
