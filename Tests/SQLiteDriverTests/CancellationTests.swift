import Database
import Names
import SQL
import SQLiteDriver
import Testing

@Suite struct CancellationTests {
  static let endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c"

  /// The number of turns varies where the cancellation meets the statement: before, while, and between two attempts.
  @Test(arguments: [0, 1, 10, 1_000, 50_000])
  func `a cancelled task stops its statement`(turns: Int) async throws {
    try await withDatabase { database, _ in
      try await database.make(.acme, "CREATE TABLE t (id INTEGER)")
      for isMessage in [true, false] {
        let began = Signal()
        await withTaskGroup(of: DatabaseError?.self) { group in
          group.addTask {
            await failure {
              try await database.withConnection(.tenant(.acme)) { lease in
                began.raise()
                if isMessage {
                  try await lease.run(SQLMessage(["INSERT INTO t VALUES (1)", Self.endless]))
                } else {
                  try await lease.query(SQLFragment(raw: Self.endless))
                }
              }
            }
          }
          while !began.isRaised { await Task.yield() }
          for _ in 0..<turns { await Task.yield() }
          group.cancelAll()
          #expect(await group.next()??.code == .cancelled)
        }
        #expect(try await database.number(.tenant(.acme), "SELECT count(*) FROM t") == 0)
      }
    }
  }

  @Test func `a transaction whose statement was stopped is not committed`() async throws {
    try await withDatabase({ $0.connectionLimit = 1 }) { database, _ in
      _ = try await database.withConnection(.shared) { try await $0.run(SQLMessage(["CREATE TABLE t (id INTEGER)"])) }
      let began = Signal()
      await withTaskGroup(of: DatabaseError?.self) { group in
        group.addTask {
          await failure {
            try await database.withConnection(.shared) { lease in
              try await lease.query("BEGIN")
              try await lease.query("INSERT INTO t VALUES (1)")
              began.raise()
              try await lease.query(SQLFragment(raw: "INSERT INTO t " + Self.endless))
            }
          }
        }
        while !began.isRaised { await Task.yield() }
        group.cancelAll()
        #expect(await group.next()??.code == .cancelled)
      }
      #expect(try await database.number(.shared, "SELECT count(*) FROM t") == 0)
    }
  }

  @Test func `a cancelled task stops waiting for a lock`() async throws {
    try await withDatabase({ $0.busyTimeout = .seconds(3600) }) { database, _ in
      try await database.make(.acme, "CREATE TABLE t (id INTEGER)")
      try await database.withConnection(.tenant(.acme)) { lease in
        try await lease.query("BEGIN IMMEDIATE")
        let began = Signal()
        await withTaskGroup(of: DatabaseError?.self) { group in
          group.addTask {
            await failure {
              try await database.withConnection(.tenant(.acme)) { lease in
                began.raise()
                try await lease.run(SQLMessage(["INSERT INTO t VALUES (2)"]))
              }
            }
          }
          while !began.isRaised { await Task.yield() }
          group.cancelAll()
          #expect(await group.next()??.code == .cancelled)
        }
        try await lease.query("INSERT INTO t VALUES (1)")
        try await lease.query("COMMIT")
      }
      #expect(try await database.number(.tenant(.acme), "SELECT sum(id) FROM t") == 1)
    }
  }

  @Test func `a long read gives the same answer as a short one`() async throws {
    try await withDatabase { database, _ in
      let count = try await database.number(
        .shared, "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 300000) SELECT count(*) FROM c")
      #expect(count == 300_000)
      let rows = try await database.withConnection(.shared) { lease in
        try await lease.query(
          "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 100000) SELECT x, 'row ' || x FROM c")
      }
      #expect(rows.count == 100_000)
      #expect(try rows[99_999].decode(1) == "row 100000")
    }
  }
}
