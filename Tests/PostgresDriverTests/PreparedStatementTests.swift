import Database
import SQL
import Testing

@testable import PostgresDriver

@Suite(.needsServer) struct PreparedStatementTests {
  private func preparedCount(_ connection: PostgresConnection) async throws -> Int64 {
    // The message does not prepare anything itself.
    let answers = try await connection.run(SQLMessage(["SELECT count(*) FROM pg_prepared_statements"]))
    return try #require(answers.first?.first).decode(0)
  }

  @Test func `a statement is prepared when it is used again`() async throws {
    try await TestServer.withConnection { (connection) async throws in
      for expected in [0, 1, 1] as [Int64] {
        #expect(try await connection.value("SELECT $1 + 1", .integer(1)) == .integer(2))
        #expect(try await preparedCount(connection) == expected)
      }
    }
  }

  @Test func `capacity 0 prepares nothing`() async throws {
    try await TestServer.withConnection {
      $0.statementCacheCapacity = 0
    } _: { (connection) async throws in
      for _ in 0..<4 { #expect(try await connection.value("SELECT $1", .integer(5)) == .integer(5)) }
      #expect(try await preparedCount(connection) == 0)
    }
  }

  @Test(arguments: [false, true])
  func `what the server keeps is bounded`(isInTransaction: Bool) async throws {
    try await TestServer.withConnection {
      $0.statementCacheCapacity = 10
    } _: { (connection) async throws in
      if isInTransaction { try await connection.run("BEGIN") }
      for number in 0..<60 {
        for _ in 0..<3 {
          #expect(try await connection.value("SELECT $1 + \(number)", .integer(1)) == .integer(Int64(number + 1)))
        }
      }
      #expect(try await preparedCount(connection) <= 18)
      if isInTransaction {
        try await connection.run("COMMIT")
        for _ in 0..<3 { try await connection.run("SELECT 'outside'") }
        #expect(try await preparedCount(connection) <= 10)
      }
    }
  }

  @Test func `a table that changes its shape is read anew`() async throws {
    try await TestServer.withConnection { (connection) async throws in
      try await connection.run("CREATE TEMP TABLE shape (a int8)")
      try await connection.run("INSERT INTO shape VALUES (1)")
      for _ in 0..<3 { #expect(try await connection.run("SELECT * FROM shape").first?.value(0) == .integer(1)) }
      try await connection.run("ALTER TABLE shape ALTER a TYPE text")
      for _ in 0..<3 { #expect(try await connection.run("SELECT * FROM shape").first?.value(0) == .text("1")) }
    }
  }

  @Test func `a table that another session changes is read anew, outside of a transaction`() async throws {
    let table = TestServer.uniqueName("shape")
    try await TestServer.withConnection { (connection) async throws in
      try await connection.run("CREATE TABLE \(table) (a int8)")
      for _ in 0..<3 { try await connection.run("SELECT * FROM \(table)") }
      try await TestServer.withObserver { try await $0.run("ALTER TABLE \(table) ADD b text, ALTER a TYPE numeric") }
      for _ in 0..<3 { #expect(try await connection.run("SELECT * FROM \(table)").columnNames == ["a", "b"]) }
      try await connection.run("BEGIN")
      try await TestServer.withObserver { try await $0.run("ALTER TABLE \(table) DROP b") }
      #expect(await connection.failure { _ = try await $0.run("SELECT * FROM \(table)") }?.sqlState == .featureNotSupported)
      try await connection.run("ROLLBACK")
      #expect(try await connection.run("SELECT * FROM \(table)").columnNames == ["a"])
      try await connection.run("DROP TABLE \(table)")
    }
  }

  @Test func `in a transaction a plan that does not fit fails, and the next one is prepared anew`() async throws {
    try await TestServer.withConnection { (connection) async throws in
      try await connection.run("CREATE TEMP TABLE shape (a int8)")
      for _ in 0..<3 { try await connection.run("SELECT * FROM shape") }
      try await connection.run("BEGIN")
      try await connection.run("ALTER TABLE shape ADD b int")
      #expect(await connection.failure { _ = try await $0.run("SELECT * FROM shape") }?.sqlState == .featureNotSupported)
      try await connection.run("ROLLBACK")
      for _ in 0..<3 { #expect(try await connection.run("SELECT * FROM shape").columnNames == ["a"]) }
    }
  }

  @Test(arguments: ["DEALLOCATE ALL", "DISCARD ALL", "DISCARD PLANS", "DO $$ BEGIN EXECUTE 'DEALLOCATE ALL'; END $$"])
  func `statements that somebody dropped are prepared anew`(drop: String) async throws {
    try await TestServer.withConnection { (connection) async throws in
      for _ in 0..<3 { try await connection.run("SELECT $1", .integer(1)) }
      try await connection.run(drop)
      for _ in 0..<4 { #expect(try await connection.value("SELECT $1", .integer(1)) == .integer(1)) }
      for _ in 0..<3 { try await connection.run("SELECT $1 || 'x'", .text("a")) }
    }
  }

  @Test func `the same text with other types is sent with those`() async throws {
    try await TestServer.withConnection { (connection) async throws in
      let values: [SQLValue] = [
        .null, .null, .integer(1), .text("a"), .null, .integer(2), .bool(true), .text("b"), .null, .textArray(["x"]),
      ]
      for value in values + values { #expect(try await connection.value("SELECT $1", value) == value) }
    }
  }

  @Test func `a statement that cannot be prepared fails like any other`() async throws {
    try await TestServer.withConnection { (connection) async throws in
      for _ in 0..<4 { #expect(await connection.failure { _ = try await $0.run("SELECT nonsense") }?.sqlState?.code == "42703") }
      for _ in 0..<4 {
        #expect(await connection.failure { _ = try await $0.run("SELECT 1/$1", .integer(0)) }?.sqlState?.code == "22012")
      }
      #expect(try await connection.value("SELECT 1::int8") == .integer(1))
    }
  }

  @Test func `what may not run in a transaction runs, prepared or not`() async throws {
    try await TestServer.withConnection { (connection) async throws in
      let table = TestServer.uniqueName("vacuumed")
      try await connection.run("CREATE TABLE \(table) (a int)")
      for _ in 0..<4 { try await connection.run("VACUUM \(table)") }
      for number in 0..<3 { try await connection.run("CREATE INDEX CONCURRENTLY \(table)_\(number) ON \(table) (a)") }
      try await connection.run("DROP TABLE \(table)")
    }
  }
}
