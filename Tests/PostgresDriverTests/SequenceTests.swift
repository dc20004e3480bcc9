import Database
import SQL
import TenantryTestSupport
import Testing

@testable import PostgresDriver

/// What `lastval()` tells the next borrower: nothing.
@Suite(.needsServer) struct SequenceTests {
  private static let setUp = [
    "CREATE SEQUENCE numbers", "CREATE TABLE counted (id bigserial PRIMARY KEY, n int CHECK (n > 0))",
    "INSERT INTO counted (n) VALUES (5)",
  ]

  /// How somebody draws a number.
  static let ways = [
    "SELECT nextval('numbers')", "SELECT setval('numbers', 7), nextval('numbers')", "INSERT INTO counted (n) VALUES (1)",
    "INSERT INTO counted (n) VALUES (0)", "WITH w AS (INSERT INTO counted (n) VALUES (1) RETURNING id) SELECT id FROM w",
    "UPDATE counted SET id = DEFAULT",
    "MERGE INTO counted c USING (SELECT 1) s ON false WHEN NOT MATCHED THEN INSERT (n) VALUES (1)",
    "ALTER TABLE counted ADD COLUMN more bigserial", "DO $$ BEGIN PERFORM nextval('numbers'); END $$",
  ]

  private func withDatabase(_ body: (PostgresDatabase) async throws -> Void) async throws {
    try await withTemporaryDatabase(pool: PoolConfiguration(maximumConnections: 1)) { database in
      // In another session: this one is to know nothing.
      let connection = try await PostgresConnection.connect(database.configuration, logger: .silent)
      for statement in Self.setUp { try await connection.run(statement) }
      await connection.close()
      try await body(database)
    }
  }

  /// What the next borrower is told, in every way in which it can ask.
  private func askers() -> [@Sendable (borrowing ConnectionLease) async throws -> Int?] {
    [
      { try await $0.query("SELECT lastval()").first?.decode(0, as: Int.self) },
      { try await $0.run(SQLMessage(["SELECT lastval()"])).first?.first?.decode(0, as: Int.self) },
      { try await $0.batch([RenderedSQL(text: "SELECT lastval()")]).first?.first?.decode(0, as: Int.self) },
    ]
  }

  @Test(arguments: ways, [false, true])
  func `numbers that one borrower draws are not told to the next`(way: String, asMessage: Bool) async throws {
    try await withDatabase { database in
      for asker in askers() {
        try await database.withConnection(.shared) { lease in
          if asMessage {
            _ = try? await lease.run(SQLMessage([way]))
          } else {
            _ = try? await lease.query(SQLFragment(raw: way))
          }
        }
        let error = await #expect(throws: DatabaseError.self) { _ = try await database.withConnection(.shared, asker) }
        #expect(error?.sqlState?.code == "55000", "\(error?.message ?? "")")
      }
    }
  }

  @Test func `a prepared statement that draws numbers is not forgotten about`() async throws {
    try await withDatabase { database in
      for _ in 0..<4 {
        let error = try await database.withConnection(.shared) { lease in
          let error = await #expect(throws: DatabaseError.self) { _ = try await lease.query("SELECT lastval()") }
          _ = try await lease.query("SELECT nextval('numbers') + \(1)")
          return error
        }
        #expect(error?.sqlState?.code == "55000")
      }
    }
  }

  @Test func `one's own numbers stay for the lease`() async throws {
    try await withDatabase { database in
      for _ in 0..<3 {
        let isSame = try await database.withConnection(.shared) { lease in
          let made = try await lease.run(SQLMessage(["INSERT INTO counted (n) VALUES (1) RETURNING id"])).first?.first
          let id = try made?.decode(0, as: Int.self)
          _ = try await lease.query("SELECT 1")
          return try await lease.query("SELECT lastval()").first?.decode(0, as: Int.self) == id
        }
        #expect(isSame)
      }
    }
  }
}
