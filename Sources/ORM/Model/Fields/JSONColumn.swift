public import Database
import FoundationEssentials
public import SQL

/// A `Codable` type whose values stand in a column as JSON: `jsonb` on PostgreSQL, text on SQLite.
///
/// ```swift
/// struct Preferences: JSONColumn { var theme = "dark"; var beta = false }
/// ```
public protocol JSONColumn: ColumnValue, Codable {}

extension JSONColumn {
  /// `jsonb`.
  public static var columnType: ColumnType { .json }

  /// The document; for a value that cannot be encoded, text that no database takes for one.
  public var sqlValue: SQLValue { .json((try? encoded()) ?? "") }

  /// Writes the document; a value that cannot be encoded fails the statement.
  public func write(to writer: inout ValueWriter) {
    do { writer.append(.json(try encoded())) } catch {
      writer.fail(.unencodable(type: "\(Self.self)"))
      writer.append(.null)
    }
  }

  private func encoded() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  /// Reads a document.
  ///
  /// - Throws: ``DatabaseError`` with `invalidValue` for a document of another shape.
  public init(row: Int, column: Int, of storage: any ResultStorage) throws(DatabaseError) {
    let text = try String(row: row, column: column, of: storage)
    do { self = try JSONDecoder().decode(Self.self, from: Data(text.utf8)) } catch {
      throw DatabaseError(
        .invalidValue, "Column \"\(storage.columnNames[column])\" holds a JSON document that is no \(Self.self).")
    }
  }
}
