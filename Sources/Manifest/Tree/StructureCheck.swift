import Names

/// The rules that hold for every mapping, whatever it means: keys are texts, no key comes twice, nothing is merged.
struct StructureCheck {
  /// Keys that came before in their mapping: they have been reported, and nothing else reads them.
  private(set) var duplicates: Set<Int> = []

  private let tree: YAMLTree

  init(_ tree: YAMLTree, findings: inout Findings) {
    self.tree = tree
    for node in tree.nodes.indices where tree.nodes[node].kind == .mapping { check(mapping: node, &findings) }
  }

  private mutating func check(mapping: Int, _ findings: inout Findings) {
    var seen = SeenKeys()
    for (key, _) in tree.pairs(of: mapping) {
      switch tree.nodes[key].kind {
      case .refused: continue
      case .mapping, .sequence:
        report(
          "invalid-key", key, "a key has to be a text", "Write KEY: VALUE; put a value like \"${NAME}\" in quotes.", &findings)
        continue
      case .scalar: break
      }
      let text = tree.text(key)
      if let first = seen.insert(text, key) {
        duplicates.insert(key)
        let line = tree.nodes[first].line
        report(
          "duplicate-key", key, "the key \(Shown.text(text)) comes twice", "It is at line \(line) already. Keep one of them.",
          &findings)
      } else if tree.nodes[key].isPlain, text == "<<" {
        let hint = "Write what tenants have in common under \"defaults\" or in \"templates\"."
        report("merge-key", key, "merge keys are refused", hint, &findings)
      }
    }
  }

  private func report(
    _ code: String, _ node: Int, _ message: @autoclosure () -> String, _ hint: @autoclosure () -> String,
    _ findings: inout Findings
  ) {
    let (line, column) = (Int(tree.nodes[node].line), Int(tree.nodes[node].column))
    findings.report(.malformed, code, line: line, column: column, message(), hint: hint())
  }
}

/// The keys of one mapping.
///
/// Swift compares texts by canonical equivalence: "é" written in two ways is one key.
private struct SeenKeys {
  /// A few keys are compared one by one; hashing pays with more.
  private var few: [(text: String, node: Int)] = []
  private var many: [String: Int] = [:]

  /// Adds a key, or returns the node that it came at first.
  mutating func insert(_ text: String, _ node: Int) -> Int? {
    if many.isEmpty {
      if let first = few.first(where: { $0.text == text }) { return first.node }
      few.append((text, node))
      if few.count > 12 { many = Dictionary(few.map { ($0.text, $0.node) }) { first, _ in first } }
      return nil
    }
    if let first = many[text] { return first }
    many[text] = node
    return nil
  }
}
