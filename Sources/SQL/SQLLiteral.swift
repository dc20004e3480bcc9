import FoundationEssentials

/// The one writer of values into SQL text, for multi-statement messages: those have no binds.
///
/// PostgreSQL reads a quoted text as it stands, with quotes doubled, while `standard_conforming_strings` is on; the driver
/// verifies that when it connects. Values are written with their type, so that a function's argument is never guessed.
public struct SQLLiteral: Sendable, Hashable {
  /// The SQL text.
  public let text: String

  /// Writes a value.
  ///
  /// - Throws: ``SQLTextError`` for text with a NUL character, which no engine can carry, and for numbers that SQLite has no
  ///   literal for.
  public init(_ value: SQLValue, for dialect: Dialect) throws(SQLTextError) {
    text =
      switch dialect.engine {
      case .postgres: try Self.postgres(value)
      case .sqlite: try Self.sqlite(value)
      }
  }

  private static func postgres(_ value: SQLValue) throws(SQLTextError) -> String {
    switch value {
    case .null: return "NULL"
    case .bool(let flag): return flag ? "TRUE" : "FALSE"
    case .integer(let number): return "'\(number)'::int8"
    case .double(let number): return "'\(SQLValue.spelled(number))'::float8"
    case .text(let text): return try quoted(text) + "::text"
    case .bytes(let bytes): return "'\\x\(hex(bytes))'::bytea"
    case .uuid(let uuid): return "'\(uuid.uuidString.lowercased())'::uuid"
    case .timestamp(let moment): return "'\(moment.postgresText)'::timestamptz"
    case .json(let text): return try quoted(text) + "::jsonb"
    case .textArray(let texts):
      var items: [String] = []
      for text in texts { items.append(try quoted(text)) }
      return "ARRAY[" + items.joined(separator: ", ") + "]::text[]"
    case .integerArray(let numbers): return "ARRAY[" + numbers.map { "'\($0)'" }.joined(separator: ", ") + "]::int8[]"
    case .numeric(let number): return "'\(number)'::numeric"
    case .date(let date): return "'\(date.postgresText)'::date"
    case .time(let time): return "'\(time)'::time"
    case .localTimestamp(let moment): return "'\(moment.postgresText)'::timestamp"
    case .interval(let interval): return "'\(interval.postgresText)'::interval"
    case .network(let address): return "'\(address)'::inet"
    case .range(let range): return "'\(range.text(\.rangeBoundText))'::\(range.type.postgresName)"
    case .array(let list):
      var items: [String] = []
      for element in list.elements { items.append(try postgres(element)) }
      return "ARRAY[" + items.joined(separator: ", ") + "]::\(list.elementType.postgresName)[]"
    case .untyped(let text): return try quoted(text)
    }
  }

  private static func sqlite(_ value: SQLValue) throws(SQLTextError) -> String {
    switch value {
    case .null: return "NULL"
    case .bool(let flag): return flag ? "1" : "0"
    // The smallest integer has no literal of its own: SQLite reads the digits before the sign.
    case .integer(let number): return number == .min ? "(-9223372036854775807 - 1)" : signed(String(number))
    case .double(let number):
      guard number.isFinite else { throw SQLTextError("SQLite has no literal for a number that is not finite. Bind it.") }
      return signed(String(number))
    case .text(let text): return try quoted(text)
    case .bytes(let bytes): return "x'\(hex(bytes))'"
    case .uuid(let uuid): return "'\(uuid.uuidString.lowercased())'"
    case .timestamp(let moment): return "'\(moment)'"
    case .json(let text): return try quoted(text)
    case .textArray(let texts): return try quoted(JSONText.array(texts))
    case .integerArray(let numbers): return "'[" + numbers.map(String.init).joined(separator: ",") + "]'"
    case .numeric, .date, .time, .localTimestamp, .interval, .network, .range, .array, .untyped:
      return try quoted(value.canonicalText ?? "")
    }
  }

  /// In parentheses when there is a sign: after a minus, a bare one would begin a comment.
  private static func signed(_ number: String) -> String { number.hasPrefix("-") ? "(\(number))" : number }

  private static func quoted(_ text: String) throws(SQLTextError) -> String {
    guard !text.utf8.contains(0) else { throw SQLTextError("Text with a NUL character cannot be sent. Remove it.") }
    var result = "'"
    for scalar in text.unicodeScalars {
      if scalar == "'" { result += "'" }
      result.unicodeScalars.append(scalar)
    }
    return result + "'"
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
