/// Several statements that travel together: one message and one transaction on PostgreSQL, calls in one transaction on SQLite.
///
/// A message has no binds: values in it were written by ``SQLLiteral``.
public struct SQLMessage: Sendable, Hashable {
  /// The statements, without their semicolons.
  public private(set) var statements: [String] = []

  /// Makes an empty message.
  public init() {}

  /// Makes a message of statements that are SQL already.
  public init(_ statements: [String]) { self.statements = statements }

  /// Adds a statement that is SQL already: rendered with ``SQLFragment/inlined(for:in:)``, or a user's own.
  public mutating func append(_ statement: String) { statements.append(statement) }

  /// What stands between two statements.
  ///
  /// The line break ends a comment that a statement may close with.
  static let separator = "\n;\n"

  /// The whole message as text.
  public var text: String { statements.joined(separator: Self.separator) }

  /// The statement that a place in ``text`` belongs to, and the place in it, both from 0 and in Unicode scalars.
  ///
  /// What separates two statements belongs to the end of the first: PostgreSQL reports a statement that is incomplete at the
  /// semicolon after it, or at the end of the message.
  ///
  /// - Returns: nil when the place lies before or after the message.
  public func locate(scalarOffset: Int) -> (statement: Int, scalarOffset: Int)? {
    guard scalarOffset >= 0 else { return nil }
    var start = 0
    for (index, statement) in statements.enumerated() {
      let length = statement.unicodeScalars.count
      let isLast = index == statements.count - 1
      let next = start + length + (isLast ? 1 : Self.separator.unicodeScalars.count)
      if scalarOffset < next { return (index, min(scalarOffset - start, length)) }
      start = next
    }
    return nil
  }
}
