import Database
import SQL
import Testing

@testable import PostgresDriver

/// The quick readers of the usual types, and where they hand over to the others.
@Suite(.needsServer) struct WideAnswerTests {
  private static let width = 40

  /// The kind of a column, by its number.
  private enum Kind: Int, CaseIterable {
    case int8, text, float8, moment, int4, null

    var sql: String {
      switch self {
      case .int8: "n::int8"
      case .text: "('é' || n)::text"
      case .float8: "(n / 4.0)::float8"
      case .moment: "'2026-01-01 00:00+00'::timestamptz + n * '1 s'::interval"
      case .int4: "n::int4"
      case .null: "CASE WHEN n % 2 = 0 THEN n END::int8"
      }
    }

    /// - Returns: True when it is read as what it is, and as nothing else.
    func isRight(_ row: Row, _ column: Int, _ number: Int64) throws -> Bool {
      switch self {
      case .int8, .int4:
        let other = #expect(throws: DatabaseError.self) { try row.decode(column, as: Timestamp.self) }
        return try row.decode(column, as: Int64.self) == number && other?.code == .invalidValue
      case .text:
        let other = #expect(throws: DatabaseError.self) { try row.decode(column, as: Int64.self) }
        return try row.decode(column, as: String.self) == "é\(number)" && other?.code == .invalidValue
      case .float8:
        let other = #expect(throws: DatabaseError.self) { try row.decode(column, as: Int64.self) }
        return try row.decode(column, as: Double.self) == Double(number) / 4 && other?.code == .invalidValue
      case .moment:
        let moment = Timestamp(microsecondsSinceEpoch: 1_767_225_600_000_000 + number * 1_000_000)
        let other = #expect(throws: DatabaseError.self) { try row.decode(column, as: Double.self) }
        return try row.decode(column, as: Timestamp.self) == moment && other?.code == .invalidValue
      case .null:
        let value = try row.decode(column, as: Int64?.self)
        if number % 2 == 0 { return value == number }
        let other = #expect(throws: DatabaseError.self) { try row.decode(column, as: Int64.self) }
        return try value == nil && row.isNull(column) && other?.code == .invalidValue
      }
    }
  }

  @Test(arguments: ["statement", "message", "stream"])
  func `every column of a wide answer is read as what it is`(way: String) async throws {
    let kinds = (0..<Self.width).map { Kind(rawValue: $0 % 6) ?? .null }
    let columns = kinds.map(\.sql).joined(separator: ", ")
    let text = "SELECT \(columns) FROM generate_series(1, 50) n"
    try await TestServer.withConnection { (connection) async throws in
      let answer: ResultSet
      switch way {
      case "statement": answer = try await connection.run(text)
      case "message": answer = try await connection.run(SQLMessage([text]))[0]
      default:
        let source = try await connection.openRows(of: RenderedSQL(text: text), batchSize: 50)
        answer = try #require(try await source.nextBatch())
        await source.finish()
      }
      #expect(!answer.isEmpty)
      for (index, row) in answer.enumerated() {
        for (column, kind) in kinds.enumerated() { #expect(try kind.isRight(row, column, Int64(index + 1))) }
      }
      #expect(try answer.map { try $0.decode(36, as: Int64.self) } == (1...Int64(answer.count)).map { $0 })
    }
  }

  /// Not a NULL, and least of all the next row's value.
  @Test(arguments: ["statement", "stream"])
  func `a column that is not there is refused by every reader`(way: String) async throws {
    let text = "SELECT n, n + 100 FROM generate_series(1, 3) n"
    try await TestServer.withConnection { (connection) async throws in
      let answer: ResultSet
      if way == "statement" {
        answer = try await connection.run(text)
      } else {
        let source = try await connection.openRows(of: RenderedSQL(text: text), batchSize: 3)
        answer = try #require(try await source.nextBatch())
        await source.finish()
      }
      let row = answer[0]
      for column in [-1, 2, 3] {
        #expect(throws: DatabaseError.self) { try row.value(column) }
        #expect(throws: DatabaseError.self) { try row.textArray(column) }
        #expect(throws: DatabaseError.self) { try row.isNull(column) }
        #expect(throws: DatabaseError.self) { try row.decode(column, as: Int?.self) }
      }
    }
  }
}
