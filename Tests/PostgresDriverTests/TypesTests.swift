import Database
import Foundation
import SQL
import Testing

@testable import PostgresDriver

@Suite(.needsServer) struct TypesTests {
  private static let values: [SQLValue] = [
    .null, .bool(true), .bool(false), .integer(0), .integer(.min), .integer(.max), .double(0), .double(-0.0), .double(.infinity),
    .double(-.infinity), .double(.leastNonzeroMagnitude), .double(.greatestFiniteMagnitude), .double(0.1), .text(""),
    .text("naïve 🙂"), .bytes([]),
    .bytes(Array(0...255)), .uuid(UUID(uuid: (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255))), .timestamp(.infinity),
    .timestamp(.negativeInfinity), .timestamp(Timestamp(microsecondsSinceEpoch: 0)),
    .timestamp(Timestamp(microsecondsSinceEpoch: -1)),
    .timestamp(Timestamp(microsecondsSinceEpoch: 1_795_512_600_123_456)), .json(#"{"a": [1, null, "ü"]}"#), .textArray([]),
    .textArray(["a", "", "NULL", "c,d", "\"", "\\", "{}", " x "]), .integerArray([]), .integerArray([.min, -1, 0, .max]),
  ]

  @Test(arguments: values)
  func `a bind comes back as it went`(value: SQLValue) async throws {
    try await TestServer.withConnection { (connection) async throws in
      for _ in 0..<3 { #expect(try await connection.value("SELECT $1", value) == value) }
    }
  }

  @Test(arguments: values)
  func `a literal in a message comes back as it went`(value: SQLValue) async throws {
    try await TestServer.withConnection { (connection) async throws in
      let literal = try SQLLiteral(value, for: .postgres).text
      let answers = try await connection.run(SQLMessage(["SELECT \(literal)", "SELECT 1"]))
      #expect(answers.count == 2)
      #expect(try answers.first?.first?.value(0) == value)
    }
  }

  @Test func `a number that is none comes back both ways`() async throws {
    try await TestServer.withConnection { (connection) async throws in
      let bound = try await connection.run("SELECT $1", .double(.nan))
      #expect(try bound.first?.decode(0, as: Double.self).isNaN == true)
      let written = try await connection.run(SQLMessage(["SELECT 'NaN'::float8"]))
      #expect(try written.first?.first?.decode(0, as: Double.self).isNaN == true)
    }
  }

  @Test(
    arguments: [
      ("1::int2", .integer(1)), ("(-1)::int4", .integer(-1)), ("4294967295::oid", .integer(4_294_967_295)),
      ("1.5::float4", .double(1.5)),
      ("'x'::varchar(5)", .text("x")), ("'x'::char(3)", .text("x  ")), ("'x'::name", .text("x")), ("'x'::\"char\"", .text("x")),
      ("'{\"b\":1}'::json", .json("{\"b\":1}")), ("'{\"b\":1}'::jsonb", .json("{\"b\": 1}")),
      ("'2026-11-24 09:30'::timestamp", .localTimestamp(LocalTimestamp(microsecondsSinceEpoch: 1_795_512_600_000_000))),
      ("ARRAY['a','b']::varchar[]", .textArray(["a", "b"])), ("ARRAY['a']::name[]", .textArray(["a"])),
      ("ARRAY['n','a']::\"char\"[]", .textArray(["n", "a"])), ("ARRAY[1,2]::int4[]", .integerArray([1, 2])),
      ("ARRAY[-1]::int2[]", .integerArray([-1])), ("ARRAY[4294967295]::oid[]", .integerArray([4_294_967_295])),
      ("sum(1::int8)", .numeric(1)), ("'1'::xid8", .integer(1)), ("'<a/>'::xml", .text("<a/>")), ("'x'", .text("x")),
      ("NULL", .null),
    ] as [(String, SQLValue)])
  func `a value of the server is read the same from both formats`(expression: String, expected: SQLValue) async throws {
    try await TestServer.withConnection { (connection) async throws in
      #expect(try await connection.value("SELECT \(expression)") == expected)
      let answers = try await connection.run(SQLMessage(["SELECT \(expression)"]))
      #expect(try answers.first?.first?.value(0) == expected)
    }
  }

  @Test func `dates and moments agree with the server over the whole range`() async throws {
    try await TestServer.withConnection { (connection) async throws in
      let text = """
        SELECT d::date, d::date::text, d AT TIME ZONE 'UTC', extract(epoch FROM d AT TIME ZONE 'UTC')::numeric::text
        FROM generate_series('4000-01-01 BC'::timestamp, '9999-12-31', '1000 days 11:22:33.444555') d
        """
      let answer = try await connection.run(text)
      let message = try #require(try await connection.run(SQLMessage([text])).first)
      #expect(answer.count > 5000)
      for (binary, text) in zip(answer, message) {
        #expect(try binary.decode(0, as: String.self) == text.decode(1, as: String.self))
        #expect(try binary.decode(2, as: Timestamp.self) == text.decode(2, as: Timestamp.self))
      }
    }
  }

  @Test func `an enum and a domain are read as text and as their base`() async throws {
    try await TestServer.withConnection { (connection) async throws in
      try await connection.run("BEGIN")
      let mood = TestServer.uniqueName("mood")
      try await connection.run("CREATE TYPE \(mood) AS ENUM ('glad', 'naïve')")
      try await connection.run("CREATE DOMAIN \(mood)_d AS bigint")
      #expect(try await connection.value("SELECT 'naïve'::\(mood)") == .text("naïve"))
      #expect(try await connection.value("SELECT 7::\(mood)_d") == .integer(7))
      let list = try await connection.run("SELECT ARRAY['glad', 'naïve']::\(mood)[]")
      #expect(try list.first?.value(0) == .textArray(["glad", "naïve"]))
      try await connection.run("ROLLBACK")
    }
  }

  @Test(arguments: ["'08:00:2b:01:02:03'::macaddr", "point(1, 2)", "ROW(1, 2)", "ARRAY[point(1, 2)]", "ARRAY[[1, 2]]"])
  func `a type without a reader says how to get at it`(expression: String) async throws {
    try await TestServer.withConnection { (connection) async throws in
      let answer = try await connection.run("SELECT \(expression) AS thing")
      let error = #expect(throws: DatabaseError.self) { try answer.first?.value(0) }
      #expect(error?.code == .invalidValue)
      #expect(error?.message.contains("\"thing\"") == true)
      let text = try await connection.run(SQLMessage(["SELECT \(expression)", "SELECT (\(expression))::text"]))
      #expect(try text[0].first?.value(0) == text[1].first?.value(0))
    }
  }

  @Test func `a reader of another type is refused`() async throws {
    try await TestServer.withConnection { (connection) async throws in
      let row = try #require(try await connection.run("SELECT 1::int8, 'x', true, NULL::int8, 1.5").first)
      #expect(throws: DatabaseError.self) { try row.decode(0, as: String.self) }
      #expect(throws: DatabaseError.self) { try row.decode(1, as: Int64.self) }
      #expect(throws: DatabaseError.self) { try row.decode(2, as: Timestamp.self) }
      #expect(throws: DatabaseError.self) { try row.decode(3, as: Int64.self) }
      #expect(throws: DatabaseError.self) { try row.decode(4, as: Int64.self) }
      #expect(throws: DatabaseError.self) { try row.decode(5, as: Int64.self) }
      #expect(try row.decode(3, as: Int64?.self) == nil)
      #expect(try row.decode(4, as: Double.self) == 1.5)
    }
  }

  @Test(arguments: [
    SQLValue.text("a\0b"), .json("\"\0\""), .textArray(["ok", "\0"]), .timestamp(Timestamp(microsecondsSinceEpoch: .min + 1)),
  ])
  func `what PostgreSQL cannot store is refused before it is sent`(value: SQLValue) async throws {
    try await TestServer.withConnection { (connection) async throws in
      let error = await connection.failure { _ = try await $0.run("SELECT $1", value) }
      #expect(error?.code == .invalidValue)
      #expect(try await connection.value("SELECT 1::int8") == .integer(1))
    }
  }

  @Test func `NUL in the text of a statement is refused`() async throws {
    try await TestServer.withConnection { (connection) async throws in
      #expect(await connection.failure { _ = try await $0.run("SELECT 1\0; DROP TABLE x") }?.code == .invalidValue)
      #expect(await connection.failure { _ = try await $0.run(SQLMessage(["SELECT 1\0"])) }?.code == .invalidValue)
    }
  }

  @Test func `a statement that is too large is refused before it is sent`() async throws {
    try await TestServer.withConnection {
      $0.maximumMessageBytes = 1000
    } _: { (connection) async throws in
      let large = String(repeating: "x", count: 1000)
      #expect(await connection.failure { _ = try await $0.run("SELECT $1", .text(large)) }?.code == .invalidValue)
      #expect(await connection.failure { _ = try await $0.run(SQLMessage(["SELECT '\(large)'"])) }?.code == .invalidValue)
      #expect(
        await connection.failure {
          _ = try await $0.query(RenderedSQL(text: "SELECT 1", binds: Array(repeating: .null, count: 70_000)))
        }?.code == .invalidValue)
      #expect(try await connection.value("SELECT 1::int8") == .integer(1))
    }
  }

  @Test func `what is as large as the limit is sent, and one byte more is not`() async throws {
    try await TestServer.withConnection {
      $0.maximumMessageBytes = 10_000
    } _: { (connection) async throws in
      func text(_ count: Int) -> String { "SELECT 1 AS " + String(repeating: "x", count: count - 12) }
      func value(_ count: Int) -> SQLValue { .text(String(repeating: "y", count: count - 9)) }
      try await connection.run(text(10_000))
      try await connection.run("SELECT $1", value(10_000))
      _ = try await connection.run(SQLMessage([text(10_000)]))
      _ = try await connection.batch([RenderedSQL(text: text(10_000))])
      for refused in [RenderedSQL(text: text(10_001)), RenderedSQL(text: "SELECT $1", binds: [value(10_001)])] {
        #expect(await connection.failure { _ = try await $0.query(refused) }?.code == .invalidValue)
        #expect(await connection.failure { _ = try await $0.batch([refused]) }?.code == .invalidValue)
        #expect(await connection.failure { _ = try await $0.openRows(of: refused, batchSize: 1) }?.code == .invalidValue)
      }
      #expect(await connection.failure { _ = try await $0.run(SQLMessage([text(10_001)])) }?.code == .invalidValue)
      #expect(await connection.failure { _ = try await $0.openCopyOut(text(10_001)) }?.code == .invalidValue)
      #expect(try await connection.value("SELECT 1::int8") == .integer(1))
    }
  }

  @Test(arguments: [1 << 30, Int(Int32.max), Int(Int32.max) + 1, 1 << 40])
  func `a length that C has no number for is refused, whatever the limit`(count: Int) async throws {
    try await TestServer.withConnection {
      $0.maximumMessageBytes = .max
    } _: { (connection) async throws in
      #expect(throws: DatabaseError.self) { try connection.check("SELECT 1", byteCount: count) }
      try connection.check("SELECT 1", byteCount: (1 << 30) - 1)
    }
  }

  @Test func `huge values go both ways`() async throws {
    try await TestServer.withConnection { (connection) async throws in
      var bytes = [UInt8](repeating: 7, count: 20_000_000)
      for index in stride(from: 0, to: bytes.count, by: 99_991) { bytes[index] = UInt8(truncatingIfNeeded: index) }
      #expect(try await connection.value("SELECT $1", .bytes(bytes)) == .bytes(bytes))
      let text = String(repeating: "ä🙂", count: 2_000_000)
      #expect(try await connection.value("SELECT $1", .text(text)) == .text(text))
      let numbers = (0..<300_000).map(Int64.init)
      #expect(try await connection.value("SELECT $1", .integerArray(numbers)) == .integerArray(numbers))
    }
  }

  @Test func `hostile text comes back through binds, arrays, JSON and literals`() async throws {
    var generator = SeededGenerator(seed: 20_261_124)
    try await TestServer.withConnection { (connection) async throws in
      for round in 0..<120 {
        let texts = (0..<8).map { _ in HostileText.random(using: &generator) } + (round == 0 ? HostileText.fixed : [])
        let bound = try await connection.query(
          RenderedSQL(
            text: "SELECT $1::text[], $2::jsonb->>0", binds: [.textArray(texts), .json("[" + JSONText.string(texts[0]) + "]")]))
        #expect(try bound.first?.value(0) == .textArray(texts))
        #expect(try bound.first?.value(1) == .text(texts[0]))
        var message = SQLMessage()
        for text in texts { message.append("SELECT \(try SQLLiteral(.text(text), for: .postgres).text)") }
        message.append("SELECT \(try SQLLiteral(.textArray(texts), for: .postgres).text)")
        let answers = try await connection.run(message)
        #expect(try answers.dropLast().map { try $0.first?.value(0) } == texts.map { .text($0) })
        #expect(try answers.last?.first?.value(0) == .textArray(texts))
      }
    }
  }
}
