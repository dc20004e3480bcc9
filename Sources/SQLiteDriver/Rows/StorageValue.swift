import Database
import FoundationEssentials
import SQL

/// A value as SQLite keeps it, checked: five kinds, no NUL in text, no number that SQLite would turn into NULL.
enum StorageValue: Sendable, Equatable {
  case null
  case integer(Int64)
  case double(Double)
  case text(String)
  case blob([UInt8])

  /// Converts a value.
  ///
  /// - Throws: ``DatabaseError`` for text with NUL and for NaN, which SQLite stores as NULL.
  init(_ value: SQLValue) throws(DatabaseError) {
    switch value {
    case .null: self = .null
    case .bool(let flag): self = .integer(flag ? 1 : 0)
    case .integer(let number): self = .integer(number)
    case .double(let number):
      guard !number.isNaN else {
        throw DatabaseError(.invalidValue, "SQLite has no NaN: it would become NULL. Send NULL if you mean it.")
      }
      self = .double(number)
    case .text(let text): self = .text(try Self.clean(text))
    case .bytes(let bytes): self = .blob(bytes)
    case .uuid(let uuid): self = .text(uuid.uuidString.lowercased())
    case .timestamp(let moment): self = .text(moment.description)
    case .json(let text): self = .text(try Self.clean(text))
    case .textArray(let texts): self = .text(JSONText.array(texts))
    case .integerArray(let numbers): self = .text("[" + numbers.map(String.init).joined(separator: ",") + "]")
    case .numeric, .date, .time, .localTimestamp, .interval, .network, .range, .array, .untyped:
      self = .text(try Self.clean(value.canonicalText ?? ""))
    }
  }

  private static func clean(_ text: String) throws(DatabaseError) -> String {
    guard !text.utf8.contains(0) else {
      throw DatabaseError(.invalidValue, "Text with a NUL character cannot be sent. Remove it.")
    }
    return text
  }
}
