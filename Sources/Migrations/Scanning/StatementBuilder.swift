import SQL

/// Collects a statement's tokens and knows which semicolons belong to it: those in parentheses (rules), in a routine's
/// `BEGIN ATOMIC … END` (PostgreSQL) and in a trigger's `BEGIN … END` (SQLite).
struct StatementBuilder {
  private let bytes: [UInt8]
  private let engine: Dialect.Engine
  private var tokens: [SQLToken] = []
  private var openParentheses: [UInt32] = []
  /// How many `BEGIN` and `CASE` are open in the body.
  private var bodyDepth = 0
  private var bodyStart: Int?

  init(_ bytes: [UInt8], engine: Dialect.Engine) {
    self.bytes = bytes
    self.engine = engine
  }

  var isEmpty: Bool { tokens.isEmpty }

  mutating func append(_ token: SQLToken) throws(ScanFailure) {
    tokens.append(token)
    switch token.kind {
    case .openParenthesis: openParentheses.append(UInt32(token.start))
    case .closeParenthesis:
      guard openParentheses.popLast() != nil else {
        throw ScanFailure(construct: .unopenedParenthesis, offset: token.start)
      }
    case .word: trackBody(token)
    default: break
    }
  }

  /// True when a semicolon ends the statement here.
  func isClosed(by semicolon: SQLToken) -> Bool {
    guard openParentheses.isEmpty else { return false }
    guard bodyStart != nil else { return true }
    return engine == .postgres ? bodyDepth == 0 : isTriggerEnded
  }

  /// The statement, when nothing in it is open.
  ///
  /// - Throws: ``ScanFailure`` at the start of what is open.
  func finished() throws(ScanFailure) -> ScannedStatement {
    if let open = openParentheses.last { throw ScanFailure(construct: .parenthesis, offset: Int(open)) }
    if let bodyStart, engine == .postgres ? bodyDepth > 0 : !isTriggerEnded {
      throw ScanFailure(construct: .body, offset: bodyStart)
    }
    return ScannedStatement(tokens: tokens)
  }

  // MARK: - Bodies

  private mutating func trackBody(_ token: SQLToken) {
    let index = tokens.count - 1
    switch engine {
    case .sqlite:
      if bodyStart == nil, openParentheses.isEmpty, isWord(index, "begin"), isTrigger { bodyStart = token.start }
    case .postgres where bodyStart == nil:
      guard isWord(index, "atomic"), index > 0, isWord(index - 1, "begin"), openParentheses.isEmpty, isRoutine else { return }
      bodyStart = tokens[index - 1].start
      bodyDepth = 1
    case .postgres:
      // After a dot or AS these are the names of columns.
      guard bodyDepth > 0, tokens[index - 1].kind != .dot, !isWord(index - 1, "as") else { return }
      if isWord(index, "case") { bodyDepth += 1 }
      if isWord(index, "end") { bodyDepth -= 1 }
    }
  }

  /// A trigger ends where `END` starts a statement of its body: the rule of SQLite's own `sqlite3_complete`.
  private var isTriggerEnded: Bool {
    guard let last = tokens.indices.last, last > 0, isWord(last, "end") else { return false }
    return tokens[last - 1].kind == .semicolon || tokens[last - 1].start == bodyStart
  }

  private var isTrigger: Bool {
    guard isWord(0, "create") else { return false }
    return isWord(1, "trigger") || ((isWord(1, "temp") || isWord(1, "temporary")) && isWord(2, "trigger"))
  }

  private var isRoutine: Bool { StatementView(bytes: bytes, engine: engine, tokens: Array(tokens.prefix(4))).isRoutine }

  private func isWord(_ index: Int, _ word: String) -> Bool {
    guard index < tokens.count, tokens[index].kind == .word, tokens[index].range.count == word.utf8.count else { return false }
    return zip(bytes[tokens[index].range], word.utf8).allSatisfy { ASCII.lowercased($0) == $1 }
  }
}
