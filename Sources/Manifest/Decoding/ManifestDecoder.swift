import Names

/// Turns nodes into values.
///
/// Every mistake is reported at its node and reading goes on, so that one run finds them all.
struct ManifestDecoder {
  let tree: YAMLTree
  let environment: [String: String]
  let postgresDefaults: PostgresDefaults
  let paths: ManifestPaths
  let file: String
  /// Keys that are not read, because they came before.
  let duplicateKeys: Set<Int>
  var findings: Findings

  /// A mapping's values by key.
  ///
  /// Values that count as missing are left out.
  struct Fields {
    let node: Int
    /// True when a key could not be read: it may be the one that seems to be missing.
    fileprivate(set) var hasRefusedKey = false
    fileprivate(set) var entries: [(key: String, keyNode: Int, value: Int)] = []

    /// The value of a key.
    subscript(key: String) -> Int? { entries.first { $0.key == key }?.value }
  }

  // MARK: - Findings

  mutating func report(
    _ severity: Diagnostic.Severity, _ code: String, at node: Int, _ message: @autoclosure () -> String,
    hint: @autoclosure () -> String? = nil
  ) {
    findings.report(
      severity, code, line: Int(tree.nodes[node].line), column: Int(tree.nodes[node].column), message(), hint: hint())
  }

  /// The place of a node.
  func location(of node: Int) -> SourceLocation {
    SourceLocation(file: file, line: Int(tree.nodes[node].line), column: Int(tree.nodes[node].column))
  }

  /// "line 3", for hints.
  func line(of node: Int) -> String { "line \(tree.nodes[node].line)" }

  // MARK: - Mappings and lists

  /// Reads a mapping with known keys.
  ///
  /// Unknown ones are reported; the second of two equal keys has been reported and is skipped.
  mutating func fields(of node: Int, _ shape: MappingShape) -> Fields? {
    guard isMapping(node, shape.what) else { return nil }
    var fields = Fields(node: node)
    for (key, value) in tree.pairs(of: node) where !duplicateKeys.contains(key) {
      guard tree.nodes[key].kind == .scalar else {
        if tree.nodes[key].kind == .refused { fields.hasRefusedKey = true }
        continue
      }
      let name = tree.text(key)
      if let known = shape.keys.first(where: { $0 == name }) {
        if !tree.isNull(value) { fields.entries.append((known, key, value)) }
      } else if !isMergeKey(key) {
        report(
          .malformed, "unknown-key", at: key, "unknown key \(Shown.text(name)) in \(shape.what)", hint: shape.hint(for: name))
      }
    }
    return fields
  }

  /// Reads the pairs of a mapping whose keys are names; each name once.
  mutating func namedPairs(of node: Int, _ what: String) -> [(name: String, key: Int, value: Int)]? {
    guard isMapping(node, what) else { return nil }
    var result: [(name: String, key: Int, value: Int)] = []
    for (key, value) in tree.pairs(of: node) where tree.nodes[key].kind == .scalar && !duplicateKeys.contains(key) {
      if !isMergeKey(key) { result.append((tree.text(key), key, value)) }
    }
    return result
  }

  /// Reads a list.
  mutating func items(of node: Int, _ what: String, hint: String) -> [Int]? {
    switch tree.nodes[node].kind {
    case .sequence: return Array(tree.children(of: node))
    case .refused: return nil
    case .scalar, .mapping:
      report(.malformed, "wrong-type", at: node, "\(what) has to be a list", hint: hint)
      return nil
    }
  }

  /// Reports a key that is not there, at the first token of its mapping.
  mutating func reportMissing(_ key: String, in fields: Fields, _ shape: MappingShape, hint: String) {
    guard !tree.open.contains(fields.node), !fields.hasRefusedKey else { return }
    report(.malformed, "missing-key", at: fields.node, "\(shape.what) needs \"\(key)\"", hint: hint)
  }

  private mutating func isMapping(_ node: Int, _ what: String) -> Bool {
    switch tree.nodes[node].kind {
    case .mapping: return true
    case .refused: return false
    case .scalar, .sequence:
      report(.malformed, "wrong-type", at: node, "\(what) has to be a mapping", hint: "Write KEY: VALUE pairs below it.")
      return false
    }
  }

  private func isMergeKey(_ key: Int) -> Bool { tree.nodes[key].isPlain && tree.text(key) == "<<" }
}
