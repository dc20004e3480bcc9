import SQL

extension StatementView {
  /// True for `CREATE [OR REPLACE] FUNCTION` and `PROCEDURE`.
  var isRoutine: Bool {
    guard isWord(0, "create") else { return false }
    let index = isWord(1, "or") && isWord(2, "replace") ? 3 : 1
    return isWord(index, "function") || isWord(index, "procedure")
  }

  /// True for `DO`.
  var isAnonymousBlock: Bool { isWord(0, "do") }

  /// True when a dollar-quoted text inside of a body is a statement that the body runs.
  func isDynamicCode(at index: Int) -> Bool {
    guard kind(index) == .dollarString else { return false }
    if isWord(index - 1, "execute") { return true }
    return kind(index - 1) == .openParenthesis && isWord(index - 2, "format") && isWord(index - 3, "execute")
  }

  /// The dollar-quoted texts that are SQL or PL/pgSQL which this statement defines or runs.
  ///
  /// A body in another language has quotes and comments that we do not know: it is a text like any other.
  var codeIndices: [Int] {
    guard isAnonymousBlock || isRoutine, isReadableLanguage else { return [] }
    return tokens.indices.filter { kind($0) == .dollarString && (isAnonymousBlock || isWord($0 - 1, "as")) }
  }

  /// `DO` means PL/pgSQL unless it says otherwise.
  private var isReadableLanguage: Bool {
    var isNamed = false
    for index in tokens.indices where isWord(index, "language") {
      let language = literal(at: index + 1)?.lowercased() ?? name(at: index + 1)?.text
      if language == "sql" || language == "plpgsql" { return true }
      isNamed = isNamed || language != nil
    }
    return isAnonymousBlock && !isNamed
  }

  /// What lies between the dollar quotes of a token.
  func dollarQuoted(at index: Int) -> Range<Int> {
    let token = tokens[index]
    var tagEnd = token.start + 1
    while tagEnd < token.end, bytes[tagEnd] != ASCII.dollar { tagEnd += 1 }
    let length = tagEnd + 1 - token.start
    return token.start + length..<max(token.start + length, token.end - length)
  }
}
