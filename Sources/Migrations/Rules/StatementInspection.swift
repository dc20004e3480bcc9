import SQL

/// Walks a statement's tokens and those of the code in its dollar quotes: literal schemas, calls of `set_config`, changes of
/// the session inside of blocks, placeholders.
struct StatementInspection {
  /// Where the tokens stand.
  enum Place {
    case statement
    /// The body of `DO`: the migration runs it.
    case block
    /// The body of a routine, which runs later.
    case routine
  }

  private(set) var findings: [Finding] = []
  private var cuts: [(range: Range<Int>, piece: MigrationStatement.Piece)] = []
  private let rules: StatementRules
  private var bytes: [UInt8] { rules.text.bytes }

  /// Dollar quotes in dollar quotes are followed this far: each level is scanned anew.
  private static let deepestNesting = 8

  init(rules: StatementRules) { self.rules = rules }

  mutating func inspect(_ view: StatementView, as place: Place, depth: Int = 0) {
    let code = place == .statement ? Set(view.codeIndices) : []
    for index in view.tokens.indices {
      if findings.count >= Finding.maximumCount { return }
      let token = view.tokens[index]
      switch token.kind {
      case .word, .quotedName: inspectWord(view, index, place)
      case .dot:
        if let schema = view.literalSchema(beforeDot: index, among: rules.managed) {
          add(.literalSchema(schema.name), at: view.tokens[schema.index].start)
        }
      case .placeholder:
        if !cut(at: token.start, until: token.end, inQuotes: false) { continue }
        if touchesName(token) { add(.placeholderInName, at: token.start) }
      case .dollarString:
        let isCode = code.contains(index) || (place != .statement && view.isDynamicCode(at: index))
        if isCode, depth < Self.deepestNesting {
          let inner: Place = place == .statement ? (view.isAnonymousBlock ? .block : .routine) : place
          inspectCode(view.dollarQuoted(at: index), as: inner, depth: depth + 1)
        } else {
          cutPlaceholders(inQuotes: view.dollarQuoted(at: index))
        }
      default: break
      }
      if token.isQuoted { cutPlaceholders(inQuotes: token.range) }
    }
  }

  private mutating func inspectWord(_ view: StatementView, _ index: Int, _ place: Place) {
    let offset = view.tokens[index].start
    let reach: StatementView.SessionReach = place == .routine ? .scope : .everything
    if let refusal = view.settingCall(at: index, reach: reach) { add(refusal, at: offset) }
    if let refusal = view.ledgerTable(at: index) { add(refusal, at: offset) }
    for schema in view.literalSchemas(afterKeyword: index, among: rules.managed) {
      add(.literalSchema(schema.name), at: view.tokens[schema.index].start)
    }
    if place == .statement, index > 0 {
      for schema in view.searchPathSchemas(at: index, among: rules.managed) {
        add(.literalSchema(schema.name), at: view.tokens[schema.index].start)
      }
    }
    guard place != .statement, startsStatement(view, index) else { return }
    if let refusal = view.sessionChange(at: index, reach: reach) { add(refusal, at: offset) }
    if let refusal = view.schemaStatement(at: index), place == .block { add(refusal, at: offset) }
  }

  private mutating func inspectCode(_ range: Range<Int>, as place: Place, depth: Int) {
    do {
      let tokens = try StatementView.tokens(of: bytes, in: range, engine: rules.engine)
      inspect(StatementView(bytes: bytes, engine: rules.engine, tokens: tokens), as: place, depth: depth)
    } catch {
      add(.unterminated(error.construct), at: error.offset)
    }
  }

  private func startsStatement(_ view: StatementView, _ index: Int) -> Bool {
    if index == 0 || view.kind(index - 1) == .semicolon { return true }
    return ["begin", "then", "else", "loop"].contains { view.isWord(index - 1, $0) }
  }

  private mutating func add(_ refusal: Refusal, at offset: Int) { findings.append(Finding(refusal, at: offset)) }
}

// MARK: - Placeholders

extension StatementInspection {
  /// The statement's text, cut at its placeholders.
  func pieces(of range: Range<Int>) -> [MigrationStatement.Piece] {
    var pieces: [MigrationStatement.Piece] = []
    var start = range.lowerBound
    for cut in cuts {
      if start < cut.range.lowerBound { pieces.append(.text(rules.text.string(start..<cut.range.lowerBound))) }
      pieces.append(cut.piece)
      start = cut.range.upperBound
    }
    if start < range.upperBound { pieces.append(.text(rules.text.string(start..<range.upperBound))) }
    return pieces
  }

  private mutating func cutPlaceholders(inQuotes range: Range<Int>) {
    var offset = range.lowerBound
    while offset + 1 < range.upperBound, findings.count < Finding.maximumCount {
      guard bytes[offset] == ASCII.dollar, bytes[offset + 1] == ASCII.openBrace else {
        offset += 1
        continue
      }
      let scanner = SQLScanner(bytes, in: offset..<range.upperBound, engine: rules.engine)
      let end = scanner.placeholderEnd(offset)
      cut(at: offset, until: end, inQuotes: true)
      offset = end
    }
  }

  /// Notes a placeholder, or what is wrong with it.
  ///
  /// True when it is a known one.
  @discardableResult
  private mutating func cut(at start: Int, until end: Int, inQuotes: Bool) -> Bool {
    guard end > start + 2 else {
      add(.openPlaceholder, at: start)
      return false
    }
    let text = rules.text.string(start..<end)
    guard let placeholder = Placeholder(rawValue: text) else {
      add(.unknownPlaceholder(text), at: start)
      return false
    }
    switch (placeholder, rules.scope, rules.engine) {
    case (.tenantSchema, .shared, _): add(.tenantInSharedSet, at: start)
    case (.sharedSchema, .tenant, .sqlite): add(.sharedSchemaUnreachable, at: start)
    default: break
    }
    cuts.append((start..<end, placeholder.piece(inQuotes: inQuotes)))
    return true
  }

  /// True when a name goes on right before or after a placeholder, which would be two names then.
  private func touchesName(_ token: SQLToken) -> Bool {
    let before = token.start > 0 ? bytes[token.start - 1] : ASCII.space
    let after = token.end < bytes.count ? bytes[token.end] : ASCII.space
    return [before, after].contains { ASCII.isNamePart($0) || $0 == ASCII.dollar || $0 == ASCII.doubleQuote }
  }
}
