import Database
import SQL
import Testing

@testable import SQLiteDriver

@Suite struct ErrorMappingTests {
  /// What each statement violates: its state, table, column and constraint.
  struct Case: Sendable, CustomTestStringConvertible {
    var sql: String
    var state: String
    var table: String?
    var column: String?
    var constraint: String?
    var testDescription: String { sql }
  }

  static let cases = [
    Case(sql: "INSERT INTO t (id, a, b) VALUES (1, 1, 1)", state: "23505", table: "t", column: "id"),
    Case(sql: "INSERT INTO t (a, b) VALUES (5, 5)", state: "23505", table: "t"),
    Case(sql: "INSERT INTO t (a) VALUES (NULL)", state: "23502", table: "t", column: "a"),
    Case(sql: "INSERT INTO t (a, n) VALUES (1, -1)", state: "23514", constraint: "positive"),
    Case(sql: "INSERT INTO t (a, parent) VALUES (1, 99)", state: "23503"),
    Case(sql: "INSERT INTO t (a, name) VALUES (1, 'X')", state: "23505", constraint: "lower_name"),
    Case(sql: "INSERT INTO t (a, word) VALUES (1, 'stop')", state: "P0001"),
    Case(sql: "INSERT INTO strict_t VALUES ('text')", state: "42804"),
    Case(sql: "INSERT INTO t (nowhere) VALUES (1)", state: "42703", table: "t", column: "nowhere"),
    Case(sql: "SELECT nowhere FROM t", state: "42703", column: "nowhere"),
    Case(sql: "SELECT * FROM missing", state: "42P01", table: "missing"),
    Case(sql: "SELECT * FROM x.missing", state: "42P01", table: "missing"),
    Case(sql: "CREATE TABLE t (id)", state: "42P07", table: "t"),
    Case(sql: "CREATE INDEX lower_name ON t (a)", state: "42P07"),
    Case(sql: "CREATE TRIGGER stop AFTER INSERT ON t BEGIN SELECT 1; END", state: "42710"),
    Case(sql: "DROP INDEX missing", state: "42704"),
    Case(sql: "ALTER TABLE t ADD COLUMN a INTEGER", state: "42701"),
    Case(sql: "SELECT missing(1)", state: "42883"),
    Case(sql: "SELEC 1", state: "42601"), Case(sql: "SELECT (1", state: "42601"), Case(sql: "SELECT 1 'x' 'y'", state: "42601"),
    Case(sql: "ROLLBACK", state: "25P01"), Case(sql: "COMMIT", state: "25P01"), Case(sql: "RELEASE x", state: "3B001"),
    Case(sql: "SELECT abs(-9223372036854775807 - 1)", state: "22003"), Case(sql: "SELECT json('{')", state: "22P02"),
  ]

  @Test(arguments: cases)
  func `an error is what PostgreSQL would call it`(expected: Case) async throws {
    try await withDatabase { database, _ in
      try await database.make(
        .acme,
        """
        CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER NOT NULL, b INTEGER, n INTEGER CONSTRAINT positive CHECK (n > 0),
          parent INTEGER REFERENCES t, name TEXT, word TEXT, UNIQUE (a, b))
        """,
        "CREATE UNIQUE INDEX lower_name ON t (lower(name))", "CREATE TABLE strict_t (n INTEGER) STRICT",
        "CREATE TRIGGER stop BEFORE INSERT ON t WHEN new.word = 'stop' BEGIN SELECT RAISE(ABORT, 'stopped'); END",
        "INSERT INTO t (id, a, b, name) VALUES (1, 5, 5, 'x')")
      let error = await failure {
        try await database.withConnection(.tenant(.acme)) { _ = try await $0.query(RenderedSQL(text: expected.sql)) }
      }
      #expect(error?.code == .server)
      #expect(error?.sqlState?.code == expected.state, "\(error?.message ?? "")")
      #expect(error?.table == expected.table)
      #expect(error?.column == expected.column)
      #expect(error?.constraint == expected.constraint)
      #expect(error?.isRetryable == false)
    }
  }

  @Test func `no message shows a bound value`() async throws {
    try await withDatabase { database, _ in
      try await database.make(
        .acme, "CREATE TABLE t (id TEXT UNIQUE CHECK (id <> 'b'), n INTEGER) STRICT", "INSERT INTO t VALUES ('hunter2', 1)")
      try await database.withConnection(.tenant(.acme)) { lease in
        for fragment in ["INSERT INTO t VALUES (\("hunter2"), 1)", "INSERT INTO t VALUES ('x', \("hunter2"))"] as [SQLFragment] {
          let failed = await failure { try await lease.query(fragment) }
          let error = try #require(failed)
          #expect(!"\(error) \(error.detail ?? "")".contains("hunter2"))
        }
      }
    }
  }

  @Test(
    arguments: [
      ("COMMIT", .commit), (" \n;end", .commit), ("rollback", .rollback), ("ROLLBACK TRANSACTION", .rollback),
      ("ROLLBACK TO x", .other), ("rollback transaction to x", .other), ("PRAGMA x", .pragma), ("", .other), ("SELECT 1", .other),
    ] as [(String, StatementKeyword)])
  func `the end of a transaction is known by its word`(text: String, expected: StatementKeyword) {
    #expect(StatementKeyword(text) == expected)
  }
}
