import Database
import Foundation
import SQL
import Testing

@testable import PostgresDriver

/// Every type against the server's own text: it is the judge of what we write and of what we read.
@Suite(.needsServer) struct ExactTypesTests {
  /// A type of the server, and texts that it takes.
  struct Sample: Sendable, CustomTestStringConvertible {
    var type: String
    var texts: [String]
    var testDescription: String { type }
  }

  static let edges: [Sample] = [
    Sample(
      type: "numeric",
      texts: [
        "0", "0.000", "1", "-1", "10000", "99990000.5", "-0.00001", "12345678901234567890.000100", "NaN", "Infinity", "-Infinity",
        "1e40", "-9999.9999", "0.0001", "0.00010000", "1e-16383", "9e131071", "5" + String(repeating: "0123456789", count: 1000),
        "1." + String(repeating: "0", count: 16383),
      ]),
    Sample(
      type: "date",
      texts: ["infinity", "-infinity", "4713-11-24 BC", "0001-01-01", "0001-12-31 BC", "5874897-12-31", "2024-02-29"]),
    Sample(type: "time", texts: ["00:00", "24:00", "23:59:59.999999", "09:30:00.25", "00:00:00.000001"]),
    Sample(
      type: "timestamp",
      texts: [
        "infinity", "-infinity", "4713-11-24 00:00:00 BC", "294247-01-10 04:00:54.775806", "2000-01-01", "0044-03-15 12:00 BC",
      ]
    ),
    Sample(
      type: "timestamptz",
      texts: [
        "infinity", "-infinity", "4713-11-25 00:00:00+00 BC", "294247-01-10 04:00:54.775806+00", "1970-01-01 00:00+00",
        "1890-01-01 00:00+00",
      ]),
    Sample(
      type: "interval",
      texts: [
        "0", "1 year", "-1 year", "1 mon", "-1 mons +1 day", "1 day -00:00:01", "-1 day 00:00:01", "2147483647 mons", "-13 mons",
        "-2147483648 days", "2562047788:00:54.775807", "-2562047788:00:54.775807", "1 year 2 mons 3 days 04:05:06.789",
        "-00:00:00.5",
        "-1 mon 5 days -100:00:00",
      ]),
    Sample(type: "uuid", texts: ["00112233-4455-6677-8899-aabbccddeeff", "ffffffff-ffff-ffff-ffff-ffffffffffff"]),
    Sample(
      type: "inet",
      texts: [
        "0.0.0.0", "10.1.2.3/8", "255.255.255.255/0", "::", "::1", "::1/0", "2001:db8::1/64", "1::", "1:0:0:2::3",
        "::ffff:1.2.3.4",
        "::1.2.3.4", "::2", "0:0:1::", "1:2:3:4:5:6:7:8/127", "1:2:3:4:5:6:7:0", "fe80::/10", "::ffff:0:0", "0:1::1:0:0",
      ]),
    Sample(type: "cidr", texts: ["10.0.0.0/8", "10.1.2.3", "2001:db8::/32", "::/0"]),
    Sample(type: "int4range", texts: ["empty", "(,)", "[1,5)", "(,5)", "[-2147483648,)"]),
    Sample(type: "int8range", texts: ["empty", "[1,10)", "[-9223372036854775808,9223372036854775807)"]),
    Sample(type: "numrange", texts: ["empty", "(,)", "[1.50,2.500]", "(-0.1,Infinity]", "[-Infinity,)"]),
    Sample(
      type: "daterange", texts: ["empty", "(,)", "[2026-01-01,2026-12-31)", "[0044-03-15 BC,infinity)", "[-infinity,2000-01-01)"]),
    Sample(
      type: "tsrange", texts: ["empty", "[\"2026-01-01 00:00\",\"2026-01-02 12:30:00.5\"]", "(\"0044-03-15 00:00 BC\",infinity)"]),
    Sample(
      type: "tstzrange", texts: ["empty", "(,)", "[\"2026-01-01 00:00+00\",infinity)", "(,\"294247-01-10 04:00:54.775806+00\"]"]),
    Sample(type: "bool[]", texts: ["{}", "{t,f,NULL}"]),
    Sample(type: "int2[]", texts: ["{}", "{-32768,NULL,32767}"]),
    Sample(type: "int4[]", texts: ["{1,2,3}", "{NULL}"]),
    Sample(type: "int8[]", texts: ["{-9223372036854775808,9223372036854775807}"]),
    Sample(type: "float4[]", texts: ["{1.5,NaN,-Infinity,NULL}"]),
    Sample(type: "float8[]", texts: ["{1e300,-0.1,NULL,Infinity}"]),
    Sample(type: "numeric[]", texts: ["{1.50,NULL,NaN,-0.00001}"]),
    Sample(type: "text[]", texts: ["{NULL,\"NULL\",\"a,b\",\"\",é}"]),
    Sample(type: "varchar[]", texts: ["{a,NULL}"]),
    Sample(type: "bytea[]", texts: ["{\"\\\\x00ff\",NULL,\"\\\\x\"}"]),
    Sample(type: "uuid[]", texts: ["{00112233-4455-6677-8899-aabbccddeeff,NULL}"]),
    Sample(type: "jsonb[]", texts: ["{\"{\\\"a\\\": 1}\",NULL,null,\"[]\"}"]),
    Sample(type: "json[]", texts: ["{\"{\\\"a\\\": 1}\",NULL}"]),
    Sample(type: "date[]", texts: ["{2026-11-24,NULL,infinity}"]), Sample(type: "time[]", texts: ["{09:30:00,NULL}"]),
    Sample(type: "timestamp[]", texts: ["{\"2026-11-24 09:30:00\",NULL}"]),
    Sample(type: "timestamptz[]", texts: ["{\"2026-11-24 09:30:00+00\",NULL,-infinity}"]),
    Sample(type: "interval[]", texts: ["{\"1 day\",NULL}"]), Sample(type: "inet[]", texts: ["{10.0.0.1,NULL,::1/64}"]),
    Sample(type: "int4range[]", texts: ["{\"[1,5)\",NULL,empty}"]), Sample(type: "tstzrange[]", texts: ["{\"(,)\",NULL}"]),
  ]

  @Test(arguments: edges)
  func `the server agrees about edge values`(sample: Sample) async throws {
    try await TestServer.withConnection { (connection) async throws in
      try await connection.run("SET TimeZone = 'UTC'")
      for text in sample.texts { try await check(connection, text, sample.type) }
    }
  }

  @Test(arguments: [
    "numeric", "date", "time", "timestamp", "timestamptz", "interval", "inet", "numrange", "tstzrange", "int4range",
  ])
  func `the server agrees about random values`(type: String) async throws {
    var generator = SeededGenerator(seed: 20_261_124)
    try await TestServer.withConnection { (connection) async throws in
      try await connection.run("SET TimeZone = 'UTC'")
      for _ in 0..<300 { try await check(connection, RandomTexts.text(of: type, using: &generator), type) }
    }
  }

  /// Reads a value in both formats, sends it back bound and as a literal, and lets the server compare it with the original.
  private func check(_ connection: PostgresConnection, _ text: String, _ type: String) async throws {
    let comment = Comment(rawValue: "\(type) \(text.prefix(60))")
    let read = try #require(
      try await connection.query(
        RenderedSQL(text: "SELECT x, format('%s', x) FROM (SELECT $1::text::\(type) AS x) AS s", binds: [.text(text)])
      ).first, comment)
    let value = try read.value(0)
    let written = try read.decode(1, as: String.self)
    if case .text = value { Issue.record("\(type) arrived as text") }
    let message = try await connection.run(SQLMessage(["SELECT '\(text)'::\(type)"]))
    #expect(try same(message[0].first?.value(0), value), comment)
    let bound = try await connection.query(RenderedSQL(text: "SELECT format('%s', ($1)::\(type))", binds: [value]))
    #expect(try bound.first?.value(0) == .text(written), comment)
    let literal = try SQLLiteral(value, for: .postgres).text
    let inlined = try await connection.run(SQLMessage(["SELECT format('%s', (\(literal))::\(type))"]))
    #expect(try inlined[0].first?.value(0) == .text(written), comment)
    // Moments are no text to us; their text depends on the session.
    if !type.hasSuffix("[]"), !type.hasPrefix("timestamp"), !type.hasPrefix("ts") {
      #expect(try read.decode(0, as: String.self) == written, comment)
    }
  }

  /// Equal, with NaN equal to itself.
  private func same(_ left: SQLValue?, _ right: SQLValue) -> Bool {
    left?.canonicalText == right.canonicalText
  }

  @Test func `every type is read as the Swift type that it is`() async throws {
    try await TestServer.withConnection { (connection) async throws in
      let row = try #require(
        try await connection.run(
          """
          SELECT 1.50, '2026-11-24'::date, '09:30'::time, '2026-11-24 09:30'::timestamp, '1 day'::interval, '10.0.0.1/8'::inet,
            '[1,5)'::int4range, ARRAY[1.5, NULL], '{"a": 1}'::jsonb, '{a,NULL}'::text[], '{1,2}'::int4[], '\\x00ff'::bytea, 7::int2,
            1.5::float4, '[2026-01-01,)'::daterange, ARRAY['\\x01'::bytea]
          """
        ).first)
      #expect(try row.decode(0, as: Numeric.self).description == "1.50")
      #expect(try row.decode(1, as: LocalDate.self) == LocalDate(year: 2026, month: 11, day: 24))
      #expect(try row.decode(2, as: LocalTime.self) == LocalTime(hour: 9, minute: 30))
      #expect(try row.decode(3, as: LocalTimestamp.self).description == "2026-11-24T09:30:00.000000")
      #expect(try row.decode(4, as: Interval.self) == Interval(days: 1))
      #expect(try row.decode(5, as: NetworkAddress.self) == NetworkAddress(bytes: [10, 0, 0, 1], prefixLength: 8))
      #expect(try row.decode(6, as: SQLRange<Int32>.self) == SQLRange(1..<5))
      #expect(try row.decode(7, as: [Numeric?].self) == [Numeric("1.5"), nil])
      #expect(throws: DatabaseError.self) { try row.decode(7, as: [Numeric].self) }
      #expect(try row.decode(8, as: JSONDocument.self).text == #"{"a": 1}"#)
      #expect(try row.decode(9, as: [String?].self) == ["a", nil])
      #expect(try row.decode(10, as: [Int].self) == [1, 2])
      #expect(try row.decode(11, as: [UInt8].self) == [0, 255])
      #expect(try row.decode(12, as: Int16.self) == 7)
      #expect(try row.decode(13, as: Float.self) == 1.5)
      let new = try #require(LocalDate(year: 2026, month: 1, day: 1))
      #expect(try row.decode(14, as: SQLRange<LocalDate>.self) == .bounds(.including(new), .unbounded))
      #expect(try row.decode(15, as: [[UInt8]].self) == [[1]])
      #expect(throws: DatabaseError.self) { try row.decode(0, as: LocalDate.self) }
      #expect(throws: DatabaseError.self) { try row.decode(6, as: [Int].self) }
    }
  }

  @Test func `an enum is bound as untyped text, in lists and ranges of the server's types too`() async throws {
    try await TestServer.withConnection { (connection) async throws in
      try await connection.run("BEGIN")
      let mood = TestServer.uniqueName("mood")
      try await connection.run("CREATE TYPE \(mood) AS ENUM ('glad', 'naïve')")
      try await connection.run("CREATE TEMP TABLE felt (m \(mood), ms \(mood)[])")
      for _ in 0..<3 {
        try await connection.run("INSERT INTO felt VALUES ($1, $2)", .untyped("naïve"), .untyped("{glad,NULL}"))
        try await connection.run("INSERT INTO felt VALUES ($1, $2)", .null, .null)
      }
      let rows = try await connection.run("SELECT m, ms FROM felt WHERE m = $1", .untyped("naïve"))
      #expect(rows.count == 3)
      #expect(try rows.first?.decode(0, as: String.self) == "naïve")
      #expect(try rows.first?.decode(1, as: [String?].self) == ["glad", nil])
      try await connection.run("ROLLBACK")
    }
  }

  @Test(arguments: ["timestamp", "timestamptz"])
  func `a moment beyond what 64 bits count from 1970 is told, and never another moment`(type: String) async throws {
    try await TestServer.withConnection { (connection) async throws in
      let answer = try await connection.run("SELECT '294276-12-31 23:59:59'::\(type), '294276-12-31'::\(type)::text")
      let error = #expect(throws: DatabaseError.self) { try answer.first?.value(0) }
      #expect(error?.code == .invalidValue)
      #expect(try answer.first?.decode(1, as: String.self).hasPrefix("294276-12-31") == true)
    }
  }

  @Test(arguments: [
    SQLValue.date(LocalDate(daysSinceEpoch: .min + 1)), .localTimestamp(LocalTimestamp(microsecondsSinceEpoch: .min + 1)),
    .untyped("a\0"), [String?.some("\0")].sqlValue,
  ])
  func `what has no place on the server is refused before it is sent`(value: SQLValue) async throws {
    try await TestServer.withConnection { (connection) async throws in
      #expect(await connection.failure { _ = try await $0.run("SELECT $1", value) }?.code == .invalidValue)
      #expect(try await connection.value("SELECT 1::int8") == .integer(1))
    }
  }
}

/// Texts of a type, from all over its range.
private enum RandomTexts {
  static func text(of type: String, using generator: inout SeededGenerator) -> String {
    switch type {
    case "numeric": number(using: &generator)
    case "date": day(using: &generator)
    case "time": clock(using: &generator)
    case "timestamp": moment(using: &generator)
    case "timestamptz": moment(using: &generator, zone: "+00")
    case "interval": span(using: &generator)
    case "inet": address(using: &generator)
    case "int4range":
      range(using: &generator, isDiscrete: true) { String(Int32.random(in: -2_000_000_000...2_000_000_000, using: &$0)) }
    case "numrange": range(using: &generator, isDiscrete: false) { number(using: &$0) }
    default: range(using: &generator, isDiscrete: false) { "\"" + moment(using: &$0, zone: "+00") + "\"" }
    }
  }

  private static func digits(_ count: Int, using generator: inout SeededGenerator) -> String {
    (0..<count).map { _ in
      Bool.random(using: &generator) ? "0" : String(Int.random(in: 0...9, using: &generator))
    }.joined()
  }

  private static func number(using generator: inout SeededGenerator) -> String {
    let whole = digits(Int.random(in: 1...30, using: &generator), using: &generator)
    let fraction = digits(Int.random(in: 0...30, using: &generator), using: &generator)
    return (Bool.random(using: &generator) ? "-" : "") + whole + (fraction.isEmpty ? "" : "." + fraction)
  }

  private static func day(using generator: inout SeededGenerator) -> String {
    let date = CivilDate(daysSinceEpoch: Int64.random(in: -2_400_000...100_000_000, using: &generator))
    return date.postgresText
  }

  private static func clock(using generator: inout SeededGenerator) -> String {
    LocalTime(microsecondsSinceMidnight: Int64.random(in: 0..<86_400_000_000, using: &generator))?.description ?? ""
  }

  private static func moment(using generator: inout SeededGenerator, zone: String = "") -> String {
    let date = CivilDate(daysSinceEpoch: Int64.random(in: -2_400_000...100_000_000, using: &generator))
    let parts = date.postgresText.split(separator: " ")
    return "\(parts[0]) \(clock(using: &generator))\(zone)" + (parts.count > 1 ? " BC" : "")
  }

  private static func span(using generator: inout SeededGenerator) -> String {
    Interval(
      months: Bool.random(using: &generator) ? 0 : Int32.random(in: .min ... .max, using: &generator),
      days: Bool.random(using: &generator) ? 0 : Int32.random(in: .min ... .max, using: &generator),
      microseconds: Bool.random(using: &generator) ? 0 : Int64.random(in: .min ... .max, using: &generator)
    ).description
  }

  private static func address(using generator: inout SeededGenerator) -> String {
    if Bool.random(using: &generator) {
      let bytes = (0..<4).map { _ in String(UInt8.random(in: 0...255, using: &generator)) }.joined(separator: ".")
      return bytes + "/\(Int.random(in: 0...32, using: &generator))"
    }
    let groups = (0..<8).map { _ -> String in
      Int.random(in: 0..<3, using: &generator) > 0 ? "0" : String(UInt16.random(in: 0...0xFFFF, using: &generator), radix: 16)
    }
    return groups.joined(separator: ":") + "/\(Int.random(in: 0...128, using: &generator))"
  }

  private static func range(
    using generator: inout SeededGenerator, isDiscrete: Bool, _ bound: (inout SeededGenerator) -> String
  ) -> String {
    // A range whose bounds are the wrong way round is refused, so that one end is always open.
    let text = bound(&generator)
    switch Int.random(in: 0..<5, using: &generator) {
    case 0: return "empty"
    case 1: return "(,)"
    case 2: return "[\(text),)"
    case 3: return "(,\(text))"
    default: return "[\(text),\(text)]"
    }
  }
}
