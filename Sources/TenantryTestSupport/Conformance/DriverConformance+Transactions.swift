import Database
import SQL

/// What the body of a transaction throws to have it undone.
private struct Undo: Error {}

extension DriverConformance {
  static let transactionCases: [Case] = [
    Case("a transaction is committed when its work returns") { scope in
      let table = try await scope.createNumbers()
      try await scope.lease { connection in
        let value = try await connection.withTransaction { connection in
          try await connection.query("INSERT INTO \(table) (n) VALUES (1)")
          try expect(connection.connection.isInTransaction, "No transaction is open.")
          try expectEqual(try await scope.numbers(in: table), [], "What another lease sees before the commit")
          return 7
        }
        try expectEqual(value, 7, "The value of the work")
        try expect(!connection.connection.isInTransaction, "The transaction is still open.")
      }
      try expectEqual(try await scope.numbers(in: table), [1], "What is there")
    },
    Case("a transaction is rolled back when its work throws, and the work's error comes out") { scope in
      let table = try await scope.createNumbers()
      try await scope.lease { connection in
        _ = try await expectError(Undo.self, "The work's error") {
          try await connection.withTransaction { connection in
            try await connection.query("INSERT INTO \(table) (n) VALUES (1)")
            throw Undo()
          }
        }
        try expect(!connection.connection.isInTransaction, "The transaction is still open.")
        try expectEqual(try await ConformanceScope.numbers(in: table, connection), [], "What is there")
      }
    },
    Case("a statement that fails in a transaction is the error that comes out") { scope in
      let table = try await scope.createNumbers()
      try await scope.lease { connection in
        let error = try await expectError(DatabaseError.self, "A number twice") {
          try await connection.withTransaction { connection in
            try await connection.query("INSERT INTO \(table) (n) VALUES (1)")
            try await connection.query("INSERT INTO \(table) (n) VALUES (1)")
          }
        }
        try expectEqual(error.sqlState, .uniqueViolation, "The state")
        try expectEqual(try await ConformanceScope.numbers(in: table, connection), [], "What is there")
      }
    },
    Case("an inner transaction that throws is undone alone") { scope in
      let table = try await scope.createNumbers()
      try await scope.lease { connection in
        try await connection.withTransaction { connection in
          try await connection.query("INSERT INTO \(table) (n) VALUES (1)")
          for number in 2...3 {
            _ = try await expectError(Undo.self, "The inner work's error") {
              try await connection.withTransaction { connection in
                try await connection.query("INSERT INTO \(table) (n) VALUES (\(number))")
                throw Undo()
              }
            }
          }
          try await connection.withTransaction { connection in
            try await connection.query("INSERT INTO \(table) (n) VALUES (4)")
          }
        }
      }
      try expectEqual(try await scope.numbers(in: table), [1, 4], "What is there")
    },
    Case("an inner transaction that returned is undone with the one around it") { scope in
      let table = try await scope.createNumbers()
      try await scope.lease { connection in
        try await connection.withTransaction { connection in
          try await connection.query("INSERT INTO \(table) (n) VALUES (1)")
          _ = try await expectError(Undo.self, "The middle work's error") {
            try await connection.withTransaction { connection in
              try await connection.withTransaction { connection in
                try await connection.query("INSERT INTO \(table) (n) VALUES (2)")
              }
              try expectEqual(try await ConformanceScope.numbers(in: table, connection), [1, 2], "What is there inside")
              throw Undo()
            }
          }
        }
      }
      try expectEqual(try await scope.numbers(in: table), [1], "What is there")
    },
    Case("after a statement that failed in an inner transaction the outer one goes on") { scope in
      let table = try await scope.createNumbers()
      try await scope.lease { connection in
        try await connection.withTransaction { connection in
          try await connection.query("INSERT INTO \(table) (n) VALUES (1)")
          _ = try await expectError(DatabaseError.self, "A number twice") {
            try await connection.withTransaction { connection in
              _ = try await connection.query("INSERT INTO \(table) (n) VALUES (1)")
            }
          }
          try await connection.query("INSERT INTO \(table) (n) VALUES (2)")
        }
      }
      try expectEqual(try await scope.numbers(in: table), [1, 2], "What is there")
    },
    Case("an inner transaction cannot have a mode or an isolation of its own") { scope in
      try await scope.lease { connection in
        try await connection.withTransaction { connection in
          let mode = try await expectError(DatabaseError.self, "Read only inside") {
            try await connection.withTransaction(.readOnly) { _ in }
          }
          let level = try await expectError(DatabaseError.self, "An isolation inside") {
            try await connection.withTransaction(isolation: .serializable) { _ in }
          }
          try expectEqual([mode.code, level.code], [.unsupported, .unsupported], "The codes")
          try await connection.query("SELECT 1")
        }
      }
    },
    Case("a transaction of every isolation works") { scope in
      let table = try await scope.createNumbers()
      for (number, level) in IsolationLevel.allCases.enumerated() {
        try await scope.lease { connection in
          try await connection.withTransaction(isolation: level) { connection in
            try await connection.query("INSERT INTO \(table) (n) VALUES (\(number))")
          }
        }
      }
      try expectEqual(try await scope.numbers(in: table).count, IsolationLevel.allCases.count, "The number of rows")
    },
  ]
}
