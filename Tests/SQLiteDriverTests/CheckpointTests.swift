import Database
import Names
import SQL
import SQLiteDriver
import Testing

@Suite(.timeLimit(.minutes(1))) struct CheckpointTests {
  @Test func `a passive checkpoint does what a reader lets it, a truncating one waits its time and says so`() async throws {
    try await withDatabase({ $0.busyTimeout = .milliseconds(50) }) { database, _ in
      try await database.make(.acme, "CREATE TABLE t (n INTEGER)")
      try await database.withConnection(.tenant(.acme)) { reader in
        _ = try await reader.query("BEGIN")
        _ = try await reader.query("SELECT count(*) FROM t")
        _ = try await database.withConnection(.tenant(.acme)) { try await $0.query("INSERT INTO t VALUES (1)") }
        let passive = try await database.checkpoint(of: .tenant(.acme))
        #expect(!passive.isComplete)
        await expectState(.lockNotAvailable) { try await database.checkpoint(of: .tenant(.acme), .truncate) }
        _ = try await reader.query("COMMIT")
        #expect(try await database.checkpoint(of: .tenant(.acme), .truncate).isComplete)
        #expect(try database.schemasWithLongLog(over: 0) == [])
      }
    }
  }

  @Test func `a long log is due`() async throws {
    try await withDatabase { database, _ in
      try await database.make(.acme, "CREATE TABLE t (n INTEGER)")
      try await database.withConnection(.tenant(.acme)) { lease in
        _ = try await lease.query("INSERT INTO t VALUES (1)")
        #expect(try database.schemasWithLongLog(over: 1000) == [.acme])
        #expect(try database.schemasWithLongLog() == [])
      }
    }
  }
}
