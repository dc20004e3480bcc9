/// `COPY … FROM STDIN` and `COPY … TO STDOUT`.
enum ClientCopy {
  /// The index of the word that names the client's stream; nil for any other statement.
  static func offset(in view: StatementView) -> Int? {
    guard view.isWord(0, "copy") else { return nil }
    var depth = 0
    for index in view.tokens.indices {
      if view.kind(index) == .openParenthesis { depth += 1 }
      if view.kind(index) == .closeParenthesis { depth -= 1 }
      guard depth == 0, view.isWord(index, "from") || view.isWord(index, "to") else { continue }
      // PostgreSQL takes either word in either direction.
      if view.isWord(index + 1, "stdin") || view.isWord(index + 1, "stdout") { return index + 1 }
    }
    return nil
  }
}
