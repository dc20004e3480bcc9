import Database
import SQL

extension DriverConformance {
  static let batchCases: [Case] = [
    Case("a batch answers each of its statements") { scope in
      let table = try await scope.createNumbers()
      try await scope.lease { connection in
        let fragments: [SQLFragment] =
          (0..<100).map { "INSERT INTO \(table) (n) VALUES (\($0))" } + [
            "SELECT count(*) AS c, max(n) FROM \(table) WHERE n < \(50)"
          ]
        let answers = try await connection.batch(fragments)
        try expectEqual(answers.count, 101, "The number of answers")
        try expectEqual(answers.prefix(100).map(\.affectedRows), Array(repeating: 1, count: 100), "The numbers of rows")
        let last = try only(answers[100])
        try expectEqual([try last.decode(0, as: Int.self), try last.decode(1, as: Int.self)], [50, 49], "The last answer")
        try expectEqual(try await connection.batch([SQLFragment]()).count, 0, "The answers to nothing")
      }
      try expectEqual(try await scope.numbers(in: table).count, 100, "What is there")
    },
    Case("a batch that fails leaves nothing, and says which statement it was") { scope in
      let table = try await scope.createNumbers()
      try await scope.lease { connection in
        for round in 0..<3 {
          let error = try await expectError(DatabaseError.self, "A number twice") {
            try await connection.batch([
              "INSERT INTO \(table) (n) VALUES (\(1))", "INSERT INTO \(table) (n) VALUES (\(2))",
              "INSERT INTO \(table) (n) VALUES (\(1))", "INSERT INTO \(table) (n) VALUES (\(3))",
            ])
          }
          try expectEqual(error.statementIndex, 2, "The statement that failed, in round \(round)")
          try expectEqual(error.sqlState, .uniqueViolation, "The state")
          try expectEqual(try await ConformanceScope.numbers(in: table, connection), [], "What is there")
        }
      }
    },
    Case("a batch inside of a transaction is part of it") { scope in
      let table = try await scope.createNumbers()
      try await scope.lease { connection in
        _ = try await expectError(DatabaseError.self, "The batch's error") {
          try await connection.withTransaction { connection in
            try await connection.query("INSERT INTO \(table) (n) VALUES (1)")
            try await connection.batch(["INSERT INTO \(table) (n) VALUES (2)", "INSERT INTO \(table) (n) VALUES (2)"])
          }
        }
        try await connection.withTransaction { connection in
          try await connection.batch(["INSERT INTO \(table) (n) VALUES (7)", "INSERT INTO \(table) (n) VALUES (8)"])
        }
      }
      try expectEqual(try await scope.numbers(in: table), [7, 8], "What is there")
    },
  ]
}
