import Database
import SQL
import Testing

@testable import PostgresDriver

@Suite(.needsServer) struct BatchTests {
  private func statement(_ text: String, _ binds: SQLValue...) -> RenderedSQL { RenderedSQL(text: text, binds: binds) }

  @Test func `a batch is one round trip, prepares what it repeats, and is quick to use that again`() async throws {
    try await TestServer.withConnection { (connection) async throws in
      for _ in 0..<3 {
        let answers = try await connection.batch((0..<100).map { statement("SELECT $1 + 1", .integer($0)) })
        #expect(try answers.map { try $0.first?.decode(0, as: Int64.self) } == (1...100).map { Int64($0) })
      }
      let names = try await connection.run(SQLMessage(["SELECT count(*) FROM pg_prepared_statements"]))
      #expect(try names[0].first?.decode(0, as: Int.self) == 1)
    }
  }

  @Test func `what was to be prepared after a failure is prepared anew`() async throws {
    try await TestServer.withConnection { (connection) async throws in
      for _ in 0..<4 {
        let error = await connection.failure {
          _ = try await $0.batch([
            statement("SELECT 1/$1", .integer(0)), statement("SELECT $1 || 'x'", .text("a")),
            statement("SELECT $1 || 'x'", .text("b")), statement("SELECT $1 || 'x'", .text("c")),
          ])
        }
        #expect(error?.statementIndex == 0)
        #expect(error?.sqlState?.code == "22012")
      }
      for _ in 0..<3 { #expect(try await connection.value("SELECT $1 || 'x'", .text("a")) == .text("ax")) }
    }
  }

  @Test(arguments: [10, 4000])
  func `a batch larger than all buffers goes both ways at the same time`(size: Int) async throws {
    try await TestServer.withConnection { (connection) async throws in
      let text = String(repeating: "y", count: 10_000_000 / size)
      let answers = try await connection.batch((0..<size).map { _ in statement("SELECT $1, repeat('z', 10000)", .text(text)) })
      #expect(answers.count == size)
      #expect(try answers.allSatisfy { try $0.first?.decode(0, as: String.self).utf8.count == text.utf8.count })
    }
  }

  @Test func `a constraint that is checked at the end fails the batch`() async throws {
    try await TestServer.withConnection { (connection) async throws in
      try await connection.run("CREATE TEMP TABLE late (id int UNIQUE DEFERRABLE INITIALLY DEFERRED)")
      let error = await connection.failure {
        _ = try await $0.batch([statement("INSERT INTO late VALUES (1)"), statement("INSERT INTO late VALUES (1)")])
      }
      #expect(error?.sqlState == .uniqueViolation)
      #expect(error?.statementIndex == 1)
      #expect(try await connection.value("SELECT count(*) FROM late") == .integer(0))
    }
  }

  @Test func `a plan that does not fit any more makes the batch run once more`() async throws {
    let table = TestServer.uniqueName("changing")
    try await TestServer.withConnection { (connection) async throws in
      try await connection.run("CREATE TABLE \(table) (a int8)")
      let batch = [statement("INSERT INTO \(table) VALUES ($1)", .integer(1)), statement("SELECT * FROM \(table)")]
      for count in 1...3 { #expect(try await connection.batch(batch)[1].count == count) }
      try await TestServer.withObserver { try await $0.run("ALTER TABLE \(table) ADD b text") }
      let answer = try await connection.batch(batch)[1]
      #expect(answer.columnNames == ["a", "b"] && answer.count == 4)
      try await connection.run("DEALLOCATE ALL")
      #expect(try await connection.batch(batch)[1].count == 5)
      try await connection.run("DROP TABLE \(table)")
    }
  }

  @Test func `a copy with the client and a value that cannot be sent are refused, with their place`() async throws {
    try await TestServer.withConnection { (connection) async throws in
      for bad in [statement("COPY pg_class TO STDOUT"), statement("SELECT $1", .text("\0"))] {
        let error = await connection.failure { _ = try await $0.batch([statement("SELECT 1"), bad]) }
        #expect(error?.statementIndex == 1)
      }
      #expect(try await connection.value("SELECT 1::int8") == .integer(1))
    }
  }

  @Test func `a cancelled batch stops, and the connection goes on`() async throws {
    let error = try await Cancelling.error(of: "SELECT pg_sleep(600)") { (connection) async throws(DatabaseError) in
      _ = try await connection.batch([
        RenderedSQL(text: "SELECT 1"), RenderedSQL(text: "SELECT pg_sleep(600)"), RenderedSQL(text: "SELECT 2"),
      ])
    }
    #expect(error?.code == .cancelled)
    #expect(error?.statementIndex == 1)
  }
}
