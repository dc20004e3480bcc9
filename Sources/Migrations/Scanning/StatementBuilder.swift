import SQL

/// Collects a statement's tokens and knows which semicolons belong to it: those in parentheses (rules), in a routine's
/// `BEGIN ATOMIC … END` (PostgreSQL) and in a trigger's `BEGIN … END` (SQLite).
struct StatementBuilder {
  private let bytes: [UInt8]
  private let engine: Dialect.Engine
  private var tokens: [SQLToken] = []
  private var openParentheses: [UInt32] = []
  /// Where the body begins, and which token opens it.
  private var body: (start: Int, opener: Int)?
  private var isBodyEnded = false

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
    openParentheses.isEmpty && (body == nil || isBodyEnded)
  }

  /// The statement, when nothing in it is open.
  ///
  /// - Throws: ``ScanFailure`` at the start of what is open.
  func finished() throws(ScanFailure) -> ScannedStatement {
    if let open = openParentheses.last { throw ScanFailure(construct: .parenthesis, offset: Int(open)) }
    if let body, !isBodyEnded { throw ScanFailure(construct: .body, offset: body.start) }
    return ScannedStatement(tokens: tokens)
  }

  // MARK: - Bodies

  private mutating func trackBody(_ token: SQLToken) {
    guard openParentheses.isEmpty else { return }
    let index = tokens.count - 1
    if let body {
      isBodyEnded = isBodyEnded || endsBody(index, body.opener)
    } else if engine == .sqlite {
      if isWord(index, "begin"), isTrigger { body = (token.start, index) }
    } else if isWord(index, "atomic"), index > 0, isWord(index - 1, "begin"), isRoutine {
      body = (tokens[index - 1].start, index)
    }
  }

  /// A body ends with the `END` that stands where one of its statements could begin.
  ///
  /// Others are of a `CASE`, or names: a column may be called `case` or `end` without more ado, so that counting them says nothing.
  /// Neither engine takes a semicolon inside of a `CASE`.
  private func endsBody(_ index: Int, _ opener: Int) -> Bool {
    isWord(index, "end") && (tokens[index - 1].kind == .semicolon || index - 1 == opener)
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
