import Database
import SQL

extension DriverConformance {
  /// Random texts are drawn from these seeds; a failure names the seed and the text's number.
  private static let seeds: [UInt64] = [1, 0x5EED, 0xDEC0DE]

  static let textCases: [Case] = seeds.flatMap { seed in
    [
      Case("hostile text survives as a bind (seed \(seed))") { scope in
        try await attack(scope, seed: seed) { connection, table, index, text in
          try await connection.query("INSERT INTO \(table) (i, a) VALUES (\(index), \(text))")
        }
      },
      Case("hostile text survives as a literal of a message (seed \(seed))") { scope in
        try await attack(scope, seed: seed) { connection, table, index, text in
          let values: SQLFragment = "\(index), \(text)"
          let statement = try ("INSERT INTO \(table) (i, a) VALUES (\(values))" as SQLFragment).inlined(for: scope.dialect)
          let comment = "SELECT 1 -- a comment that is not closed"
          try await connection.run(SQLMessage([comment, statement, comment]))
        }
      },
    ]
  }

  private static func attack(
    _ scope: ConformanceScope, seed: UInt64,
    insert: (borrowing ConnectionLease, TableReference, Int, String) async throws -> Void
  ) async throws {
    var source = HostileText(seed: seed)
    let texts = (0..<100).map { _ in source.next() }
    let table = try scope.table("it's \"hostile\"; --")
    try await scope.lease { connection in
      try await connection.query("CREATE TABLE \(table) (i BIGINT PRIMARY KEY, a \(scope.columnType(of: .text(""))))")
      for (index, text) in texts.enumerated() { try await insert(connection, table, index, text) }
      let rows = try await connection.query("SELECT a FROM \(table) ORDER BY i")
      try expectEqual(rows.count, texts.count, "The number of rows")
      for (index, (row, text)) in zip(rows, texts).enumerated() {
        let found = Array(try row.decode(0, as: String.self).utf8)
        try expectEqual(found, Array(text.utf8), "Text \(index) of seed \(seed)")
      }
    }
  }
}
