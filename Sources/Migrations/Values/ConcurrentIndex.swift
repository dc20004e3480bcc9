package import SQL

/// A `CREATE INDEX CONCURRENTLY`: what the runner must know of it, and its form inside of a transaction.
package struct ConcurrentIndex: Sendable, Equatable {
  /// The index's name, folded as PostgreSQL folds it; nil when the statement leaves it to PostgreSQL.
  package let name: Identifier?
  /// True with `IF NOT EXISTS`.
  package let hasIfNotExists: Bool
  /// The same statement without `CONCURRENTLY`, for a tenant that is being created: its tables are empty and nobody waits.
  package let plain: MigrationStatement

  /// Reads a statement; nil when it is something else.
  package init?(_ statement: MigrationStatement) {
    guard let view = StatementView(source: statement.source, engine: .postgres), let words = Words(view) else { return nil }
    let token = view.tokens[words.concurrently]
    guard let plain = statement.omitting(utf8: token.start..<token.end) else { return nil }
    hasIfNotExists = words.hasIfNotExists
    name = words.name.flatMap { view.name(at: $0) }.flatMap { try? Identifier($0.text) }
    self.plain = plain
  }

  /// The index of a name that PostgreSQL would cut.
  static func longName(in view: StatementView) -> Int? {
    guard let words = Words(view), let index = words.name, let name = view.name(at: index) else { return nil }
    return name.text.utf8.count > 63 ? index : nil
  }

  /// Where the parts of the statement are.
  private struct Words {
    let concurrently: Int
    let hasIfNotExists: Bool
    let name: Int?

    init?(_ view: StatementView) {
      let index = view.isWord(1, "unique") ? 2 : 1
      guard view.isWord(0, "create"), view.isWord(index, "index"), view.isWord(index + 1, "concurrently") else { return nil }
      concurrently = index + 1
      hasIfNotExists = view.areWords(index + 2, "if", "not", "exists")
      let next = hasIfNotExists ? index + 5 : index + 2
      name = view.isWord(next, "on") ? nil : next
    }
  }
}

/// A `DROP INDEX CONCURRENTLY`: what the runner must know of it.
package struct DroppedIndex: Sendable, Equatable {
  /// The index's name, folded as PostgreSQL folds it.
  package let name: Identifier

  /// Reads a statement; nil when it is something else.
  package init?(_ statement: MigrationStatement) {
    guard let view = StatementView(source: statement.source, engine: .postgres),
      view.areWords(0, "drop", "index", "concurrently"),
      let name = view.name(at: view.areWords(3, "if", "exists") ? 5 : 3), let identifier = try? Identifier(name.text)
    else { return nil }
    self.name = identifier
  }
}

extension MigrationStatement {
  /// The statement without a part of its first piece, and without one blank after it.
  fileprivate func omitting(utf8 range: Range<Int>) -> MigrationStatement? {
    guard case .text(let first)? = pieces.first, range.upperBound <= first.utf8.count else { return nil }
    let bytes = Array(first.utf8)
    let end = range.upperBound < bytes.count && bytes[range.upperBound] == ASCII.space ? range.upperBound + 1 : range.upperBound
    let parts: [Piece] = [
      .text(String(decoding: bytes[..<range.lowerBound], as: UTF8.self)),
      .omitted(String(decoding: bytes[range.lowerBound..<end], as: UTF8.self)),
      .text(String(decoding: bytes[end...], as: UTF8.self)),
    ]
    return MigrationStatement(pieces: parts + pieces.dropFirst(), location: location)
  }
}
