import SQL
import Testing

@testable import PostgresDriver

@Suite struct BinaryDecodingTests {
  @Test(
    arguments: [
      ([], 0, 0, 0, "0"), ([], 0, 0, 3, "0.000"), ([1], 0, 0, 0, "1"), ([1], 1, 0x4000, 0, "-10000"),
      ([12, 3400], 0, 0, 2, "12.34"), ([12, 3400], 0, 0, 4, "12.3400"), ([5], -1, 0, 4, "0.0005"), ([5], -2, 0, 8, "0.00000005"),
      ([1, 0, 5], 2, 0, 0, "100000005"), ([], 0, 0xC000, 0, "NaN"), ([], 0, 0xD000, 0, "Infinity"),
      ([], 0, 0xF000, 0, "-Infinity"),
    ] as [([Int16], Int16, UInt16, Int16, String)])
  func `a numeric is read to its last digit`(
    groups: [Int16], weight: Int16, sign: UInt16, scale: Int16, expected: String
  ) {
    let header = [UInt16(groups.count), UInt16(bitPattern: weight), sign, UInt16(bitPattern: scale)]
    let words = header + groups.map(UInt16.init(bitPattern:))
    let bytes = words.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    #expect(BinaryDecoding.numeric(bytes.span)?.description == expected)
  }

  @Test(
    arguments: [[], [0, 1, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0x12, 0x34, 0, 0], [0xFF, 0xFF, 0, 0, 0, 0, 0, 0]] as [[UInt8]])
  func `a numeric that is cut or malformed is refused`(bytes: [UInt8]) {
    #expect(BinaryDecoding.numeric(bytes.span) == nil)
  }

  @Test(
    arguments: [
      [], [0, 0, 0, 1], [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 25],
      [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 25, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 9, 65],
      [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 25, 0, 0, 0, 1, 0, 0, 0, 1, 0xFF, 0xFF, 0xFF, 0xFF],
      [0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 25, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 65],
    ] as [[UInt8]])
  func `an array that is cut, has two dimensions or a NULL is refused`(bytes: [UInt8]) {
    #expect(BinaryDecoding.textArray(bytes.span) == nil)
  }

  @Test func `text that is not UTF-8 is refused`() {
    #expect(BinaryDecoding.text([0xC3, 0x28].span) == nil)
    #expect(BinaryDecoding.text([0xED, 0xA0, 0x80].span) == nil)
    #expect(BinaryDecoding.text(Array("é".utf8).span) == "é")
  }

  @Test func `the days of the calendar go both ways`() {
    var previous = CivilDate(daysSinceEpoch: -800_000)
    for days in Int64(-799_999)...800_000 {
      let date = CivilDate(daysSinceEpoch: days)
      let isNext =
        date.year == previous.year && date.month == previous.month && date.day == previous.day + 1
        || date.day == 1
          && (date.month == previous.month + 1 && date.year == previous.year || date.month == 1 && date.year == previous.year + 1)
      guard date.daysSinceEpoch == days, isNext else {
        Issue.record("\(days) is \(date)")
        return
      }
      previous = date
    }
    #expect(CivilDate(daysSinceEpoch: 0).isoText == "1970-01-01")
    #expect(CivilDate(daysSinceEpoch: 20_781).isoText == "2026-11-24")
  }

  @Test(
    arguments: [
      ("1970-01-01 00:00:00+00", 0), ("2000-01-01 00:00:00+00", 946_684_800_000_000), ("1970-01-01 02:30:00.5+02:30", 500_000),
      ("1969-12-31 23:59:59.999999-00", -1), ("1970-01-01 00:00:00", 0), ("1890-01-01 00:19:32+00:19:32", -2_524_521_600_000_000),
      ("0044-03-15 00:00:00+00 BC", -63_517_824_000_000_000),
    ] as [(String, Int64)])
  func `a moment is read from text`(text: String, expected: Int64) {
    #expect(TextDecoding.timestamp(text)?.microsecondsSinceEpoch == expected)
  }

  @Test(arguments: [
    "", "24.11.2026 09:30:00 UTC", "2026-11-24", "2026-11-24 09:30:00 CET", "2026-11-24 09:30:00+00 AD", "Tue Nov 24 2026",
  ])
  func `a moment in another style than ISO is refused`(text: String) {
    #expect(TextDecoding.timestamp(text) == nil)
  }

  @Test(
    arguments: [
      ("{}", []), ("{a}", ["a"]), ("{a,b}", ["a", "b"]), (#"{"a,b","c\"d","e\\f",""}"#, ["a,b", "c\"d", "e\\f", ""]),
      (#"{"NULL"}"#, ["NULL"]), ("{é🙂}", ["é🙂"]),
    ] as [(String, [String])])
  func `an array is read from text`(text: String, expected: [String]) {
    #expect(TextDecoding.textArray(text) == expected)
  }

  @Test(arguments: ["", "{", "{a", "{a,", "{a,}", "{NULL}", "{{a},{b}}", "{a}b", "[0:1]={a,b}", "{\"a"])
  func `a list that has no place in a list of texts is refused`(text: String) {
    #expect(TextDecoding.textArray(text) == nil)
  }
}
