import SQL
import Testing

@Suite struct ExactValueTests {
  @Test(
    arguments: [
      ("0", "0"), ("-0", "0"), ("007.50", "7.50"), (".5", "0.5"), ("5.", "5"), ("+1", "1"), ("1e3", "1000"), ("1.25e1", "12.5"),
      ("1.5e-3", "0.0015"), ("0e5", "0"), ("0.000", "0.000"), ("1E-4", "0.0001"), ("-99999.00010", "-99999.00010"),
      ("100000000", "100000000"), ("NaN", "NaN"), ("-Infinity", "-Infinity"),
    ])
  func `a number is written with the digits that it was read with`(text: String, expected: String) {
    #expect(Numeric(text)?.description == expected)
  }

  @Test(arguments: [
    "", "-", ".", "1,5", "1 ", " 1", "1e", "e5", "1e1.5", "1.2.3", "0x1", "١", "1e-16384", "1e131072", "1e999999999", "infinity",
    "--1",
  ])
  func `text that is no number, or one that the server has no room for, is refused`(text: String) {
    #expect(Numeric(text) == nil)
  }

  @Test func `a value takes no more room than a UUID does`() {
    #expect(MemoryLayout<SQLValue>.size <= 17)
    #expect(MemoryLayout<Numeric>.size <= 16)
  }

  @Test func `numbers are ordered and equal as they are in PostgreSQL`() {
    let ordered = [
      "-Infinity", "-100000", "-1.5", "-0.00001", "0", "0.00001", "0.5", "1", "9999", "10000", "10000.1", "Infinity", "NaN",
    ]
    let numbers = ordered.compactMap { Numeric($0) }
    #expect(numbers.count == ordered.count)
    for (left, first) in numbers.enumerated() {
      for (right, second) in numbers.enumerated() {
        #expect((first < second) == (left < right))
        #expect((first == second) == (left == right))
      }
    }
    #expect(Numeric("1.50") == Numeric("1.5") && Numeric("1.50")?.hashValue == Numeric("1.5")?.hashValue)
    #expect(Numeric("1.50")?.scale == 2)
  }

  @Test(arguments: [0, 1, -1, 9999, 10_000, -10_000_000, 1_234_567_890_123_456_789, Int64.max, Int64.min])
  func `a whole number goes both ways`(number: Int64) {
    #expect(Numeric(number).description == String(number))
    #expect(Int64(exactly: Numeric(number)) == number)
    #expect(Numeric("\(number).000").flatMap(Int64.init(exactly:)) == number)
  }

  @Test(arguments: ["0.5", "9223372036854775808", "-9223372036854775809", "1e30", "NaN", "Infinity", "10000.00001"])
  func `what is no 64-bit number is not made one`(text: String) throws {
    #expect(Int64(exactly: try #require(Numeric(text))) == nil)
  }

  @Test(arguments: [
    "2026-02-29", "2026-13-01", "2026-00-10", "2026-1-32", "26", "", "2026-11-24 ", "2026-11-24T00:00", "99999999-01-01",
  ])
  func `a day that does not exist is refused`(text: String) { #expect(LocalDate(text) == nil) }

  @Test func `days and times have their parts`() throws {
    let day = try #require(LocalDate("-0043-03-15"))
    #expect(day.components.map { [$0.year, $0.month, $0.day] } == [-43, 3, 15])
    #expect(LocalDate("0044-03-15 BC") == day)
    #expect(LocalDate(daysSinceEpoch: 0).description == "1970-01-01")
    #expect(LocalTime("09:30:00.5") == LocalTime(hour: 9, minute: 30, second: 0, microsecond: 500_000))
    for text in ["24:00:00.000001", "25:00:00", "09:60:00", "09:30", "9:30:00.1234567"] { #expect(LocalTime(text) == nil) }
    #expect(LocalTimestamp("2026-11-24 09:30:00") == LocalTimestamp("2026-11-24T09:30:00.000000"))
  }

  @Test(arguments: [
    "", "1", "1 day 2", "1 week", "1 day  2 mons", "P1D", "@ 1 day", "00:00", "3000000000 days", "1 day 00:61:00",
  ])
  func `a span in another style is refused`(text: String) { #expect(Interval(text) == nil) }

  @Test(arguments: [
    "", "10.0.0", "10.0.0.256", "10.0.0.1/33", "::1/129", "1:2", "10.0.0.1/", "10.0.0.+1", "::1%eth0", "10.0.0.1/-1",
  ])
  func `what is no address is refused`(text: String) { #expect(NetworkAddress(text) == nil) }

  @Test(arguments: ["", "[1,2", "1,2)", "[1;2)", "[\"1,2)", "[1,2)x", "[1,2,3)", "(a,b)"])
  func `what is no range of numbers is refused`(text: String) { #expect(SQLRange<Int64>(sqlValue: .text(text)) == nil) }

  @Test func `a range keeps its bounds as text`() {
    let range = SQLRange<TextBound>.bounds(.including(TextBound("a\"b\\,]")), .excluding(TextBound("")))
    #expect(range.sqlValue.canonicalText == #"["a""b\\,]","")"#)
    #expect(range.sqlValue.canonicalText.flatMap { SQLRange<TextBound>(sqlValue: .text($0)) } == range)
    #expect(SQLRange(1..<5 as Range<Int64>).sqlValue.canonicalText == "[1,5)")
    #expect(SQLRange(5..<5 as Range<Int64>) == .empty)
    #expect(SQLRange(1...5 as ClosedRange<Int64>).sqlValue.canonicalText == "[1,5]")
  }

  @Test func `a list is a JSON array, and is read from one`() throws {
    let list: [Numeric?] = [nil, 1, Numeric("0.50")]
    #expect(list.sqlValue.canonicalText == #"[null,"1","0.50"]"#)
    #expect([Numeric?].Element.list(from: .text(#" [ null , "1" , 0.5e0 ] "#)) == nil)
    #expect([Numeric?].Element.list(from: .text(#"[null,"1","0.50"]"#)) == list)
    #expect([Double.nan, 1.5].sqlValue.canonicalText == #"["NaN",1.5]"#)
    #expect(["a", "\"\n"].sqlValue == .textArray(["a", "\"\n"]))
    #expect([1, 2].sqlValue == .integerArray([1, 2]))
    #expect([0, 255].map(UInt8.init).sqlValue == .bytes([0, 255]))
  }

  @Test(arguments: ["", "[", "[1,]", "[1 2]", "[+1]", "[nan]", "[[1]]", "[{}]", "[\"a]", "[\"\\x\"]", "[true", "[1]x", "[0x1]"])
  func `what is no JSON array of plain values is no list`(text: String) {
    #expect(
      Int?.list(from: .text(text)) == nil && String.list(from: .text(text)) == nil && Double?.list(from: .text(text)) == nil)
  }
}

/// A text as the bound of a range: no range of the server has such, and all that a bound's text can hold is in it.
private struct TextBound: SQLRangeBound {
  let description: String
  init(_ description: String) { self.description = description }
  init?(sqlValue: SQLValue) {
    guard case .text(let text) = sqlValue else { return nil }
    description = text
  }
  var sqlValue: SQLValue { .text(description) }
  static var rangeType: RangeType { .numeric }
  static var elementType: SQLArray.ElementType { .text }
}
