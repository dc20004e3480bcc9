import Names

/// Makes a tree of libyaml's events.
///
/// Depth is counted, not recursed into.
struct YAMLTreeBuilder {
  /// How deep collections may lie in each other.
  static let deepest = 32

  private var tree = YAMLTree()
  private var stack: [Level] = []
  private let hasReplacements: Bool

  private struct Level {
    var node: Int
    var isMapping: Bool
    var childCount = 0
    var lastChild = 0
  }

  /// Where reading stopped, and whether tokens have to be looked at for what is refused.
  private var stop = YAMLMark(index: 0, line: 0, column: 0)
  private var sawProperties = false

  private init(hasReplacements: Bool) { self.hasReplacements = hasReplacements }

  /// Reads a text.
  ///
  /// What is wrong with it as YAML is reported, and so is everything of YAML that manifests do without.
  static func tree(of text: ManifestText, findings: inout Findings) -> YAMLTree {
    var builder = YAMLTreeBuilder(hasReplacements: text.hasReplacements)
    guard var parser = LibYAMLParser(text.clean) else {
      findings.report(.malformed, "syntax", line: 1, column: 1, "there is not enough memory to read the file")
      builder.tree.isTruncated = true
      return builder.tree
    }
    var failure: YAMLFailure?
    do throws(YAMLFailure) {
      try builder.read(&parser, findings: &findings)
    } catch {
      failure = error
      builder.stop = error.mark
      builder.sawProperties = true
      builder.tree.isTruncated = true
    }
    builder.closeAll()
    var refused: Set<Int> = []
    if builder.sawProperties {
      refused = RefusedTokens.report(in: text, upTo: builder.stop.index, findings: &findings)
    }
    guard let failure else { return builder.tree }
    builder.silenceLastScalar(on: failure.mark.line)
    if !refused.contains(failure.mark.index), !text.replacedLines.contains(failure.mark.line + 1) {
      SyntaxMessage(failure).report(failure, isAtEnd: text.isEnd(line: failure.mark.line), findings: &findings)
    }
    return builder.tree
  }

  private mutating func read(_ parser: inout LibYAMLParser, findings: inout Findings) throws(YAMLFailure) {
    while true {
      let event = try parser.next(appendingTextTo: &tree.pool)
      stop = event.mark
      if event.hasProperties { sawProperties = true }
      switch event.kind {
      case .streamStart, .documentStart:
        continue
      case .alias:
        sawProperties = true
        add(event, kind: .refused)
      case .scalar:
        add(event, kind: .scalar)
      case .mappingStart, .sequenceStart:
        guard stack.count < Self.deepest else {
          findings.report(
            .malformed, "too-deep", line: event.mark.line + 1, column: event.mark.column + 1,
            "there are more than \(Self.deepest) levels", hint: "A manifest needs five.")
          tree.isTruncated = true
          return
        }
        let isMapping = event.kind == .mappingStart
        let node = add(event, kind: isMapping ? .mapping : .sequence)
        stack.append(Level(node: node, isMapping: isMapping))
      case .collectionEnd:
        if let level = stack.popLast() { tree.nodes[level.node].end = UInt32(tree.nodes.count) }
      case .documentEnd:
        return try readTrailer(&parser, findings: &findings)
      case .streamEnd:
        return
      }
    }
  }

  @discardableResult
  private mutating func add(_ event: YAMLEvent, kind: YAMLTree.Kind) -> Int {
    let index = tree.nodes.count
    var node = YAMLTree.Node(
      kind: kind, isPlain: event.isPlain, line: UInt32(event.mark.line + 1), column: UInt32(event.mark.column + 1),
      textStart: UInt32(event.text.lowerBound), textLength: UInt32(event.text.count), end: UInt32(index + 1))
    if kind == .scalar {
      if hasReplacements, holdsReplacement(event.text) { node.kind = .refused }
      if event.isPlain, event.text.isEmpty, !event.hasProperties { place(&node) }
    }
    tree.nodes.append(node)
    if !stack.isEmpty {
      stack[stack.count - 1].childCount += 1
      stack[stack.count - 1].lastChild = index
    }
    return index
  }

  /// An empty value has no token of its own: its place is the key, or the dash, that it is missing after.
  private func place(_ node: inout YAMLTree.Node) {
    guard let level = stack.last else { return }
    if level.isMapping, level.childCount % 2 == 1 {
      node.line = tree.nodes[level.lastChild].line
      node.column = tree.nodes[level.lastChild].column
    } else if !level.isMapping, node.column > 1 {
      node.column -= 1
    }
  }

  private func holdsReplacement(_ text: Range<Int>) -> Bool {
    guard text.count >= 3 else { return false }
    return (text.lowerBound...(text.upperBound - 3)).contains { tree.pool[$0...].starts(with: [0xEF, 0xBF, 0xBD]) }
  }

  private mutating func closeAll() {
    for level in stack {
      tree.nodes[level.node].end = UInt32(tree.nodes.count)
      tree.open.insert(level.node)
    }
    if tree.isTruncated, let root = tree.nodes.indices.first { tree.open.insert(root) }
  }

  /// What stands right before a syntax error is half a value, as a rule: `$` of an unquoted `${NAME}`.
  private mutating func silenceLastScalar(on line: Int) {
    guard let last = tree.nodes.indices.last, tree.nodes[last].kind == .scalar, Int(tree.nodes[last].line) == line + 1 else {
      return
    }
    tree.nodes[last].kind = .refused
  }

  /// After the document there may be comments and nothing else.
  ///
  /// By tokens, because parsing directives takes quadratic time.
  private mutating func readTrailer(_ parser: inout LibYAMLParser, findings: inout Findings) throws(YAMLFailure) {
    while true {
      let token = try parser.nextToken()
      stop = token.mark
      let (line, column) = (token.mark.line + 1, token.mark.column + 1)
      switch token.kind {
      case .streamEnd:
        return
      case .documentEnd:
        continue
      case .directive:
        findings.report(.malformed, "directive", line: line, column: column, "directives are refused", hint: "Remove the line.")
      case .documentStart:
        findings.report(
          .malformed, "several-documents", line: line, column: column, "a second document begins",
          hint: "A manifest is one document. Remove \"---\" and put everything under one \"tenants:\".")
        return
      case .anchor, .alias, .tag, .other:
        findings.report(
          .malformed, "syntax", line: line, column: column, "there is text after the end of the document",
          hint: "Indent it as part of the manifest, or remove it.")
        return
      }
    }
  }
}
