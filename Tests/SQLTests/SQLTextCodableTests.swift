import Foundation
import SQL
import Testing

@Suite struct SQLTextCodableTests {
  private func encoded(_ value: some Encodable) throws -> String {
    String(decoding: try JSONEncoder().encode([value]), as: UTF8.self)
  }

  private func returns<Value: Codable & Equatable>(_ value: Value) throws -> Bool {
    try JSONDecoder().decode([Value].self, from: JSONEncoder().encode([value])) == [value]
  }

  @Test func `a value is encoded as its text in SQL and comes back the same`() throws {
    #expect(try encoded(#require(Numeric("1.10"))) == #"["1.10"]"#)
    #expect(try encoded(Timestamp(microsecondsSinceEpoch: 5)) == #"["1970-01-01T00:00:00.000005Z"]"#)
    #expect(try encoded(#require(LocalDate("2026-11-24"))) == #"["2026-11-24"]"#)
    #expect(try returns(#require(Numeric("12345678901234567890.123456789"))))
    #expect(try returns(#require(LocalTime("23:59:59.5"))))
    #expect(try returns(#require(LocalTimestamp("2026-11-24 10:00:00"))))
    #expect(try returns(#require(NetworkAddress("10.0.0.0/8"))))
    #expect(try returns(SQLRange(Int64(1)..<5)))
    #expect(try returns(SQLRange<Int64>.empty))
  }

  @Test func `a text that is no value is refused`() {
    #expect(throws: DecodingError.self) { try JSONDecoder().decode([LocalDate].self, from: Data(#"["yesterday"]"#.utf8)) }
  }
}
