import Database
import Names
import SQL
import Testing

@testable import SQLiteDriver

@Suite struct SQLiteConnectionTests {
  private func withConnection(
    capacity: Int = 256, _ body: (SQLiteConnection, SQLiteDatabase) async throws -> Void
  ) async throws {
    try await withDatabase { database, directory in
      try await database.make(.acme, "CREATE TABLE t (id INTEGER PRIMARY KEY, filler BLOB)")
      let configuration = SQLiteConfiguration(directory: directory, statementCacheCapacity: capacity)
      let connection = try await SQLiteConnection.open("\(directory)/t_acme.db", configuration)
      try await body(connection, database)
      await connection.close()
    }
  }

  @Test(arguments: [0, 1, 8])
  func `the cache keeps a bounded number of statements, the latest ones`(capacity: Int) async throws {
    try await withConnection(capacity: capacity) { connection, _ in
      for number in 0..<20 {
        _ = try await connection.query(RenderedSQL(text: "SELECT 0"))
        #expect(try await connection.query(RenderedSQL(text: "SELECT \(number)"))[0].decode(0) == number)
        #expect(connection.cachedStatementCount <= capacity)
      }
      #expect(connection.cachedStatementCount == capacity)
    }
  }

  @Test func `the least recently used statement goes first`() throws {
    let database = try RawDatabase(path: ":memory:")
    var cache = StatementCache(capacity: 2)
    for text in ["SELECT 1", "SELECT 2"] { cache.insert(try #require(try database.prepare(text)), for: text) }
    _ = cache.statement(for: "SELECT 1")
    cache.insert(try #require(try database.prepare("SELECT 3")), for: "SELECT 3")
    #expect(cache.statement(for: "SELECT 2") == nil)
    #expect(cache.statement(for: "SELECT 1") != nil)
    #expect(cache.count == 2)
  }

  @Test func `a full disk undoes the message, and room heals it`() async throws {
    try await withConnection { connection, database in
      try await connection.retrying { session throws(RawError) in _ = try session.own("PRAGMA max_page_count = 20") }
      let big = "INSERT INTO t (filler) VALUES (zeroblob(500000))"
      let error = await failure { _ = try await connection.run(SQLMessage(["INSERT INTO t VALUES (1, NULL)", big])) }
      #expect(error?.sqlState == .diskFull)
      #expect(error?.statementIndex == 1)
      await expectState(.diskFull) { _ = try await connection.query(RenderedSQL(text: big)) }
      #expect(try await database.number(.tenant(.acme), "SELECT count(*) FROM t") == 0)
      // In a transaction of the caller's, SQLite rolls everything back: nothing of it may be committed one by one.
      _ = try await connection.query(RenderedSQL(text: "BEGIN"))
      _ = try await connection.query(RenderedSQL(text: "INSERT INTO t VALUES (2, NULL)"))
      await expectState(.diskFull) { _ = try await connection.query(RenderedSQL(text: big)) }
      #expect(connection.isInTransaction)
      let next = await failure { _ = try await connection.query(RenderedSQL(text: "INSERT INTO t VALUES (3, NULL)")) }
      if next != nil {
        await expectCode(.commitFailed) { _ = try await connection.query(RenderedSQL(text: "COMMIT")) }
        #expect(try await database.number(.tenant(.acme), "SELECT count(*) FROM t") == 0)
      }
      #expect(await connection.reset())
      try await connection.retrying { session throws(RawError) in _ = try session.own("PRAGMA max_page_count = 100000") }
      _ = try await connection.run(SQLMessage([big]))
      #expect(try await database.number(.tenant(.acme), "SELECT count(*) FROM t WHERE filler IS NOT NULL") == 1)
    }
  }

  @Test func `a closed connection says so`() async throws {
    try await withConnection { connection, _ in
      await connection.close()
      await connection.close()
      #expect(!connection.isUsable)
      #expect(await connection.reset() == false)
      await expectCode(.connectionLost) { _ = try await connection.query(RenderedSQL(text: "SELECT 1")) }
    }
  }

  @Test func `the number of values must be the number of placeholders`() async throws {
    try await withConnection { connection, _ async throws in
      for values in [[], [SQLValue.integer(1), .integer(2)]] {
        let error = await failure { _ = try await connection.query(RenderedSQL(text: "SELECT ?1", binds: values)) }
        #expect(error?.sqlState?.code == "08P01")
      }
      // What was bound once is gone.
      #expect(try await connection.query(RenderedSQL(text: "SELECT ?1", binds: [.null]))[0].value(0) == .null)
    }
  }
}
