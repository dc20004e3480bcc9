import Names

/// The rules that hold for every mapping, whatever it means: keys are texts, no key comes twice, nothing is merged.
enum StructureCheck {
  static func run(_ tree: YAMLTree, findings: inout Findings) {
    for node in tree.nodes.indices where tree.nodes[node].kind == .mapping {
      check(tree, mapping: node, findings: &findings)
    }
  }

  private static func check(_ tree: YAMLTree, mapping: Int, findings: inout Findings) {
    // Swift compares texts by canonical equivalence: "é" written in two ways is one key.
    var seen: [String: Int] = [:]
    for (key, _) in tree.pairs(of: mapping) {
      let node = tree.nodes[key]
      guard node.kind != .refused else { continue }
      guard node.kind == .scalar else {
        findings.report(
          .malformed, "invalid-key", line: Int(node.line), column: Int(node.column), "a key has to be a text",
          hint: "Write KEY: VALUE; put a value like \"${NAME}\" in quotes.")
        continue
      }
      let text = tree.text(key)
      if let first = seen[text] {
        findings.report(
          .malformed, "duplicate-key", line: Int(node.line), column: Int(node.column),
          "the key \(Shown.text(text)) comes twice", hint: "It is at line \(tree.nodes[first].line) already. Keep one of them.")
      } else {
        seen[text] = key
        guard node.isPlain, text == "<<" else { continue }
        findings.report(
          .malformed, "merge-key", line: Int(node.line), column: Int(node.column), "merge keys are refused",
          hint: "Write what tenants have in common under \"defaults\" or in \"templates\".")
      }
    }
  }
}
