import FoundationEssentials
import SQL
import Testing

/// What a literal means is decided by the engine that reads it: here SQLite does.
@Suite struct SQLLiteralRoundTripTests {
  private let engine: SQLiteEngine

  init() throws { engine = try SQLiteEngine() }

  private func check(_ value: SQLValue, is expected: SQLValue? = nil) throws {
    let literal = try SQLLiteral(value, for: .sqlite).text
    // After a minus and before a comma, as it may stand in a statement.
    #expect(try engine.value(of: "SELECT coalesce(\(literal), NULL)") == expected ?? value)
  }

  @Test func `every scalar comes back, alone and beside quotes`() throws {
    for start in stride(from: UInt32(1), through: 0x10FFFF, by: 0x1000) {
      let scalars = (start..<min(start + 0x1000, 0x110000)).compactMap(Unicode.Scalar.init)
      try check(.text(String(String.UnicodeScalarView(scalars))))
    }
    for value in UInt32(1)...0x2FF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      try check(.text("'\(scalar)'"))
      try check(.text("\(scalar)'\(scalar)"))
    }
  }

  @Test(arguments: 0..<16)
  func `texts of dangerous pieces come back`(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let pieces = [
      "'", "''", "\"", "\\", "\\'", ";", "--", "/*", "*/", "\n", "\r\n", "$$", "$1", "?1", "%", "\u{301}", "\u{FEFF}", "é", "😀",
      "x'",
    ]
    for _ in 0..<200 {
      let count = Int.random(in: 0...12, using: &generator)
      try check(.text((0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()))
    }
  }

  @Test func `whole numbers come back, to the extremes, and after a minus`() throws {
    var numbers: [Int64] = [0, 1, -1, .min, .max, .min + 1, .max - 1]
    for shift in 0..<63 { numbers += [1 << shift, -(1 << shift), (1 << shift) - 1] }
    for number in numbers {
      try check(.integer(number))
      let literal = try SQLLiteral(.integer(number), for: .sqlite).text
      guard number != .min else { continue }
      #expect(try engine.value(of: "SELECT 0 -\(literal)") == .integer(-number))
    }
  }

  @Test func `numbers come back to the last bit`() throws {
    var generator = SeededGenerator(seed: 7)
    var numbers: [Double] = [0, 1, -1, 0.1, 1 / 3, .pi, 1e15, 1e16, 1e17, 123_456_789_012_345_680, 2.5e-7, 1e22, 1e23]
    for _ in 0..<500 { numbers.append(Double.random(in: -1e9...1e9, using: &generator)) }
    for number in numbers { try check(.double(number)) }
  }

  @Test func `bytes come back`() throws {
    try check(.bytes([]))
    try check(.bytes(Array(0...255)))
    var generator = SeededGenerator(seed: 9)
    for length in 0..<64 { try check(.bytes((0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) })) }
  }

  @Test func `lists are JSON that SQLite reads`() throws {
    let texts = ["", "a", "it's", "\"", "\\", "\n\t\r", "\u{1}\u{1F}", "größe😀", "],["]
    let literal = try SQLLiteral(.textArray(texts), for: .sqlite).text
    for (index, text) in texts.enumerated() {
      #expect(try engine.value(of: "SELECT json_extract(\(literal), '$[\(index)]')") == .text(text))
    }
    let numbers = try SQLLiteral(.integerArray([.min, 0, .max]), for: .sqlite).text
    #expect(try engine.value(of: "SELECT json_extract(\(numbers), '$[0]')") == .integer(.min))
    #expect(try engine.value(of: "SELECT json_extract(\(numbers), '$[2]')") == .integer(.max))
  }

  @Test func `everything else comes back as what SQLite keeps it as`() throws {
    try check(.null)
    try check(.bool(true), is: .integer(1))
    try check(.bool(false), is: .integer(0))
    try check(.json("{\"a\":1}"), is: .text("{\"a\":1}"))
    try check(.timestamp(Timestamp(microsecondsSinceEpoch: 1)), is: .text("1970-01-01T00:00:00.000001Z"))
    #expect(try engine.value(of: "SELECT unixepoch('2026-11-24T09:30:00.000000Z')") == .integer(1_795_512_600))
  }

  @Test func `quoted identifiers name what they say`() throws {
    for text in ["a\"b", "it's", "select", "x;--", "größe", "[a]", "`"] {
      let name = try Identifier(text)
      #expect(try engine.value(of: "SELECT \(name.quoted) FROM (SELECT 42 AS \(name.quoted))") == .integer(42))
    }
  }
}
