import SQL

/// The tokens of a statement or of a routine's body, comments left out, with the questions that rules ask.
struct StatementView {
  let bytes: [UInt8]
  let engine: Dialect.Engine
  let tokens: [SQLToken]

  init(bytes: [UInt8], engine: Dialect.Engine, tokens: [SQLToken]) {
    self.bytes = bytes
    self.engine = engine
    self.tokens = tokens
  }

  /// Scans a text of its own; nil when it has no end.
  init?(source: String, engine: Dialect.Engine) {
    let bytes = Array(source.utf8)
    guard let tokens = try? Self.tokens(of: bytes, in: 0..<bytes.count, engine: engine) else { return nil }
    self.init(bytes: bytes, engine: engine, tokens: tokens)
  }

  /// The tokens of a routine's body.
  static func tokens(of bytes: [UInt8], in range: Range<Int>, engine: Dialect.Engine) throws(ScanFailure) -> [SQLToken] {
    var scanner = SQLScanner(bytes, in: range, engine: engine, isBody: true)
    var tokens: [SQLToken] = []
    while let token = try scanner.next() {
      if token.kind != .lineComment, token.kind != .blockComment { tokens.append(token) }
    }
    return tokens
  }

  func kind(_ index: Int) -> SQLToken.Kind? { tokens.indices.contains(index) ? tokens[index].kind : nil }

  /// True for this keyword, in whatever case, without quotes.
  ///
  /// The word is given in lower case.
  func isWord(_ index: Int, _ word: String) -> Bool {
    guard kind(index) == .word, tokens[index].range.count == word.utf8.count else { return false }
    return zip(bytes[tokens[index].range], word.utf8).allSatisfy { ASCII.lowercased($0) == $1 }
  }

  /// True for these keywords, one after the other.
  func areWords(_ index: Int, _ words: String...) -> Bool {
    for (offset, word) in words.enumerated() where !isWord(index + offset, word) { return false }
    return true
  }

  /// The keyword in lower case; nil for anything but a word.
  func word(_ index: Int) -> String? {
    guard kind(index) == .word, tokens[index].range.count <= 63 else { return nil }
    return String(decoding: bytes[tokens[index].range].map(ASCII.lowercased), as: UTF8.self)
  }

  /// The name that stands here, folded as the engine folds it, and the index of what follows; nil for what is no name.
  func name(at index: Int) -> (text: String, next: Int)? {
    guard let kind = kind(index), tokens[index].isName(sqlite: engine == .sqlite) else { return nil }
    let written = bytes[tokens[index].range]
    switch kind {
    case .word: return (String(decoding: written.map(ASCII.lowercased), as: UTF8.self), index + 1)
    case .unicodeName:
      let hasEscape = isWord(index + 1, "uescape") && self.kind(index + 2) == .string
      let escape = hasEscape ? literal(at: index + 2)?.utf8.first ?? ASCII.backslash : ASCII.backslash
      let body = Self.unquoted(written.dropFirst(2))
      return (UnicodeEscapes.decoded(body, escape: escape), hasEscape ? index + 3 : index + 1)
    default:
      let name = Self.unquoted(written)
      // SQLite folds quoted names, too.
      let folded = engine == .sqlite ? name.map(ASCII.lowercased) : name
      return (String(decoding: folded, as: UTF8.self), index + 1)
    }
  }

  /// The value of a plain text, its parts joined; nil for anything else.
  func literal(at index: Int) -> String? {
    guard kind(index) == .string else { return nil }
    var value: [UInt8] = []
    var rest = bytes[tokens[index].range]
    while let quote = rest.first {
      guard quote == ASCII.singleQuote else {
        // Between two parts: blanks, or a comment to the end of its line.
        rest = quote == ASCII.hyphen ? rest.drop { $0 != ASCII.lineFeed } : rest.dropFirst()
        continue
      }
      rest = rest.dropFirst()
      while let byte = rest.first {
        rest = rest.dropFirst()
        if byte == ASCII.singleQuote {
          guard rest.first == ASCII.singleQuote else { break }
          rest = rest.dropFirst()
        }
        value.append(byte)
      }
    }
    return String(decoding: value, as: UTF8.self)
  }

  /// What lies between the quotes, doubled ones made single.
  private static func unquoted(_ written: ArraySlice<UInt8>) -> [UInt8] {
    guard let quote = written.first else { return [] }
    var result: [UInt8] = []
    var wasQuote = false
    for byte in written.dropFirst().dropLast() {
      wasQuote = byte == quote && !wasQuote
      if !wasQuote { result.append(byte) }
    }
    return result
  }
}
