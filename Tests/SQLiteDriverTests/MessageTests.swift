import Database
import Names
import SQL
import SQLiteDriver
import Testing

@Suite struct MessageTests {
  @Test func `a message answers for each statement`() async throws {
    try await withDatabase { database, _ in
      try await database.withConnection(.newTenant(.acme)) { lease in
        let results = try await lease.run(
          SQLMessage([
            "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER)", "INSERT INTO t (n) VALUES (1), (2), (3)", "-- only a comment",
            "UPDATE t SET n = n + 1 WHERE n > 1 RETURNING n", "SELECT sum(n) FROM t; -- the end", "CREATE INDEX i ON t (n)",
          ]))
        #expect(results.map(\.count) == [0, 0, 0, 2, 1, 0])
        #expect(results.map(\.affectedRows) == [0, 3, 0, 2, 0, 0])
        #expect(try results[4][0].decode(0) == 8)
      }
    }
  }

  @Test(
    arguments: [
      ("INSERT INTO t VALUES (1)", "23505", nil), ("INSERT INTO t VALUES (3, 4)", "42601", nil),
      ("INSERT INTO ü VALUES ('é', )", "42601", 27), ("INSERT INTO missing VALUES (1)", "42P01", nil), ("COMMIT", "42501", nil),
      ("ROLLBACK", "42501", nil), ("SAVEPOINT x", "42501", nil), ("SELECT 1; SELECT 2", "42601", 9), ("SELECT '", "42601", 7),
      ("ATTACH 'x.db' AS x", "42501", nil), ("CREATE TABLE t (id)", "42P07", 13), ("SELECT nowhere FROM t", "42703", 7),
    ] as [(String, String, Int?)])
  func `a failing statement undoes the message and is named`(statement: String, state: String, offset: Int?) async throws {
    try await withDatabase { database, _ in
      try await database.make(
        .acme, "CREATE TABLE t (id INTEGER PRIMARY KEY)", "CREATE TABLE ü (a, b)", "INSERT INTO t VALUES (1)")
      try await database.withConnection(.tenant(.acme)) { lease async throws in
        let error = await failure {
          try await lease.run(
            SQLMessage(["CREATE TABLE new (id)", "INSERT INTO t VALUES (2)", statement, "INSERT INTO t VALUES (9)"]))
        }
        #expect(error?.statementIndex == 2)
        #expect(error?.sqlState?.code == state, "\(error?.message ?? "")")
        if let offset { #expect(error?.scalarOffset == offset) }
        #expect(try await lease.query("SELECT count(*) FROM t")[0].decode(0) == 1)
        #expect(try await lease.query("SELECT count(*) FROM sqlite_schema WHERE name = 'new'")[0].decode(0) == 0)
      }
    }
  }

  @Test func `a deferred foreign key undoes the message when it is committed`() async throws {
    try await withDatabase { database, _ in
      try await database.make(
        .acme, "CREATE TABLE a (id INTEGER PRIMARY KEY)",
        "CREATE TABLE b (a INTEGER REFERENCES a DEFERRABLE INITIALLY DEFERRED)")
      let error = await failure { try await database.make(.acme, "INSERT INTO b VALUES (7)", "INSERT INTO a VALUES (1)") }
      #expect(error?.sqlState == .foreignKeyViolation)
      #expect(error?.statementIndex == nil)
      #expect(try await database.number(.tenant(.acme), "SELECT (SELECT count(*) FROM a) + (SELECT count(*) FROM b)") == 0)
    }
  }

  @Test func `a trigger with statements of its own is one statement`() async throws {
    try await withDatabase { database, _ in
      try await database.make(
        .acme, "CREATE TABLE t (id INTEGER PRIMARY KEY)", "CREATE TABLE log (id INTEGER)",
        """
        CREATE TRIGGER copy AFTER INSERT ON t BEGIN
          INSERT INTO log VALUES (new.id); -- one
          INSERT INTO log VALUES (-new.id);
        END
        """, "INSERT INTO t VALUES (1), (2)")
      #expect(try await database.number(.tenant(.acme), "SELECT count(*) FROM log") == 4)
      let affected = try await database.withConnection(.tenant(.acme)) { lease in
        try await lease.query("INSERT INTO t VALUES (3)").affectedRows
      }
      #expect(affected == 1)
    }
  }

  @Test func `inside a transaction a failed message leaves what was there before`() async throws {
    try await withDatabase { database, _ in
      try await database.make(.acme, "CREATE TABLE t (id INTEGER PRIMARY KEY)")
      try await database.withConnection(.tenant(.acme)) { lease in
        try await lease.query("BEGIN")
        try await lease.query("INSERT INTO t VALUES (1)")
        let error = await failure { try await lease.run(SQLMessage(["INSERT INTO t VALUES (2)", "INSERT INTO t VALUES (1)"])) }
        #expect(error?.statementIndex == 1)
        try await lease.run(SQLMessage(["INSERT INTO t VALUES (3)"]))
        try await lease.query("COMMIT")
        #expect(try await lease.query("SELECT group_concat(id) FROM t")[0].decode(0) == "1,3")
      }
    }
  }

  @Test func `a transaction that SQLite rolled back refuses everything until it is ended`() async throws {
    try await withDatabase { database, _ in
      try await database.make(.acme, "CREATE TABLE t (id INTEGER PRIMARY KEY)")
      try await database.withConnection(.tenant(.acme)) { lease in
        for end in ["COMMIT", " end transaction ", "ROLLBACK"] {
          try await lease.query("BEGIN")
          try await lease.query("INSERT INTO t VALUES (1)")
          await expectState(.uniqueViolation) { try await lease.query("INSERT OR ROLLBACK INTO t VALUES (1)") }
          await expectState(SQLState("25P02")) { try await lease.query("INSERT INTO t VALUES (2)") }
          await expectState(SQLState("25P02")) { try await lease.run(SQLMessage(["INSERT INTO t VALUES (2)"])) }
          await expectCode((end == "ROLLBACK" ? nil : .commitFailed)) { try await lease.query(SQLFragment(raw: end)) }
          #expect(try await lease.query("SELECT count(*) FROM t")[0].decode(0) == 0)
        }
      }
    }
  }

  @Test func `a COMMIT that fails ends the transaction`() async throws {
    try await withDatabase { database, _ in
      try await database.make(
        .acme, "CREATE TABLE a (id INTEGER PRIMARY KEY, b INTEGER REFERENCES a DEFERRABLE INITIALLY DEFERRED)")
      try await database.withConnection(.tenant(.acme)) { lease in
        try await lease.query("BEGIN")
        try await lease.query("INSERT INTO a VALUES (1, 2)")
        await expectState(.foreignKeyViolation) { try await lease.query("COMMIT") }
        try await lease.query("BEGIN")
        try await lease.query("ROLLBACK")
        #expect(try await lease.query("SELECT count(*) FROM a")[0].decode(0) == 0)
      }
    }
  }
}
