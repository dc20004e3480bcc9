import Database
import Foundation
import Names
import SQL
import Testing

@testable import SQLiteDriver

/// What is SQLite's own about streams; the rest is in the conformance kit.
@Suite(.timeLimit(.minutes(2))) struct StreamTests {
  /// Rows of 100 KB.
  private static func large(_ count: Int) -> SQLFragment {
    """
    WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < \(raw: String(count)))
    SELECT n, hex(zeroblob(50000)) FROM c
    """
  }

  @Test func `rows beyond all memory can be read, and a batch of long rows is a small one`() async throws {
    try await withDatabase { database, _ in
      try await database.withConnection(.shared) { lease in
        let before = Self.residentBytes
        var (rowCount, byteCount) = (0, 0)
        try await lease.stream(Self.large(5000)) { rows in
          while let batch = try await rows.nextBatch() {
            #expect(batch.count <= 11)
            rowCount += batch.count
            for row in batch { byteCount += try row.decode(1, as: String.self).utf8.count }
          }
        }
        #expect(rowCount == 5000 && byteCount == 500_000_000)
        // Other tests run meanwhile; the answer as a whole would be three times as much.
        #expect(Self.residentBytes - before < 150_000_000)
      }
    }
  }

  private static var residentBytes: Int {
    let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ").dropFirst().first
    return (pages.flatMap { Int($0) } ?? 0) * 4096
  }

  @Test func `a stream that is broken off gives its file free at once`() async throws {
    try await withDatabase({ $0.busyTimeout = .milliseconds(50) }) { database, _ in
      try await database.make(.acme, "CREATE TABLE t (n INTEGER)", "INSERT INTO t VALUES (1), (2), (3)")
      try await database.withConnection(.tenant(.acme)) { lease in
        for first in 1...3 {
          let found = try await lease.stream("SELECT n FROM t WHERE n >= \(first)", batchSize: 1) { rows in
            let number = try await rows.nextBatch()?.first?.decode(0, as: Int.self)
            _ = try await database.withConnection(.tenant(.acme)) { try await $0.query("INSERT INTO t VALUES (9)") }
            // The reader is in the way: what was written after it began cannot be moved.
            await expectState(.lockNotAvailable) { try await database.checkpoint(of: .tenant(.acme), .truncate) }
            return number
          }
          #expect(found == first)
          try await database.checkpoint(of: .tenant(.acme), .truncate)
        }
      }
    }
  }

  @Test func `a stream that nobody ended ends with its lease`() async throws {
    try await withDatabase({ $0.connectionLimit = 1 }) { database, _ in
      for _ in 0..<3 {
        try await database.withOwnConnection(.shared) { connection in
          let rows = try await connection.openRows(of: RenderedSQL(text: "SELECT 1 UNION ALL SELECT 2"), batchSize: 1)
          #expect(try await rows.nextBatch()?.count == 1)
        }
        #expect(try await database.number(.shared, "SELECT 7") == 7)
      }
    }
  }

  @Test func `a source that outlives its stream says so, and does not read from the next one`() async throws {
    try await withDatabase { database, _ in
      try await database.withOwnConnection(.shared) { connection in
        let text = "SELECT 1 AS n UNION ALL SELECT 2"
        let old = try await connection.openRows(of: RenderedSQL(text: text), batchSize: 1)
        _ = try await old.nextBatch()
        #expect(await connection.reset())
        let new = try await connection.openRows(of: RenderedSQL(text: text), batchSize: 1)
        await expectCode(.invalidValue) { _ = try await old.nextBatch() }
        await old.finish()
        #expect(try await new.nextBatch()?[0].decode(0, as: Int.self) == 1)
        #expect(try await new.nextBatch()?[0].decode(0, as: Int.self) == 2)
        #expect(try await new.nextBatch() == nil)
        #expect(try await connection.query(RenderedSQL(text: text)).count == 2)
      }
    }
  }

  @Test func `pragmas and statements without rows are streams as well`() async throws {
    try await withDatabase { database, _ in
      try await database.withConnection(.shared) { lease in
        try await lease.stream("CREATE TABLE t (n INTEGER)") { (rows) async throws in #expect(try await rows.nextBatch() == nil) }
        try await lease.stream("PRAGMA table_info(t)") { (rows) async throws in #expect(try await rows.nextBatch()?.count == 1) }
        try await lease.stream("-- nothing") { (rows) async throws in #expect(try await rows.nextBatch() == nil) }
        try await lease.stream("SELECT n FROM t") { (rows) async throws in #expect(try await rows.nextBatch() == nil) }
      }
    }
  }
}
