public import Names

/// The name of a table, column or other object: 1 to 63 bytes, no NUL.
///
/// It is quoted wherever it is written.
public struct Identifier: Sendable, Hashable, CustomStringConvertible {
  /// The name, unquoted.
  public let text: String

  /// Checks a name.
  ///
  /// - Throws: ``SQLTextError`` when it is empty, longer than 63 bytes (PostgreSQL would cut it) or holds NUL.
  public init(_ text: String) throws(SQLTextError) {
    guard !text.isEmpty else { throw SQLTextError("An identifier cannot be empty.") }
    guard text.utf8.count <= 63 else {
      throw SQLTextError("The identifier \(text.escapedForDisplay) is longer than 63 bytes; PostgreSQL would cut it.")
    }
    guard !text.utf8.contains(0) else { throw SQLTextError("An identifier cannot hold a NUL character.") }
    self.text = text
  }

  /// A name that stands in the source code.
  ///
  /// Traps when it is none: that is for the compiler's user to see, and never for an operator.
  public init(literal text: StaticString) {
    do { self = try Identifier(text.description) } catch { preconditionFailure(error.message) }
  }

  init(unchecked text: String) { self.text = text }

  /// The name of a schema is an identifier.
  public init(_ schema: SchemaName) { text = schema.text }

  /// The one place where a name becomes SQL text: in double quotes, with those inside doubled.
  public var quoted: String {
    var result = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { result += "\"" }
      result.unicodeScalars.append(scalar)
    }
    return result + "\""
  }

  /// The name, unquoted.
  public var description: String { text }
}

extension SchemaName {
  /// The name as SQL text.
  public var quoted: String { Identifier(self).quoted }
}

/// SQL text that cannot be written.
public struct SQLTextError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong and what to do, without values.
  public var message: String

  /// Makes an error.
  public init(_ message: String) { self.message = message }

  /// What is wrong and what to do.
  public var description: String { message }
}
