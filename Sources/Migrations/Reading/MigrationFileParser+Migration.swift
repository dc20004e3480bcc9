import Names

extension MigrationFileParser {
  /// Reads a migration.
  static func migration(_ id: MigrationID, _ rules: StatementRules) throws(DiagnosticsError) -> Migration {
    var parser = MigrationFileParser(rules)
    try parser.parse()
    let text = rules.text
    let up = parser.sections.first { $0.kind == .up }
    let down = parser.sections.first { $0.kind == .down }
    let upText = up.map { text.trimmed($0.range) } ?? []
    let isTransactional = up?.isTransactional ?? true
    let header = text.trimmed(0..<(up?.marker ?? 0))
    let downText = down.map { text.trimmed($0.range) }
    return Migration(
      id: id, file: text.file, up: up?.statements ?? [], down: down?.statements, isTransactional: isTransactional,
      isDownTransactional: down?.isTransactional ?? true,
      checksum: MigrationChecksum.ofUp(id: id, text: upText, isTransactional: isTransactional),
      remainderChecksum: MigrationChecksum.ofRemainder(
        header: header, down: downText, isDownTransactional: down?.isTransactional ?? true))
  }

  /// Reads a seed: statements alone.
  static func seed(_ rules: StatementRules) throws(DiagnosticsError) -> [MigrationStatement] {
    var findings: [Finding] = []
    var statements: [MigrationStatement] = []
    var cursor = LocationCursor(rules.text)
    var splitter = SQLScriptSplitter(rules.text.bytes, engine: rules.engine)
    do {
      while findings.count < Finding.maximumCount, let item = try splitter.next() {
        switch item {
        case .annotation(let token): findings.append(Finding(.annotationInSeed, at: token.start))
        case .clientCommand(let token): findings.append(Finding(.clientCommand, at: token.start))
        case .statement(let statement):
          let outcome = rules.check(statement, into: &findings)
          if let need = outcome.needsNoTransaction { findings.append(need) }
          let location = cursor.location(at: statement.range.lowerBound)
          statements.append(MigrationStatement(pieces: outcome.pieces, location: location))
        }
      }
    } catch {
      findings.append(Finding(.unterminated(error.construct), at: error.offset))
    }
    if !findings.isEmpty { throw DiagnosticsError(findings.diagnostics(in: rules.text)) }
    return statements
  }
}

extension SourceText {
  /// The bytes of a range without blanks and empty lines around them: what an editor adds at the end of a section is no change.
  func trimmed(_ range: Range<Int>) -> ArraySlice<UInt8> {
    var slice = bytes[range].drop(while: ASCII.isSpace)
    while let last = slice.last, ASCII.isSpace(last) { slice.removeLast() }
    return slice
  }
}
