extension StatementView {
  /// The refusal of a statement about schemas that starts here.
  func schemaStatement(at index: Int) -> Refusal? {
    guard let word = word(index) else { return nil }
    switch word {
    case "create", "drop", "alter": return isWord(index + 1, "schema") ? .schemaStatement("\(word.uppercased()) SCHEMA") : nil
    // The comment is the stamp that says which migrations a schema has.
    case "comment": return areWords(index + 1, "on", "schema") ? .schemaStatement("COMMENT ON SCHEMA") : nil
    default: return nil
    }
  }

  /// The managed schema that is written before the dot at an index, with the index of its token.
  func literalSchema(beforeDot dot: Int, among managed: ManagedSchemas) -> (name: String, index: Int)? {
    // Two dots are a range; a number after the dot makes no name.
    guard let after = kind(dot + 1), after != .dot, after != .number else { return nil }
    let hasEscape = kind(dot - 1) == .string && isWord(dot - 2, "uescape") && kind(dot - 3) == .unicodeName
    let index = hasEscape ? dot - 3 : dot - 1
    // The field of a value in parentheses.
    if kind(index - 1) == .dot, kind(index - 2) == .closeParenthesis { return nil }
    guard let name = name(at: index), name.next == dot, managed.contains(name.text) else { return nil }
    return (name.text, index)
  }

  /// The managed schemas that are named after the keyword `SCHEMA` at an index, in a list or alone.
  func literalSchemas(afterKeyword keyword: Int, among managed: ManagedSchemas) -> [(name: String, index: Int)] {
    guard isWord(keyword, "schema") else { return [] }
    // Anywhere else the word is somebody's name.
    let isList = isWord(keyword - 1, "on") || isWord(keyword - 1, "in")
    let isSingle = isWord(keyword - 1, "set") || isWord(keyword - 1, "with") || areWords(0, "create", "extension")
    guard isList || isSingle else { return [] }
    var found: [(name: String, index: Int)] = []
    var index = keyword + 1
    while let name = name(at: index) {
      if managed.contains(name.text) { found.append((name.text, index)) }
      guard isList, kind(name.next) == .comma else { break }
      index = name.next + 1
    }
    return found
  }

  /// The managed schemas in the search path that a routine is given at its definition, by `SET search_path` at an index.
  func searchPathSchemas(at index: Int, among managed: ManagedSchemas) -> [(name: String, index: Int)] {
    guard isWord(index, "set"), name(at: index + 1)?.text.lowercased() == "search_path" else { return [] }
    var found: [(name: String, index: Int)] = []
    // Behind "=" or "TO": names, texts and placeholders, with commas in between.
    var item = index + 3
    while tokens.indices.contains(item) {
      let texts = literal(at: item)?.split(separator: ",").map { $0.filter { $0 != " " && $0 != "\"" } }
      for text in texts ?? name(at: item).map({ [$0.text] }) ?? [] where managed.contains(text) { found.append((text, item)) }
      let next = name(at: item)?.next ?? item + 1
      guard kind(next) == .comma else { break }
      item = next + 1
    }
    return found
  }
}
