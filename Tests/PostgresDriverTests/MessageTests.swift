import Database
import SQL
import Testing

@testable import PostgresDriver

@Suite(.needsServer) struct MessageTests {
  /// A table of the connection's own, gone with it.
  private func withTable(_ body: (PostgresConnection) async throws -> Void) async throws {
    try await TestServer.withConnection { (connection) async throws in
      try await connection.run("CREATE TEMP TABLE item (id int PRIMARY KEY, note text)")
      try await body(connection)
    }
  }

  private func count(_ connection: PostgresConnection) async throws -> SQLValue {
    try await connection.value("SELECT count(*) FROM item")
  }

  @Test func `there is an answer for each statement`() async throws {
    try await withTable { (connection) async throws in
      let answers = try await connection.run(
        SQLMessage([
          "INSERT INTO item VALUES (1, 'a'), (2, 'b')", "SELECT id, note FROM item ORDER BY id", "UPDATE item SET note = 'c'",
          "CREATE TEMP TABLE other ()", "SELECT 1 WHERE false",
        ]))
      #expect(answers.map(\.commandTag) == ["INSERT 0 2", "SELECT 2", "UPDATE 2", "CREATE TABLE", "SELECT 0"])
      #expect(answers.map(\.affectedRows) == [2, 0, 2, 0, 0])
      #expect(try answers[1].map { try $0.decode(1, as: String.self) } == ["a", "b"])
      #expect(answers[1].columnNames == ["id", "note"])
    }
  }

  @Test func `an empty message does nothing`() async throws {
    try await withTable { (connection) async throws in #expect(try await connection.run(SQLMessage()).isEmpty) }
  }

  @Test func `a statement that fails undoes those before it`() async throws {
    try await withTable { (connection) async throws in
      let error = await connection.failure {
        _ = try await $0.run(SQLMessage(["INSERT INTO item VALUES (1)", "INSERT INTO item VALUES (1)", "SELECT 1"]))
      }
      #expect(error?.code == .server)
      #expect(error?.sqlState == .uniqueViolation)
      #expect(error?.statementIndex == 1)
      #expect(error?.constraint == "item_pkey")
      #expect(error?.table == "item")
      #expect(try await count(connection) == .integer(0))
      #expect(!connection.isInTransaction)
    }
  }

  @Test func `a syntax error is found by its place`() async throws {
    try await withTable { (connection) async throws in
      let error = await connection.failure {
        _ = try await $0.run(SQLMessage(["INSERT INTO item VALUES (1) -- 🙂", "SELECT 'é', 1 FRM item", "SELECT 2"]))
      }
      #expect(error?.sqlState == .syntaxError)
      #expect(error?.statementIndex == 1)
      #expect(error?.scalarOffset == 18)
      #expect(try await count(connection) == .integer(0))
    }
  }

  @Test func `a missing table is found by its place`() async throws {
    try await withTable { (connection) async throws in
      let error = await connection.failure { _ = try await $0.run(SQLMessage(["SELECT 1", "SELECT * FROM nowhere"])) }
      #expect(error?.sqlState == .undefinedTable)
      #expect(error?.statementIndex == 1)
      #expect(error?.scalarOffset == 14)
    }
  }

  @Test func `an error inside of a function is at the statement that called it`() async throws {
    try await withTable { (connection) async throws in
      let error = await connection.failure {
        _ = try await $0.run(
          SQLMessage([
            "CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT x FROM nowhere); END $$",
            "SELECT 1",
            "SELECT pg_temp.f()",
          ]))
      }
      #expect(error?.statementIndex == 2)
    }
  }

  @Test func `a constraint that is checked at the end fails the last statement and the whole`() async throws {
    try await withTable { (connection) async throws in
      try await connection.run("CREATE TEMP TABLE deferred (id int UNIQUE DEFERRABLE INITIALLY DEFERRED)")
      let error = await connection.failure {
        _ = try await $0.run(SQLMessage(["INSERT INTO deferred VALUES (1)", "INSERT INTO deferred VALUES (1)"]))
      }
      #expect(error?.sqlState == .uniqueViolation)
      #expect(error?.statementIndex == 1)
      #expect(try await connection.value("SELECT count(*) FROM deferred") == .integer(0))
    }
  }

  @Test func `inside a transaction the message is a part of it`() async throws {
    try await withTable { (connection) async throws in
      try await connection.run("BEGIN")
      _ = try await connection.run(SQLMessage(["INSERT INTO item VALUES (1)", "INSERT INTO item VALUES (2)"]))
      #expect(connection.isInTransaction)
      try await connection.run("ROLLBACK")
      #expect(try await count(connection) == .integer(0))
    }
  }

  @Test(arguments: ["COPY item FROM STDIN", "COPY item TO STDOUT"])
  func `a copy with the client is refused before anything is done`(copy: String) async throws {
    try await withTable { (connection) async throws in
      let error = await connection.failure { _ = try await $0.run(SQLMessage(["INSERT INTO item VALUES (1)", copy])) }
      #expect(error?.code == .unsupported)
      #expect(error?.statementIndex == 1)
      #expect(try await count(connection) == .integer(0))
    }
  }

  @Test(arguments: ["COPY item FROM STDIN", "COPY (SELECT generate_series(1, 300000)) TO STDOUT"])
  func `a copy in a statement is ended and the connection goes on`(copy: String) async throws {
    try await withTable { (connection) async throws in
      for _ in 0..<3 {
        #expect(await connection.failure { _ = try await $0.run(copy) }?.code == .unsupported)
        #expect(try await count(connection) == .integer(0))
      }
    }
  }

  @Test func `several statements in one are noticed`() async throws {
    try await withTable { (connection) async throws in
      #expect(await connection.failure { _ = try await $0.run(SQLMessage(["SELECT 1; SELECT 2"])) }?.code == .invalidValue)
      #expect(await connection.failure { _ = try await $0.run("SELECT 1; SELECT 2") }?.sqlState == .syntaxError)
      #expect(connection.isUsable)
    }
  }

  @Test func `SET LOCAL in a message holds to its end`() async throws {
    try await withTable { (connection) async throws in
      let answers = try await connection.run(
        SQLMessage(["SET LOCAL lock_timeout = '7s'", "SELECT current_setting('lock_timeout')"]))
      #expect(try answers[1].first?.value(0) == .text("7s"))
      #expect(try await connection.value("SELECT current_setting('lock_timeout')") == .text("0"))
    }
  }

  @Test func `a large message with large answers does not block`() async throws {
    try await withTable { (connection) async throws in
      let text = String(repeating: "x", count: 100_000)
      let answers = try await connection.run(SQLMessage(Array(repeating: "SELECT '\(text)', repeat('y', 100000)", count: 200)))
      #expect(answers.count == 200)
      #expect(try answers.allSatisfy { try $0.first?.decode(0, as: String.self) == text })
    }
  }
}

@Suite(.needsServer) struct TransactionTests {
  @Test func `COMMIT of a failed transaction throws`() async throws {
    try await TestServer.withConnection { (connection) async throws in
      for _ in 0..<3 {
        try await connection.run("BEGIN")
        _ = await connection.failure { _ = try await $0.run("SELECT 1/0") }
        #expect(connection.isInTransaction)
        #expect(await connection.failure { _ = try await $0.run("COMMIT") }?.code == .commitFailed)
        #expect(!connection.isInTransaction)
      }
    }
  }

  @Test func `COMMIT of a failed transaction throws in a message too`() async throws {
    try await TestServer.withConnection { (connection) async throws in
      try await connection.run("BEGIN")
      _ = await connection.failure { _ = try await $0.run("SELECT 1/0") }
      let error = await connection.failure { _ = try await $0.run(SQLMessage(["/* end */ END", "SELECT 1"])) }
      #expect(error?.code == .commitFailed)
      #expect(error?.statementIndex == 0)
    }
  }

  @Test(arguments: ["ROLLBACK", "abort", "ROLLBACK TO SAVEPOINT s", "-- COMMIT\nROLLBACK"])
  func `ROLLBACK is answered as what it is`(text: String) async throws {
    try await TestServer.withConnection { (connection) async throws in
      try await connection.run("BEGIN")
      try await connection.run("SAVEPOINT s")
      _ = await connection.failure { _ = try await $0.run("SELECT 1/0") }
      #expect(try await connection.run(text).commandTag == "ROLLBACK")
    }
  }

  @Test func `SET LOCAL outside of a transaction is an error`() async throws {
    try await TestServer.withConnection { (connection) async throws in
      #expect(await connection.failure { _ = try await $0.run("SET LOCAL lock_timeout = '1s'") }?.sqlState?.code == "25P01")
      #expect(
        await connection.failure { _ = try await $0.run(SQLMessage(["SET LOCAL lock_timeout = '1s'"])) }?.sqlState?.code
          == "25P01")
      #expect(try await connection.value("SELECT 1::int8") == .integer(1))
    }
  }

  @Test func `an error of a statement says where it is`() async throws {
    try await TestServer.withConnection { (connection) async throws in
      let error = await connection.failure { _ = try await $0.run("SELECT 'é', nothing") }
      #expect(error?.scalarOffset == 12)
      #expect(error?.sqlState?.code == "42703")
    }
  }
}
