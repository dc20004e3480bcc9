import Database
import SQL

extension DriverConformance {
  static let resultCases: [Case] = [
    Case("an answer has its columns' names, in order") { scope in
      try await scope.lease { connection in
        let rows = try await connection.query("SELECT 1 AS a, 'x' AS \"B c\", NULL AS a")
        try expectEqual(rows.columnNames, ["a", "B c", "a"], "The names")
        try expectEqual(try only(rows).decode(1, as: String.self), "x", "The second column")
      }
    },
    Case("an answer without rows has columns all the same") { scope in
      let table = try await scope.createNumbers()
      try await scope.lease { connection in
        let rows = try await connection.query("SELECT n FROM \(table)")
        try expect(rows.isEmpty, "There are rows.")
        try expectEqual(rows.columnNames, ["n"], "The names")
      }
    },
    Case("a column that is not there, and a type that it is not, are told as wrong values") { scope in
      try await scope.lease { connection in
        let row = try only(try await connection.query("SELECT 'x' AS a"))
        let missing = try await expectError(DatabaseError.self, "Column 1") { _ = try row.decode(1, as: Int.self) }
        let mistaken = try await expectError(DatabaseError.self, "A text as a number") { _ = try row.decode(0, as: Int.self) }
        try expectEqual(missing.code, .invalidValue, "The code for a missing column")
        try expectEqual(mistaken.code, .invalidValue, "The code for another type")
      }
    },
    Case("inserts, updates and deletes say how many rows they changed") { scope in
      let table = try await scope.createNumbers()
      try await scope.lease { connection in
        let inserted = try await connection.query("INSERT INTO \(table) (n) VALUES (1), (2), (3)")
        let updated = try await connection.query("UPDATE \(table) SET n = n + 10 WHERE n >= 2")
        let deleted = try await connection.query("DELETE FROM \(table) WHERE n = 1")
        let nothing = try await connection.query("DELETE FROM \(table) WHERE n = 1")
        let counts = [inserted, updated, deleted, nothing].map(\.affectedRows)
        try expectEqual(counts, [3, 2, 1, 0], "The numbers of rows")
      }
    },
    Case("rows that a statement returns are its answer") { scope in
      let table = try await scope.createNumbers()
      try await scope.lease { connection in
        let rows = try await connection.query("INSERT INTO \(table) (n) VALUES (7), (8) RETURNING n")
        try expectEqual(try rows.map { try $0.decode(0, as: Int.self) }, [7, 8], "The returned rows")
        try expectEqual(rows.affectedRows, 2, "The number of rows")
      }
    },
    Case("a large answer comes whole and outlives its lease") { scope in
      let count = 50_000
      let rows = try await scope.lease { connection in
        try await connection.query(
          """
          WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < \(raw: String(count)))
          SELECT n, 'row ' || n FROM c ORDER BY n
          """)
      }
      try expectEqual(rows.count, count, "The number of rows")
      for (index, row) in rows.enumerated() {
        guard try row.decode(0, as: Int.self) == index + 1, try row.decode(1, as: String.self) == "row \(index + 1)" else {
          throw ConformanceFailure("Row \(index) is another one.")
        }
      }
    },
    Case("a value of several megabytes comes back") { scope in
      let text = String(repeating: "0123456789abcdé'", count: 200_000)
      let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      let table = try scope.table("large")
      try await scope.lease { connection in
        let types = (scope.columnType(of: .text("")), scope.columnType(of: .bytes([])))
        try await connection.query("CREATE TABLE \(table) (a \(types.0), b \(types.1))")
        try await connection.query("INSERT INTO \(table) (a, b) VALUES (\(text), \(SQLValue.bytes(bytes)))")
        let row = try only(try await connection.query("SELECT a, b FROM \(table)"))
        try expect(try row.decode(0, as: String.self) == text, "The text is another one.")
        try expect(try row.decode(1, as: [UInt8].self) == bytes, "The bytes are others.")
      }
    },
  ]
}
