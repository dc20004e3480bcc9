import Database
import Names
import SQL
import Testing

@testable import PostgresDriver

@Suite(.needsServer) struct CopyTests {
  private struct Broken: Error {}

  /// Lends a lease on a connection of a pool of one.
  private func withLease(_ body: (borrowing ConnectionLease) async throws -> Void) async throws {
    let database = PostgresDatabase(
      name: try DatabaseName("copies"), configuration: try TestServer.configuration(),
      pool: PoolConfiguration(maximumConnections: 1),
      logger: .silent)
    do { try await database.withConnection(.shared) { connection in try await body(connection) } } catch {
      await database.shutdown()
      throw error
    }
    await database.shutdown()
  }

  private static let table: SQLFragment = "CREATE TEMP TABLE copied (id int PRIMARY KEY, note text)"

  private func count(_ connection: borrowing ConnectionLease) async throws -> Int {
    try await #require(connection.query("SELECT count(*) FROM copied").first).decode(0, as: Int.self)
  }

  /// Pieces of bytes.
  private func pieces(_ pieces: [[UInt8]], thenFail: Bool = false) -> AsyncThrowingStream<[UInt8], any Error> {
    AsyncThrowingStream { continuation in
      for piece in pieces { continuation.yield(piece) }
      continuation.finish(throwing: thenFail ? Broken() : nil)
    }
  }

  @Test(arguments: ["text", "binary", "csv"])
  func `what was copied out can be copied in`(format: String) async throws {
    try await withLease { connection in
      try await connection.query(Self.table)
      try await connection.query("INSERT INTO copied SELECT n, repeat('ä|\"\\,', n % 50) FROM generate_series(1, 20000) n")
      let chunks = try await connection.copyOut("COPY copied TO STDOUT (FORMAT \(raw: format))") { chunks in
        var all: [[UInt8]] = []
        for try await chunk in chunks { all.append(chunk) }
        return all
      }
      #expect(chunks.count > 5)
      let before = try await connection.query("SELECT md5(string_agg(note, ',' ORDER BY id)) FROM copied")
      try await connection.query("TRUNCATE copied")
      // Cut anywhere: the pieces need not end between rows.
      let bytes = chunks.flatMap(\.self)
      let cut = stride(from: 0, to: bytes.count, by: 7777).map { Array(bytes[$0..<min($0 + 7777, bytes.count)]) }
      #expect(try await connection.copyIn("COPY copied FROM STDIN (FORMAT \(raw: format))", from: pieces(cut + [[]])) == 20_000)
      let after = try await connection.query("SELECT md5(string_agg(note, ',' ORDER BY id)) FROM copied")
      #expect(try after.first?.value(0) == before.first?.value(0))
    }
  }

  @Test func `a source that fails copies nothing`() async throws {
    try await withLease { connection in
      try await connection.query(Self.table)
      for _ in 0..<3 {
        await #expect(throws: Broken.self) {
          try await connection.copyIn(
            "COPY copied FROM STDIN", from: pieces(Array(repeating: Array("1\ta\n".utf8), count: 1), thenFail: true))
        }
        #expect(try await count(connection) == 0)
      }
    }
  }

  @Test func `a row that the server refuses is a typed error, and nothing is copied`() async throws {
    try await withLease { connection in
      try await connection.query(Self.table)
      let many = (0..<2000).map { Array("\($0 % 1500)\t\(String(repeating: "x", count: 1000))\n".utf8) }
      for (rows, state) in [(many, "23505"), ([Array("1\ta\nx\tb\n".utf8)], "22P02"), ([Array("1".utf8)], "22P04")] {
        let error = await #expect(throws: DatabaseError.self) {
          try await connection.copyIn("COPY copied FROM STDIN", from: pieces(rows))
        }
        #expect(error?.sqlState?.code == state)
        #expect(try await count(connection) == 0)
      }
    }
  }

  @Test func `many megabytes go in without being held`() async throws {
    try await withLease { connection in
      try await connection.query(Self.table)
      let line = String(repeating: "y", count: 9990)
      let lines = (0..<5000).lazy.map { Array("\($0)\t\(line)\n".utf8) }
      #expect(try await connection.copyIn("COPY copied FROM STDIN", from: AsyncChunks(lines)) == 5000)
    }
  }

  @Test func `breaking off while copying out leaves the connection usable`() async throws {
    try await withLease { connection in
      for _ in 0..<5 {
        let first = try await connection.copyOut("COPY (SELECT generate_series(1, 100000000000)) TO STDOUT") { chunks in
          for try await chunk in chunks { return chunk }
          return []
        }
        #expect(first.starts(with: "1\n2\n3\n".utf8))
        #expect(try await connection.query("SELECT 1").count == 1)
      }
      await #expect(throws: Broken.self) {
        try await connection.copyOut("COPY (SELECT generate_series(1, 100000)) TO STDOUT") { _ in throw Broken() }
      }
      let error = await #expect(throws: DatabaseError.self) {
        try await connection.copyOut("COPY (SELECT 1 / (50000 - n) FROM generate_series(1, 100000) n) TO STDOUT") { chunks in
          for try await _ in chunks {}
        }
      }
      #expect(error?.sqlState?.code == "22012")
      #expect(try await connection.query("SELECT 1").count == 1)
    }
  }

  @Test func `inside of a transaction a copy that is broken off undoes nothing`() async throws {
    try await withLease { connection in
      try await connection.query(Self.table)
      try await connection.withTransaction { connection in
        #expect(try await connection.copyIn("COPY copied FROM STDIN", from: pieces([Array("1\ta\n".utf8)])) == 1)
        _ = try await connection.copyOut("COPY (SELECT generate_series(1, 100000)) TO STDOUT") { chunks in
          for try await chunk in chunks { return chunk.count }
          return 0
        }
      }
      #expect(try await count(connection) == 1)
    }
  }

  @Test(arguments: ["SELECT 1", "COPY copied TO STDOUT", "COPY nowhere FROM STDIN", "COPY copied FROM STDIN; SELECT 1"])
  func `what is no copy from us is refused, and the connection goes on`(text: String) async throws {
    try await withLease { connection in
      try await connection.query(Self.table)
      await #expect(throws: DatabaseError.self) {
        try await connection.copyIn("\(raw: text)", from: pieces([Array("1\ta\n".utf8)]))
      }
      #expect(try await count(connection) == 0)
    }
  }

  @Test func `a cancelled task ends its copy, and nothing is copied`() async throws {
    let table = TestServer.uniqueName("copied")
    try await TestServer.withConnection { (connection) async throws in
      try await connection.run("CREATE TABLE \(table) (n int)")
      let text = "COPY \(table) FROM STDIN"
      let error = try await Cancelling.error(of: text) { (connection) async throws(DatabaseError) in
        let sink = try await connection.openCopyIn(text)
        do throws(DatabaseError) {
          while true {
            try await sink.write(Array("1\n".utf8))
            await Task.yield()
          }
        } catch {
          await sink.fail()
          throw error
        }
      }
      #expect(error?.code == .cancelled)
      #expect(try await connection.value("SELECT count(*) FROM \(table)") == .integer(0))
      try await connection.run("DROP TABLE \(table)")
    }
  }
}

/// A sequence as an asynchronous one, made as it is read.
private struct AsyncChunks<Base: Sequence>: AsyncSequence where Base.Element == [UInt8] {
  private let base: Base

  init(_ base: Base) { self.base = base }

  struct AsyncIterator: AsyncIteratorProtocol {
    var base: Base.Iterator
    mutating func next(isolation: isolated (any Actor)?) async throws(Never) -> [UInt8]? { base.next() }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: base.makeIterator()) }
}
