import Database
import SQL

extension DriverConformance {
  /// Numbers from 1, one at a time and without an end.
  private static func endless(_ scope: ConformanceScope) -> SQLFragment {
    switch scope.dialect.engine {
    case .postgres: "SELECT generate_series(1, 100000000000)"
    case .sqlite: "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT n FROM c"
    }
  }

  /// Numbers from 1, of which the 2501st cannot be worked out.
  private static func breaking(_ scope: ConformanceScope) -> SQLFragment {
    let first: SQLFragment = "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 100000) "
    return switch scope.dialect.engine {
    case .postgres: first + "SELECT n + 0 / (2501 - n) FROM c"
    case .sqlite: first + "SELECT CASE n WHEN 2501 THEN abs(-9223372036854775807 - 1) ELSE n END FROM c"
    }
  }

  /// Streams while they run, and the connections that they run on.
  static let runningStreamCases: [Case] = [
    Case("a stream without an end is read in batches of bounded size, and broken off") { scope in
      try await scope.lease { connection in
        for batchSize in [1, 7, 1000] {
          var next = 1
          try await connection.stream(endless(scope), batchSize: batchSize) { rows in
            while next < 20 * batchSize, let batch = try await rows.nextBatch() {
              try expect(!batch.isEmpty && batch.count <= batchSize, "A batch has \(batch.count) rows.")
              for row in batch {
                try expectEqual(try row.decode(0, as: Int.self), next, "The number")
                next += 1
              }
            }
          }
          try expect(next >= 20 * batchSize, "The stream ended.")
          try expectEqual(try await connection.query("SELECT 1 AS x").count, 1, "The rows of the next answer")
        }
      }
    },
    Case("an error in the middle of a stream comes after the rows before it") { scope in
      try await scope.lease { connection in
        for batchSize in [1, 1000, 10_000] {
          var seen = 0
          let error = try await expectError(DatabaseError.self, "The error of row 2501") {
            try await connection.stream(breaking(scope), batchSize: batchSize) { rows in for try await _ in rows { seen += 1 } }
          }
          try expectEqual(error.code, .server, "The code")
          try expectEqual(seen, 2500, "The rows before it")
          try expectEqual(try await connection.query("SELECT 1 AS x").count, 1, "The rows of the next answer")
        }
      }
    },
    Case("a connection refuses everything else while it streams, and the stream goes on") { scope in
      let table = try await scope.createNumbers()
      try await scope.lease { connection in
        let lease = connection.connection
        let write = RenderedSQL(text: try ("INSERT INTO \(table) (n) VALUES (1)" as SQLFragment).inlined(for: scope.dialect))
        try await connection.stream(endless(scope), batchSize: 10) { rows in
          _ = try await rows.nextBatch()
          let attempts: [() async throws -> Void] = [
            { _ = try await lease.query(write) }, { _ = try await lease.run(SQLMessage([write.text])) },
            { _ = try await lease.batch([write]) }, { _ = try await lease.openRows(of: write, batchSize: 1) },
          ]
          for attempt in attempts {
            let error = try await expectError(DatabaseError.self, "A statement beside a stream", attempt)
            try expectEqual([error.code.description], [DatabaseError.Code.unsupported.description], "The code")
            try expectEqual(error.outcome, .notSent, "What has become of it")
          }
          let first = try await rows.nextBatch()?.first?.decode(0, as: Int.self)
          try expectEqual(first, 11, "The next row")
        }
        try expectEqual(try await ConformanceScope.numbers(in: table, connection), [], "What is there")
      }
    },
    Case("rows that a stream's statement changes are all changed, also when it is broken off") { scope in
      let table = try await scope.createNumbers()
      try await scope.lease { connection in
        let insert: SQLFragment = """
          INSERT INTO \(table) (n) WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 5000)
          SELECT n FROM c RETURNING n
          """
        try await connection.stream(insert, batchSize: 10) { rows in for try await _ in rows { break } }
      }
      try expectEqual(try await scope.numbers(in: table).count, 5000, "What is there")
    },
    Case("a task that is cancelled ends its stream, and the next answer is right") { scope in
      for (round, yields) in [0, 1, 10, 100, 400].enumerated() {
        let error = try await cancelled(scope, after: yields) { connection in
          try await connection.stream(endless(scope), batchSize: 100) { rows in for try await _ in rows {} }
        }
        try expectEqual(error.code, .cancelled, "The code")
        let row = try await scope.lease { connection in
          try only(try await connection.query("SELECT CAST(\(round) AS BIGINT) AS x")).decode(0, as: Int.self)
        }
        try expectEqual(row, round, "The next answer")
      }
    },
    Case("a cancelled task stops a stream that works on its next row") { scope in
      let error = try await cancelled(scope, after: 300) { connection in
        try await connection.stream(longStatement) { rows in for try await _ in rows {} }
      }
      try expectEqual(error.code, .cancelled, "The code")
    },
  ]
}
