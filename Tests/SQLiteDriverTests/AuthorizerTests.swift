import Database
import Names
import SQL
import Testing

@testable import SQLiteDriver

@Suite struct AuthorizerTests {
  @Test(arguments: [
    "ATTACH 'other.db' AS other", "ATTACH ':memory:' AS other", "DETACH t_acme", "VACUUM", "VACUUM INTO 'copy.db'",
    "SELECT load_extension('x')", "PRAGMA foreign_keys = OFF", "PRAGMA journal_mode = DELETE", "PRAGMA synchronous = OFF",
    "PRAGMA writable_schema = 1", "PRAGMA trusted_schema = 1", "PRAGMA locking_mode = EXCLUSIVE",
    "PRAGMA main.journal_mode = off",
    "PRAGMA temp_store_directory = '/tmp'", "PRAGMA busy_timeout = 100000", "PRAGMA max_page_count = 1", "PRAGMA wal_checkpoint",
  ])
  func `SQL that reaches outside of its lease is refused`(text: String) async throws {
    try await withDatabase { database, _ in
      try await database.make(.acme, "CREATE TABLE t (id INTEGER)")
      for target in [ConnectionTarget.work(.acme), .tenant(.acme)] {
        try await database.withConnection(target) { lease async throws in
          await expectState(.insufficientPrivilege) { try await lease.query(SQLFragment(raw: text)) }
          // VACUUM is refused before our rules are asked: a message is a transaction.
          let state: SQLState = text.hasPrefix("VACUUM") ? SQLState("25001") : .insufficientPrivilege
          await expectState(state) { try await lease.run(SQLMessage([text])) }
          #expect(try await lease.query("PRAGMA foreign_keys")[0].decode(0) == 1)
        }
      }
    }
  }

  @Test(arguments: [
    "PRAGMA table_info(t)", "PRAGMA table_list", "PRAGMA foreign_key_list(t)", "PRAGMA integrity_check",
    "PRAGMA user_version = 3",
    "PRAGMA defer_foreign_keys = ON", "SELECT name FROM pragma_table_info('t')", "PRAGMA journal_mode", "EXPLAIN SELECT 1",
    "REINDEX", "ANALYZE", "CREATE VIRTUAL TABLE f USING fts5(x)", "PRAGMA foreign_key_check",
  ])
  func `SQL that looks at its own file is not`(text: String) async throws {
    try await withDatabase { database, _ in
      try await database.make(.acme, "CREATE TABLE t (id INTEGER)")
      try await database.withConnection(.tenant(.acme)) { lease in _ = try await lease.query(SQLFragment(raw: text)) }
    }
  }

  @Test func `the schema cannot be edited as a table, and double quotes are no text`() async throws {
    try await withDatabase { database, _ in
      try await database.withConnection(.newTenant(.acme)) { lease async throws in
        let error = await failure { try await lease.query("DELETE FROM sqlite_schema") }
        #expect(error != nil)
        await expectState(SQLState("42703")) { try await lease.query("SELECT \"text\"") }
        #expect(try await lease.query("PRAGMA journal_mode")[0].decode(0) == "wal")
        #expect(try await lease.query("PRAGMA synchronous")[0].decode(0) == 2)
      }
      try await database.withConnection(.work(.acme)) { lease async throws in
        #expect(try await lease.query("PRAGMA t_acme.journal_mode")[0].decode(0) == "wal")
        #expect(try await lease.query("PRAGMA t_acme.synchronous")[0].decode(0) == 2)
      }
    }
  }
}
