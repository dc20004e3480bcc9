import FoundationEssentials
import SQL
import Testing

@Suite struct SQLLiteralTests {
  private static let uuid = UUID(uuidString: "0123ABCD-0000-4000-8000-00000000FFFF") ?? UUID()

  @Test(
    arguments: [
      (.null, "NULL", "NULL"), (.bool(true), "TRUE", "1"), (.bool(false), "FALSE", "0"),
      (.integer(0), "'0'::int8", "0"), (.integer(-5), "'-5'::int8", "(-5)"),
      (.integer(.max), "'9223372036854775807'::int8", "9223372036854775807"),
      (.integer(.min), "'-9223372036854775808'::int8", "(-9223372036854775807 - 1)"),
      (.integer(.min + 1), "'-9223372036854775807'::int8", "(-9223372036854775807)"),
      (.double(1.5), "'1.5'::float8", "1.5"), (.double(-1e-300), "'-1e-300'::float8", "(-1e-300)"),
      (.double(3), "'3.0'::float8", "3.0"), (.double(-0.0), "'-0.0'::float8", "(-0.0)"),
      (.text(""), "''::text", "''"), (.text("it's"), "'it''s'::text", "'it''s'"), (.text("'"), "''''::text", "''''"),
      (.text("\\'; DROP"), "'\\''; DROP'::text", "'\\''; DROP'"), (.text("a\nb$$"), "'a\nb$$'::text", "'a\nb$$'"),
      (.text("größe😀"), "'größe😀'::text", "'größe😀'"), (.text("'\u{301}"), "'''\u{301}'::text", "'''\u{301}'"),
      (.bytes([]), "'\\x'::bytea", "x''"), (.bytes([0, 0x0F, 0xFF, 0x27]), "'\\x000fff27'::bytea", "x'000fff27'"),
      (
        .uuid(uuid), "'0123abcd-0000-4000-8000-00000000ffff'::uuid", "'0123abcd-0000-4000-8000-00000000ffff'"
      ),
      (
        .timestamp(Timestamp(microsecondsSinceEpoch: 0)), "'1970-01-01T00:00:00.000000Z'::timestamptz",
        "'1970-01-01T00:00:00.000000Z'"
      ),
      (.timestamp(.infinity), "'infinity'::timestamptz", "'infinity'"),
      (.json("{\"a\":\"it's\"}"), "'{\"a\":\"it''s\"}'::jsonb", "'{\"a\":\"it''s\"}'"),
      (.textArray([]), "ARRAY[]::text[]", "'[]'"),
      (.textArray(["a'", "b\"\\", ","]), "ARRAY['a''', 'b\"\\', ',']::text[]", "'[\"a''\",\"b\\\"\\\\\",\",\"]'"),
      (.integerArray([]), "ARRAY[]::int8[]", "'[]'"),
      (.integerArray([1, .min]), "ARRAY['1', '-9223372036854775808']::int8[]", "'[1,-9223372036854775808]'"),
    ] as [(SQLValue, String, String)])
  func `values are written with their type`(value: SQLValue, postgres: String, sqlite: String) throws {
    #expect(try Array(SQLLiteral(value, for: .postgres).text.utf8) == Array(postgres.utf8))
    #expect(try Array(SQLLiteral(value, for: .sqlite).text.utf8) == Array(sqlite.utf8))
  }

  @Test(
    arguments: [.text("a\0b"), .text("\0"), .json("\0"), .textArray(["a", "\0"])] as [SQLValue])
  func `text with NUL is refused, and not shown`(value: SQLValue) {
    let error = #expect(throws: SQLTextError.self) { try SQLLiteral(value, for: .postgres) }
    #expect(error?.message.contains("a") == true && error?.message.contains("\0") == false)
  }

  @Test func `text with NUL is refused on SQLite`() {
    #expect(throws: SQLTextError.self) { try SQLLiteral(.text("a\0b"), for: .sqlite) }
    #expect(throws: SQLTextError.self) { try SQLLiteral(.json("\0"), for: .sqlite) }
  }

  @Test func `numbers that are not finite have a literal on PostgreSQL alone`() throws {
    let spelled = [(Double.infinity, "Infinity"), (-.infinity, "-Infinity"), (.nan, "NaN"), (.signalingNaN, "NaN")]
    for (number, text) in spelled {
      #expect(try SQLLiteral(.double(number), for: .postgres).text == "'\(text)'::float8")
      #expect(throws: SQLTextError.self) { try SQLLiteral(.double(number), for: .sqlite) }
    }
  }

  @Test func `moments outside of the years that PostgreSQL writes plainly are spelt as it reads them`() throws {
    let day: Int64 = 86_400_000_000
    let first = Timestamp(microsecondsSinceEpoch: -719_162 * day)
    #expect(try SQLLiteral(.timestamp(first), for: .postgres).text == "'0001-01-01T00:00:00.000000Z'::timestamptz")
    let before = Timestamp(microsecondsSinceEpoch: -719_163 * day)
    #expect(try SQLLiteral(.timestamp(before), for: .postgres).text == "'0001-12-31T00:00:00.000000Z BC'::timestamptz")
    #expect(try SQLLiteral(.timestamp(before), for: .sqlite).text == "'0000-12-31T00:00:00.000000Z'")
  }
}
