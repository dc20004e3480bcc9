import Database
import Names
import SQL
import SQLiteDriver
import Testing

@Suite struct LockTests {
  @Test func `another process that holds the file makes a retryable error`() async throws {
    try await withDatabase({ $0.busyTimeout = .milliseconds(20) }) { database, directory in
      try await database.make(.acme, "CREATE TABLE t (id INTEGER)")
      let other = try OtherProcess("\(directory)/t_acme.db")
      try other.run("BEGIN IMMEDIATE; INSERT INTO t VALUES (7);")
      for write in [true, false] {
        let error = await failure {
          try await database.withConnection(.tenant(.acme)) { lease in
            if write { try await lease.query("INSERT INTO t VALUES (1)") } else { try await lease.run(SQLMessage(["SELECT 1"])) }
          }
        }
        #expect(error?.sqlState == .lockNotAvailable)
        #expect(error?.isRetryable == true)
      }
      #expect(try await database.number(.tenant(.acme), "SELECT count(*) FROM t") == 0)
      try other.run("COMMIT;")
      try other.end()
      #expect(try await database.number(.tenant(.acme), "SELECT sum(id) FROM t") == 7)
    }
  }

  @Test func `a killed process leaves nothing of its transaction`() async throws {
    try await withDatabase { database, directory in
      try await database.make(.acme, "CREATE TABLE t (id INTEGER, filler BLOB)")
      let other = try OtherProcess("\(directory)/t_acme.db")
      // A cache of a few pages makes it write to the log before it commits.
      try other.run("PRAGMA cache_size = 5; BEGIN; INSERT INTO t SELECT value, zeroblob(2000) FROM generate_series(1, 500);")
      other.kill()
      #expect(try await database.number(.tenant(.acme), "SELECT count(*) FROM t") == 0)
      try await database.make(.acme, "INSERT INTO t (id) VALUES (1)")
      let check = try await database.withConnection(.tenant(.acme)) { lease in
        try await lease.query("PRAGMA integrity_check")[0].decode(0, as: String.self)
      }
      #expect(check == "ok")
    }
  }

  @Test func `who waits for another connection goes on when it is done`() async throws {
    try await withDatabase { database, _ in
      try await database.make(.acme, "CREATE TABLE t (id INTEGER)")
      try await withThrowingTaskGroup(of: Void.self) { group in
        try await database.withConnection(.tenant(.acme)) { lease in
          try await lease.query("BEGIN IMMEDIATE")
          for id in 1...4 {
            group.addTask {
              try await database.withConnection(.tenant(.acme)) { _ = try await $0.query("INSERT INTO t VALUES (\(id))") }
            }
          }
          for _ in 0..<100 { await Task.yield() }
          try await lease.query("INSERT INTO t VALUES (100)")
          try await lease.query("COMMIT")
        }
        try await group.waitForAll()
      }
      #expect(try await database.number(.tenant(.acme), "SELECT sum(id) FROM t") == 110)
    }
  }

  @Test func `a transaction that read what another one changed cannot write`() async throws {
    try await withDatabase { database, _ in
      try await database.make(.acme, "CREATE TABLE t (id INTEGER)")
      try await database.withConnection(.tenant(.acme)) { lease in
        try await lease.query("BEGIN")
        #expect(try await lease.query("SELECT count(*) FROM t")[0].decode(0) == 0)
        try await database.make(.acme, "INSERT INTO t VALUES (1)")
        let error = await failure { try await lease.query("INSERT INTO t VALUES (2)") }
        #expect(error?.sqlState == .serializationFailure)
        #expect(error?.isRetryable == true)
      }
    }
  }

  @Test func `sixteen tasks write eight files and lose nothing`() async throws {
    try await withDatabase({
      $0.durability = .normal; $0.busyTimeout = .seconds(60)
    }) { database, _ in
      let schemas = (0..<8).map { SchemaName(unchecked: "t_\($0)") }
      for schema in schemas { try await database.make(schema, "CREATE TABLE t (n INTEGER)", "INSERT INTO t VALUES (0)") }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for task in 0..<16 {
          group.addTask {
            for turn in 0..<20 {
              let schema = schemas[(task + turn) % 8]
              // A read before the write: what a second writer would lose.
              let message = SQLMessage(["SELECT n FROM t", "UPDATE t SET n = n + 1"])
              let target: ConnectionTarget = turn % 2 == 0 ? .tenant(schema) : .work(schema)
              _ = try await database.withConnection(target) { try await $0.run(message) }
            }
          }
        }
        try await group.waitForAll()
      }
      var sum = 0
      for schema in schemas { sum += try await database.number(.tenant(schema), "SELECT n FROM t") }
      #expect(sum == 320)
    }
  }

  @Test func `eight tasks make the same file at once`() async throws {
    try await withDatabase { database, _ in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<8 {
          group.addTask { try await database.make(.acme, "CREATE TABLE IF NOT EXISTS t (n)", "INSERT INTO t VALUES (1)") }
        }
        try await group.waitForAll()
      }
      #expect(try await database.number(.tenant(.acme), "SELECT count(*) FROM t") == 8)
    }
  }
}
