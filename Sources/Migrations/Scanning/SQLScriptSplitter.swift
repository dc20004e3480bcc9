import SQL

/// Cuts a script into statements, in one pass and one statement at a time.
package struct SQLScriptSplitter {
  /// What a script is made of.
  package enum Item {
    /// A statement, without the semicolon that closes it.
    case statement(ScannedStatement)
    /// A comment that speaks to the tool.
    case annotation(SQLToken)
    /// A line for psql or for the sqlite3 shell.
    case clientCommand(SQLToken)
  }

  private let bytes: [UInt8]
  private let engine: Dialect.Engine
  private var scanner: SQLScanner
  private var queue: [Item] = []

  init(_ bytes: [UInt8], engine: Dialect.Engine) {
    self.bytes = bytes
    self.engine = engine
    scanner = SQLScanner(bytes, engine: engine)
  }

  /// The next item; nil at the end.
  ///
  /// Directives inside of a statement come after it.
  ///
  /// - Throws: ``ScanFailure`` when something has no end; nothing can be said about the rest then.
  package mutating func next() throws(ScanFailure) -> Item? {
    guard queue.isEmpty else { return queue.removeFirst() }
    var statement = StatementBuilder(bytes, engine: engine)
    while let token = try scanner.next() {
      switch token.kind {
      case .lineComment:
        guard let annotation = Annotation(bytes, token) else { continue }
        if statement.isEmpty { return .annotation(token) }
        queue.append(.annotation(token))
        if case .section = annotation { return .statement(try statement.finished()) }
      case .blockComment: continue
      case .clientCommand:
        if statement.isEmpty { return .clientCommand(token) }
        queue.append(.clientCommand(token))
      case .dot where statement.isEmpty && engine == .sqlite && isLineStart(token.start):
        scanner.skipLine()
        return .clientCommand(token)
      case .semicolon where statement.isClosed(by: token):
        if statement.isEmpty { continue }
        let finished = try statement.finished()
        if ClientCopy.offset(in: finished.view(of: bytes, engine: engine)) != nil { scanner.skipCopyData() }
        return .statement(finished)
      default: try statement.append(token)
      }
    }
    return statement.isEmpty ? nil : .statement(try statement.finished())
  }

  private func isLineStart(_ offset: Int) -> Bool { offset == 0 || bytes[offset - 1] == ASCII.lineFeed }
}

/// A statement as the splitter found it.
package struct ScannedStatement: Sendable {
  /// Its tokens, comments and the closing semicolon left out; never empty.
  package let tokens: [SQLToken]

  /// Its text, from its first token to its last one: comments around it are no part of it.
  package var range: Range<Int> { (tokens.first?.start ?? 0)..<(tokens.last?.end ?? 0) }

  func view(of bytes: [UInt8], engine: Dialect.Engine) -> StatementView {
    StatementView(bytes: bytes, engine: engine, tokens: tokens)
  }
}
