import Database
import Foundation
import Names
import SQL
import Testing

@testable import PostgresDriver

@Suite(.needsServer) struct StreamTests {
  private func withRows(
    _ connection: PostgresConnection, _ text: String, _ binds: SQLValue..., batchSize: Int = 100,
    _ body: (any RowSource) async throws -> Void
  ) async throws {
    let rows = try await connection.openRows(of: RenderedSQL(text: text, binds: binds), batchSize: batchSize)
    do { try await body(rows) } catch {
      await rows.finish()
      throw error
    }
    await rows.finish()
  }

  @Test(arguments: [1, 7, 1000])
  func `all rows arrive, in order and in batches that are bounded`(batchSize: Int) async throws {
    try await TestServer.withConnection { (connection) async throws in
      for _ in 0..<3 {
        var next: Int64 = 1
        try await withRows(
          connection, "SELECT n::int8, 'row ' || n FROM generate_series(1, $1::int8) n", .integer(20_000), batchSize: batchSize
        ) { rows in
          while let batch = try await rows.nextBatch() {
            #expect(batch.count > 0 && batch.count <= batchSize && batch.columnNames.count == 2)
            for row in batch {
              guard try row.decode(0, as: Int64.self) == next, try row.decode(1, as: String.self) == "row \(next)" else {
                Issue.record("Row \(next) is another one.")
                return
              }
              next += 1
            }
          }
          #expect(try await rows.nextBatch() == nil)
        }
        #expect(next == 20_001)
        #expect(try await connection.value("SELECT 1::int8") == .integer(1))
      }
    }
  }

  @Test func `rows beyond all memory can be read`() async throws {
    try await TestServer.withConnection { (connection) async throws in
      let before = Self.residentBytes
      var bytes = 0
      try await withRows(connection, "SELECT repeat('x', 100000) FROM generate_series(1, 5000)") { rows in
        while let batch = try await rows.nextBatch() {
          for row in batch { bytes += try row.decode(0, as: String.self).utf8.count }
        }
      }
      #expect(bytes == 500_000_000)
      // Other tests run meanwhile; the answer as a whole would be three times as much.
      #expect(Self.residentBytes - before < 150_000_000)
    }
  }

  private static var residentBytes: Int {
    let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ").dropFirst().first
    return (pages.flatMap { Int($0) } ?? 0) * 4096
  }

  @Test func `an error in the middle comes after the rows before it`() async throws {
    try await TestServer.withConnection { (connection) async throws in
      var seen = 0
      let error = await connection.failure { connection in
        try await withRows(connection, "SELECT 1000 / (2501 - n) FROM generate_series(1, 100000) n") { rows in
          while let batch = try await rows.nextBatch() { seen += batch.count }
        }
      }
      #expect(error?.code == .server && error?.sqlState?.code == "22012")
      #expect(seen == 2500)
      #expect(try await connection.value("SELECT 1::int8") == .integer(1))
    }
  }

  @Test func `a statement that is refused fails before there is a stream`() async throws {
    try await TestServer.withConnection { (connection) async throws in
      for text in ["SELECT nonsense", "SELECT 1; SELECT 2", "COPY pg_class TO STDOUT"] {
        let error = await connection.failure { connection in
          try await withRows(connection, text) { rows in while try await rows.nextBatch() != nil {} }
        }
        #expect(error != nil && error?.code != .connectionLost)
        #expect(try await connection.value("SELECT 1::int8") == .integer(1))
      }
      try await withRows(connection, "CREATE TEMP TABLE made ()") { (rows) async throws in
        #expect(try await rows.nextBatch() == nil)
      }
      #expect(connection.isTouched)
    }
  }

  @Test(arguments: [0, 1, 3])
  func `breaking off cancels the statement, and the connection goes on`(batches: Int) async throws {
    try await TestServer.withConnection { (connection) async throws in
      for _ in 0..<5 {
        try await withRows(connection, "SELECT generate_series(1, 100000000000)") { rows in
          for _ in 0..<batches { _ = try await rows.nextBatch() }
        }
        #expect(connection.isUsable)
        #expect(try await connection.value("SELECT 1::int8") == .integer(1))
      }
    }
  }

  @Test func `breaking off inside of a transaction, or while rows change, undoes nothing`() async throws {
    try await TestServer.withConnection { (connection) async throws in
      try await connection.run("CREATE TEMP TABLE kept (n int)")
      try await withRows(connection, "INSERT INTO kept SELECT generate_series(1, 50000) RETURNING n") { rows in
        _ = try await rows.nextBatch()
      }
      #expect(try await connection.value("SELECT count(*) FROM kept") == .integer(50_000))
      try await connection.run("BEGIN")
      try await connection.run("DELETE FROM kept")
      try await withRows(connection, "SELECT generate_series(1, 300000)") { rows in _ = try await rows.nextBatch() }
      try await connection.run("COMMIT")
      #expect(try await connection.value("SELECT count(*) FROM kept") == .integer(0))
    }
  }

  @Test func `while there is a stream the connection refuses everything else`() async throws {
    try await TestServer.withConnection { (connection) async throws in
      try await withRows(connection, "SELECT generate_series(1, 100000)") { rows in
        _ = try await rows.nextBatch()
        #expect(await connection.failure { _ = try await $0.run("SELECT 1") }?.code == .unsupported)
        #expect(await connection.failure { _ = try await $0.run(SQLMessage(["SELECT 1"])) }?.code == .unsupported)
        #expect(await connection.failure { _ = try await $0.batch([RenderedSQL(text: "SELECT 1")]) }?.code == .unsupported)
        #expect(try await rows.nextBatch() != nil)
      }
      #expect(try await connection.value("SELECT 1::int8") == .integer(1))
    }
  }

  @Test func `a stream whose plan does not fit any more is begun once more`() async throws {
    let table = TestServer.uniqueName("streamed")
    try await TestServer.withConnection { (connection) async throws in
      try await connection.run("CREATE TABLE \(table) (a int8)")
      try await connection.run("INSERT INTO \(table) VALUES (1)")
      for _ in 0..<3 { try await connection.run("SELECT * FROM \(table)") }
      try await TestServer.withObserver { try await $0.run("ALTER TABLE \(table) ADD b text") }
      try await withRows(connection, "SELECT * FROM \(table)") { (rows) async throws in
        #expect(try await rows.nextBatch()?.columnNames == ["a", "b"])
      }
      try await connection.run("DROP TABLE \(table)")
    }
  }

  @Test func `a cancelled task ends its stream`() async throws {
    let text = "SELECT n, pg_sleep(CASE n WHEN 3000 THEN 600 ELSE 0 END) FROM generate_series(1, 5000) n"
    let error = try await Cancelling.error(of: text) { (connection) async throws(DatabaseError) in
      let rows = try await connection.openRows(of: RenderedSQL(text: text), batchSize: 100)
      do throws(DatabaseError) { while try await rows.nextBatch() != nil {} } catch {
        await rows.finish()
        throw error
      }
      await rows.finish()
    }
    #expect(error?.code == .cancelled)
  }

  @Test func `a stream is read through a lease, row by row, and not after it`() async throws {
    let database = PostgresDatabase(
      name: try DatabaseName("streams"), configuration: try TestServer.configuration(), logger: .silent)
    try await database.withConnection(.shared) { connection in
      var sum = 0
      let stream = try await connection.stream("SELECT generate_series(\(1), \(5000))::int8") { rows in
        for try await row in rows { sum += try row.decode(0, as: Int.self) }
        return rows
      }
      #expect(sum == 12_502_500)
      #expect(try await stream.nextBatch() == nil)
      let early = try await connection.stream("SELECT generate_series(1, 100000000000)") { rows in
        for try await _ in rows { break }
        return rows
      }
      let error = await #expect(throws: DatabaseError.self) { try await early.nextBatch() }
      #expect(error?.code == .invalidValue)
      #expect(try await connection.query("SELECT 1").count == 1)
    }
    await database.shutdown()
  }
}
