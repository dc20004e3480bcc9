import Database
import SQL

extension DriverConformance {
  private static func numbers(to last: Int) -> SQLFragment {
    """
    WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < \(raw: String(last)))
    SELECT n, 'row ' || n FROM c
    """
  }

  static let streamCases: [Case] =
    [
      Case("a stream hands out every row once, in order") { scope in
        try await scope.lease { connection in
          for batchSize in [1, 100, 100_000] {
            var next = 1
            try await connection.stream(numbers(to: 5000), batchSize: batchSize) { rows in
              for try await row in rows {
                try expectEqual(try row.decode(0, as: Int.self), next, "The number")
                try expectEqual(try row.decode(1, as: String.self), "row \(next)", "The text")
                next += 1
              }
            }
            try expectEqual(next, 5001, "The number after the last")
            try await connection.stream("SELECT 1 AS n WHERE 1 = 0") { rows in
              for try await _ in rows { throw ConformanceFailure("There is a row.") }
            }
          }
        }
      },
      Case("a stream that is broken off, by a return or an error, leaves the connection usable") { scope in
        try await scope.lease { connection in
          for _ in 0..<3 {
            let first = try await connection.stream(numbers(to: 20_000)) { rows in
              for try await row in rows { return try row.decode(0, as: Int.self) }
              return 0
            }
            try expectEqual(first, 1, "The first row")
            _ = try await expectError(BrokenOff.self, "The closure's error") {
              try await connection.stream(numbers(to: 20_000)) { rows in for try await _ in rows { throw BrokenOff() } }
            }
            try expectEqual(try only(await connection.query("SELECT 1 AS x")).decode(0, as: Int.self), 1, "The next answer")
          }
        }
      },
      Case("a stream that is broken off inside of a transaction leaves the transaction as it was") { scope in
        let table = try await scope.createNumbers()
        try await scope.lease { connection in
          try await connection.withTransaction { connection in
            try await connection.query("INSERT INTO \(table) (n) VALUES (1)")
            try await connection.stream(numbers(to: 20_000)) { rows in for try await _ in rows { break } }
            try await connection.query("INSERT INTO \(table) (n) VALUES (2)")
          }
        }
        try expectEqual(try await scope.numbers(in: table), [1, 2], "What is there")
      },
      Case("a stream of a statement that is wrong throws, and the connection stays usable") { scope in
        try await scope.lease { connection in
          let error = try await expectError(DatabaseError.self, "A missing table") {
            try await connection.stream("SELECT * FROM nowhere_at_all") { rows in for try await _ in rows {} }
          }
          try expectEqual(error.sqlState, .undefinedTable, "The state")
          try expectEqual(try await connection.query("SELECT 1 AS x").count, 1, "The rows of the next answer")
        }
      },
    ] + runningStreamCases

  private struct BrokenOff: Error {}
}
