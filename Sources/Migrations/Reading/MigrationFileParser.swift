import Names

/// Reads the text of a migration file: its sections, their directives, their statements.
struct MigrationFileParser {
  /// A section as it was found.
  struct Section {
    var kind: SectionKind
    /// The offset of its marker.
    var marker: Int
    /// Its text, from the line after the marker on.
    var range: Range<Int>
    /// Nil when nothing says: then it has a transaction.
    var isTransactional: Bool?
    var statements: [MigrationStatement] = []
    /// What is wrong when it has a transaction.
    var transactionalFindings: [Finding] = []
    var statementOffsets: [Int] = []
  }

  private let text: SourceText
  private let rules: StatementRules
  private var cursor: LocationCursor
  private(set) var findings: [Finding] = []
  private(set) var sections: [Section] = []
  /// A directive before the first section is for the up section.
  private var leadingDirective: Bool?
  private var hasLeadingText = false
  /// A misspelt marker was meant to be one: nothing more is said about what is missing then.
  private var hasUnknownMarker = false
  private var isComplete = false

  init(_ rules: StatementRules) {
    text = rules.text
    self.rules = rules
    cursor = LocationCursor(rules.text)
  }

  /// Reads all of it.
  ///
  /// - Throws: ``DiagnosticsError`` with everything that is wrong.
  mutating func parse() throws(DiagnosticsError) {
    readItems()
    closeSection(at: text.bytes.count)
    for section in sections { checkCount(section) }
    if isComplete, !sections.contains(where: { $0.kind == .up }), !hasLeadingText, !hasUnknownMarker {
      findings.append(Finding(.missingUp, at: 0))
    }
    if !findings.isEmpty { throw DiagnosticsError(findings.diagnostics(in: text)) }
  }

  private mutating func readItems() {
    var splitter = SQLScriptSplitter(text.bytes, engine: rules.engine)
    do {
      while findings.count < Finding.maximumCount, let item = try splitter.next() {
        switch item {
        case .statement(let statement): add(statement)
        case .clientCommand(let token): findings.append(Finding(.clientCommand, at: token.start))
        case .annotation(let token):
          if case .section? = Annotation(text.bytes, token) { openSection(token) } else { readDirective(token) }
        }
      }
      isComplete = findings.count < Finding.maximumCount
    } catch {
      findings.append(Finding(.unterminated(error.construct), at: error.offset))
    }
  }

  private mutating func add(_ statement: ScannedStatement) {
    let start = statement.range.lowerBound
    if sections.isEmpty, !hasLeadingText, !hasUnknownMarker {
      hasLeadingText = true
      findings.append(Finding(.textBeforeSection, at: start))
    }
    let outcome = rules.check(statement, into: &findings)
    guard let last = sections.indices.last else { return }
    sections[last].statements.append(MigrationStatement(pieces: outcome.pieces, location: cursor.location(at: start)))
    sections[last].statementOffsets.append(start)
    if let need = outcome.needsNoTransaction { sections[last].transactionalFindings.append(need) }
  }

  // MARK: - Sections

  private mutating func openSection(_ comment: SQLToken) {
    let marker = SectionMarker(text, comment, into: &findings)
    guard let kind = marker.kind else {
      hasUnknownMarker = true
      return
    }
    if sections.contains(where: { $0.kind == kind }) {
      findings.append(Finding(.repeatedSection(kind), at: comment.start))
    } else if kind == .up, !sections.isEmpty {
      findings.append(Finding(.downBeforeUp, at: sections[0].marker))
    }
    closeSection(at: text.lineStart(of: comment.start))
    let start = min(comment.end + 1, text.bytes.count)
    sections.append(
      Section(kind: kind, marker: comment.start, range: start..<start, isTransactional: marker.isTransactional))
    if kind == .up, let leadingDirective { setTransactional(leadingDirective, at: comment.start) }
  }

  private mutating func closeSection(at end: Int) {
    guard let last = sections.indices.last else { return }
    let start = sections[last].range.lowerBound
    sections[last].range = start..<max(start, end)
  }

  private mutating func readDirective(_ comment: SQLToken) {
    guard let isTransactional = DirectiveLine(text, comment, into: &findings).isTransactional else { return }
    if !sections.isEmpty {
      setTransactional(isTransactional, at: comment.start)
    } else if leadingDirective == nil {
      leadingDirective = isTransactional
    } else {
      findings.append(Finding(.repeatedOption, at: comment.start))
    }
  }

  private mutating func setTransactional(_ flag: Bool, at offset: Int) {
    let last = sections.count - 1
    guard sections[last].isTransactional == nil else {
      findings.append(Finding(.repeatedOption, at: offset))
      return
    }
    sections[last].isTransactional = flag
  }

  private mutating func checkCount(_ section: Section) {
    guard section.isTransactional == false else {
      findings += section.transactionalFindings
      return
    }
    if section.statementOffsets.isEmpty, isComplete { findings.append(Finding(.noStatement, at: section.marker)) }
    if section.statementOffsets.count > 1 {
      findings.append(Finding(.statementCount(2), at: section.statementOffsets[1]))
    }
  }
}
