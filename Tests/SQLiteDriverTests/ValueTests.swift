import Database
import FoundationEssentials
import Names
import SQL
import Testing

@testable import SQLiteDriver

@Suite struct ValueTests {
  static let moment = Timestamp(microsecondsSinceEpoch: 1_795_512_600_123_456)
  static let uuid = UUID(uuid: (0x6F, 0x96, 0x19, 0xFF, 0x8B, 0x86, 0xD0, 0x11, 0xB4, 0x2D, 0x00, 0xCF, 0x4F, 0xC9, 0x64, 0xFF))

  static let stored: [(SQLValue, SQLValue)] = [
    (.null, .null), (.bool(true), .integer(1)), (.bool(false), .integer(0)), (.integer(.max), .integer(.max)),
    (.integer(.min), .integer(.min)), (.integer(0), .integer(0)), (.double(0.1), .double(0.1)),
    (.double(-1e300), .double(-1e300)),
    (.double(.infinity), .double(.infinity)), (.text(""), .text("")), (.text("it's \"ü\" 🏢\n"), .text("it's \"ü\" 🏢\n")),
    (.bytes([]), .bytes([])), (.bytes([0, 255, 39]), .bytes([0, 255, 39])),
    (.uuid(uuid), .text("6f9619ff-8b86-d011-b42d-00cf4fc964ff")), (.timestamp(moment), .text(moment.description)),
    (.json("{\"a\": 1}"), .text("{\"a\": 1}")), (.textArray(["a", "\"", "\u{1}"]), .text("[\"a\",\"\\\"\",\"\\u0001\"]")),
    (.integerArray([1, -2]), .text("[1,-2]")),
  ]

  @Test(arguments: stored)
  func `a value comes back as it is kept, bound or written into a message`(sent: SQLValue, kept: SQLValue) async throws {
    try await withDatabase { database, _ in
      try await database.withConnection(.shared) { lease async throws in
        #expect(try await lease.query("SELECT \(sent)")[0].value(0) == kept)
        // Infinity has no literal.
        guard let literal = try? SQLLiteral(sent, for: .sqlite) else { return }
        #expect(try await lease.run(SQLMessage(["SELECT \(literal.text)"]))[0][0].value(0) == kept)
      }
    }
  }

  @Test func `columns are read as the types that were sent`() async throws {
    try await withDatabase { database, _ in
      try await database.withConnection(.shared) { lease in
        let row = try await lease.query(
          """
          SELECT \(true), \(42), \(2.5), \("x"), \(Self.moment), \(Self.uuid), \(SQLValue.bytes([1])),
            \(SQLValue.textArray(["ü", "\u{10FFFF}"])), \(SQLValue.null), CURRENT_TIMESTAMP AS now, 3
          """)[0]
        #expect(try row.decode(0, as: Bool.self))
        #expect(try row.decode(1, as: Int.self) == 42)
        #expect(try row.decode(2, as: Double.self) == 2.5)
        #expect(try row.decode(3, as: String.self) == "x")
        #expect(try row.decode(4, as: Timestamp.self) == Self.moment)
        #expect(try row.decode(5, as: UUID.self) == Self.uuid)
        #expect(try row.decode(6, as: [UInt8].self) == [1])
        #expect(try row.decode(8, as: String?.self) == nil)
        #expect(try row.decode(9, as: Timestamp.self).microsecondsSinceEpoch > Self.moment.microsecondsSinceEpoch / 2)
        #expect(try row.decode(10, as: Double.self) == 3)
        #expect(throws: DatabaseError.self) { try row.decode(1, as: String.self) }
        #expect(throws: DatabaseError.self) { try row.decode(3, as: Int.self) }
        #expect(throws: DatabaseError.self) { try row.decode(1, as: Bool.self) }
        #expect(throws: DatabaseError.self) { try row.decode(3, as: Timestamp.self) }
        #expect(throws: DatabaseError.self) { try row.decode(8, as: Int.self) }
      }
    }
  }

  /// How a column is declared, what is put into it, and what comes out.
  static let declared: [(String, SQLValue, SQLValue)] = [
    ("BOOLEAN", .bool(true), .bool(true)), ("bool", .integer(2), .integer(2)),
    ("NUMERIC TEXT(10, 2)", .numeric(Numeric("12.50") ?? 0), .numeric(Numeric("12.50") ?? 0)),
    // SQLite makes a floating-point number of it: it comes back as that, and never as an exact one.
    ("NUMERIC", .numeric(Numeric("12.50") ?? 0), .double(12.5)),
    ("DECIMAL", .numeric(7), .numeric(7)), ("DATE", .text("yesterday"), .text("yesterday")),
    ("TIMESTAMP", .timestamp(moment), .text(moment.description)),
    ("TIMESTAMP WITH TIME ZONE", .timestamp(moment), .timestamp(moment)),
    ("timestamptz", .text("2026-11-24 09:30:00"), .timestamp(Timestamp(microsecondsSinceEpoch: 1_795_512_600_000_000))),
    ("UUID", .uuid(uuid), .uuid(uuid)), ("JSON", .json("[1]"), .json("[1]")), ("JSON", .json("5"), .json("5")),
    ("BIGINT[]", .integerArray([1, 2]), .integerArray([1, 2])), ("date[]", .textArray(["x"]), .text("[\"x\"]")),
    ("INTEGER", .integer(1), .integer(1)), ("TEXT", .text("2026-11-24"), .text("2026-11-24")),
  ]

  @Test(arguments: declared)
  func `a declared type says what a value is, unless it is another one`(type: String, sent: SQLValue, read: SQLValue) async throws
  {
    try await withDatabase { database, _ in
      try await database.withConnection(.shared) { lease async throws in
        try await lease.query("CREATE TABLE t (x \(raw: type), y)")
        try await lease.query("INSERT INTO t VALUES (\(sent), \(sent))")
        let row = try await lease.query("SELECT x, y FROM t")[0]
        let (found, bare) = (try row.value(0), try row.value(1))
        #expect(found == read && found.canonicalText == read.canonicalText)
        #expect(try bare == StorageValue(sent).value, "Without a type it is what SQLite keeps.")
      }
    }
  }

  @Test func `a number that SQLite rounded is not read as an exact one`() async throws {
    try await withDatabase { database, _ in
      try await database.withConnection(.shared) { lease in
        try await lease.query("CREATE TABLE t (x NUMERIC)")
        try await lease.query("INSERT INTO t VALUES (\(Numeric("12345678901234567890.5")))")
        let error = await failure { _ = try await lease.query("SELECT x FROM t")[0].decode(0, as: Numeric.self) }
        #expect(error?.code == .invalidValue)
      }
    }
  }

  @Test func `values that SQLite would change are refused`() async throws {
    try await withDatabase { database, _ in
      try await database.withConnection(.shared) { lease in
        for value in [SQLValue.double(.nan), .text("a\0b"), .json("\0")] {
          let error = await failure { try await lease.query("SELECT \(value)") }
          #expect(error?.code == .invalidValue)
        }
        let error = await failure { _ = try await lease.query(RenderedSQL(text: "SELECT 1\0; DROP TABLE t")) }
        #expect(error?.sqlState == .syntaxError)
      }
    }
  }

  @Test(
    arguments: [
      ("[]", []), (" [ \"a\" , \"b\" ] ", ["a", "b"]),
      ("[\"\\u00fc\\ud83c\\udfe2\\/\\b\\f\\n\\r\\t\\\\\\\"\"]", ["ü🏢/\u{8}\u{c}\n\r\t\\\""]),
      ("[1]", nil), ("[\"a\",]", nil), ("[\"a\"] x", nil), ("{}", nil), ("", nil), ("[\"a", nil), ("[\"\\ud83c\"]", nil),
      ("[\"\\udfe2\"]", nil), ("[\"\n\"]", nil), ("[\"\\x\"]", nil), ("[\"\\u00\"]", nil), ("[null]", nil),
      ("[\"a\" \"b\"]", nil),
    ] as [(String, [String]?)])
  func `a list of texts is read strictly`(text: String, expected: [String]?) {
    #expect(String.list(from: .text(text)) == expected)
  }

  @Test func `what the literal writer writes, the reader reads`() throws {
    var generator = HostileText(seed: 7)
    for _ in 0..<200 {
      let texts = (0..<3).map { _ in generator.next(allowing: "\u{1}") }
      #expect(String.list(from: .text(JSONText.array(texts))) == texts)
    }
  }
}

extension StorageValue {
  fileprivate var value: SQLValue {
    switch self {
    case .null: .null
    case .integer(let number): .integer(number)
    case .double(let number): .double(number)
    case .text(let text): .text(text)
    case .blob(let bytes): .bytes(bytes)
    }
  }
}
