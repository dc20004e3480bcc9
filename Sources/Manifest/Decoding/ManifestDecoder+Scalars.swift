import Names

extension ManifestDecoder {
  /// Reads a text, with its variables replaced.
  ///
  /// No field holds line breaks or other control characters.
  mutating func text(_ node: Int, _ what: String) -> TextValue? {
    switch tree.nodes[node].kind {
    case .refused: return nil
    case .mapping, .sequence:
      report(.malformed, "wrong-type", at: node, "\(what) has to be a text", hint: "Write one value, without \"-\" and braces.")
      return nil
    case .scalar: break
    }
    let written = tree.text(node)
    guard isClean(written, node, what) else { return nil }
    guard !tree.isNull(node) else {
      report(.malformed, "missing-value", at: node, "\(what) is empty", hint: "Write a value, or leave the entry out.")
      return nil
    }
    guard VariableExpansion.isNeeded(for: written) else { return TextValue(text: written, node: node, written: written) }
    return expanded(written, node, what)
  }

  private mutating func expanded(_ written: String, _ node: Int, _ what: String) -> TextValue? {
    do throws(VariableExpansion.Failure) {
      let expansion = try VariableExpansion(written) { name, _ in environment[name] }
      guard isClean(expansion.text, node, what) else { return nil }
      return TextValue(text: expansion.text, node: node, written: written, fromEnvironment: expansion.fromEnvironment)
    } catch {
      switch error {
      case .malformed(let reason):
        report(
          .malformed, "invalid-variable", at: node, "\(what): \(reason)",
          hint: "Write ${NAME} or ${NAME:-default}; a literal \"${\" is written \"$${\".")
      case .unset(let names):
        let list = names.joined(separator: ", ")
        report(
          .conflicting, "unset-variable", at: node, "\(what) needs \(list), which the environment does not set",
          hint: "Set it, or give it a default: ${\(names.first ?? "NAME"):-default}.")
      }
      return nil
    }
  }

  private mutating func isClean(_ text: String, _ node: Int, _ what: String) -> Bool {
    guard text.utf8.contains(where: { $0 < 0x20 || $0 >= 0x7F }) else { return true }
    for scalar in text.unicodeScalars {
      let isBreak = scalar == "\n" || scalar == "\r" || scalar == "\t"
      guard let reason = isBreak ? "a line break or a tab" : scalar.refusalInText else { continue }
      report(.malformed, "refused-character", at: node, "\(what) holds \(reason)", hint: "Write it on one line, without it.")
      return false
    }
    return true
  }

  /// Reads a name.
  mutating func name<Name: ValidatedName>(_ node: Int, _ type: Name.Type) -> Located<Name>? {
    guard let value = text(node, "the \(Name.kind)") else { return nil }
    guard let violation = Name.violation(of: value.text) else { return Located(value: Name(unchecked: value.text), node: node) }
    report(
      .malformed, "invalid-name", at: node, "\(Name.kind) \(value.shown) \(violation.reason)",
      hint: value.fromEnvironment.isEmpty ? violation.hint : "The value comes from the environment.")
    return nil
  }

  /// Reads a name that is a key of the manifest.
  ///
  /// Variables are not replaced in keys.
  mutating func name<Name: ValidatedName>(ofKey text: String, _ node: Int, _ type: Name.Type) -> Name? {
    guard let violation = Name.violation(of: text) else { return Name(unchecked: text) }
    report(
      .malformed, "invalid-name", at: node, "\(Name.kind) \(Shown.text(text)) \(violation.reason)",
      hint: SecretRedaction.redacted(value: violation.hint))
    return nil
  }

  /// Reads one of a few words.
  mutating func choice<Choice>(_ node: Int, _ what: String, _ type: Choice.Type) -> Choice?
  where Choice: RawRepresentable<String> & CaseIterable {
    guard let value = text(node, what) else { return nil }
    if let choice = Choice(rawValue: value.text) { return choice }
    let words = Choice.allCases.map(\.rawValue)
    let list = "Write \(words.dropLast().joined(separator: ", ")) or \(words.last ?? "")."
    let nearest = Suggestion.nearest(to: value.text, among: words).map { "Did you mean \"\($0)\"? " } ?? ""
    report(.malformed, "invalid-value", at: node, "\(what) cannot be \(value.shown)", hint: nearest + list)
    return nil
  }

  /// Reads `true` or `false`.
  mutating func flag(_ node: Int, _ what: String) -> Bool? {
    guard let value = text(node, what) else { return nil }
    if value.text == "true" { return true }
    if value.text == "false" { return false }
    report(.malformed, "invalid-value", at: node, "\(what) cannot be \(value.shown)", hint: "Write true or false.")
    return nil
  }

  /// Reads a whole number within a range: digits only, without leading zeros.
  mutating func count(_ node: Int, _ what: String, in range: ClosedRange<Int>) -> Int? {
    guard let value = text(node, what) else { return nil }
    if let count = QuantityText.count(value.text), range.contains(count) { return count }
    report(
      .malformed, "invalid-value", at: node, "\(what) cannot be \(value.shown)",
      hint: "Write a whole number from \(range.lowerBound) to \(range.upperBound), without leading zeros.")
    return nil
  }

  /// Reads a duration with its unit.
  mutating func duration(_ node: Int, _ what: String) -> Located<Duration>? {
    guard let value = text(node, what) else { return nil }
    if let duration = QuantityText.duration(value.text) { return Located(value: duration, node: node) }
    report(
      .malformed, "invalid-value", at: node, "\(what) cannot be \(value.shown)",
      hint: "Write a whole number with a unit: 500ms, 3s, 5m or 2h; from 1ms to 24h.")
    return nil
  }
}
