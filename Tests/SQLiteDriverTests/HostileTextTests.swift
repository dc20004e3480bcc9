import Database
import Names
import SQL
import SQLiteDriver
import Testing

/// Texts that try to get out of where they are written, the same ones for the same seed.
struct HostileText: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  private static let pieces = [
    "'", "''", "\"", "\\", "\\'", ";", "--", "/*", "*/", "\n", "\r", "\t", "?1", "$1", ":a", "@a", "`", "[", "]",
    "'); DROP TABLE canary; --",
    "x'00'", "é", "e\u{301}", "\u{202E}", "\u{FEFF}", "\u{FFFF}", "🏴‍☠️", "\u{10FFFF}", "\u{1}", "%s", "NULL", "a", " ",
  ]

  /// A text of a few pieces.
  mutating func next(allowing extra: String = "") -> String {
    (0..<Int.random(in: 0...8, using: &self)).map { _ in (Self.pieces + [extra]).randomElement(using: &self) ?? "" }.joined()
  }
}

@Suite struct HostileTextTests {
  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `hostile texts come back unchanged, bound and in messages`(seed: UInt64) async throws {
    try await withDatabase { database, _ in
      try await database.make(.acme, "CREATE TABLE canary (id INTEGER)", "CREATE TABLE t (a TEXT, b TEXT)")
      try await database.withConnection(.tenant(.acme)) { lease in
        var generator = HostileText(seed: seed)
        for _ in 0..<100 {
          let (bound, written) = (generator.next(allowing: ""), generator.next(allowing: ""))
          try await lease.run(
            SQLMessage([
              "DELETE FROM t", try ("INSERT INTO t (b) VALUES (\(written)) -- end" as SQLFragment).inlined(for: .sqlite),
            ]))
          try await lease.query("UPDATE t SET a = \(bound)")
          let row = try await lease.query("SELECT a, b, length(CAST(b AS BLOB)) FROM t")[0]
          // Compared by scalars: Swift's == takes é and its two scalars for the same.
          #expect(Array(try row.decode(0, as: String.self).unicodeScalars) == Array(bound.unicodeScalars), "seed \(seed)")
          #expect(Array(try row.decode(1, as: String.self).unicodeScalars) == Array(written.unicodeScalars), "seed \(seed)")
          #expect(try row.decode(2, as: Int.self) == written.utf8.count)
        }
        #expect(try await lease.query("SELECT count(*) FROM canary")[0].decode(0) == 0)
      }
    }
  }

  @Test func `hostile names stay names`() async throws {
    try await withDatabase { database, _ in
      try await database.make(.acme, "CREATE TABLE canary (id INTEGER)")
      try await database.withConnection(.tenant(.acme)) { lease in
        for text in ["a\"b", "x\"; DROP TABLE canary; --", "select", "é", "'", "a.b", "[x]", " "] {
          let name = try Identifier(text)
          try await lease.query("CREATE TABLE \(name) (\(name) TEXT)")
          try await lease.query("INSERT INTO \(name) (\(name)) VALUES (\(text))")
          #expect(try await lease.query("SELECT \(name) FROM \(name)")[0].decode(0, as: String.self) == text)
        }
        #expect(try await lease.query("SELECT count(*) FROM canary")[0].decode(0) == 0)
      }
    }
  }
}
