import SQL

/// Cuts SQL text into tokens by an engine's own lexical rules.
///
/// Linear in the text, whatever the text is.
package struct SQLScanner {
  let bytes: [UInt8]
  let engine: Dialect.Engine
  /// Where the text ends.
  let end: Int
  /// A routine's body has no client commands, whatever its lines start with.
  private let isBody: Bool
  /// Where the next token is looked for.
  private(set) var position: Int

  init(_ bytes: [UInt8], in range: Range<Int>? = nil, engine: Dialect.Engine, isBody: Bool = false) {
    self.bytes = bytes
    self.engine = engine
    self.isBody = isBody
    position = range?.lowerBound ?? 0
    end = range?.upperBound ?? bytes.count
  }

  /// The next token, comments included; nil at the end.
  ///
  /// - Throws: ``ScanFailure`` when a token has no end.
  mutating func next() throws(ScanFailure) -> SQLToken? {
    while position < end, ASCII.isSpace(bytes[position]) { position += 1 }
    guard position < end else { return nil }
    let token = try token(at: position)
    position = token.end
    return token
  }

  /// Goes on after the lines up to and including one that is `\.`, the end of a COPY's data, if there is one.
  mutating func skipCopyData() {
    var start = position
    while start < end {
      var lineEnd = start
      while lineEnd < end, bytes[lineEnd] != ASCII.lineFeed { lineEnd += 1 }
      if lineEnd == start + 2, bytes[start] == ASCII.backslash, bytes[start + 1] == ASCII.dot {
        position = lineEnd
        return
      }
      start = lineEnd + 1
    }
  }

  /// Goes on with the next line.
  mutating func skipLine() { position = lineEnd(after: position) }

  /// The byte at an offset, or 0 past the end: the text itself holds no NUL.
  func byte(_ offset: Int) -> UInt8 { offset < end ? bytes[offset] : 0 }

  private func token(at start: Int) throws(ScanFailure) -> SQLToken {
    switch bytes[start] {
    case ASCII.hyphen where byte(start + 1) == ASCII.hyphen:
      return SQLToken(.lineComment, start, lineEnd(after: start))
    case ASCII.slash where byte(start + 1) == ASCII.star:
      return SQLToken(.blockComment, start, try blockCommentEnd(start))
    case ASCII.singleQuote: return SQLToken(.string, start, try stringEnd(start, quote: start, hasBackslashes: false))
    case ASCII.doubleQuote: return SQLToken(.quotedName, start, try nameEnd(start, quote: start))
    case ASCII.backtick where engine == .sqlite: return SQLToken(.quotedName, start, try nameEnd(start, quote: start))
    case ASCII.openBracket where engine == .sqlite: return SQLToken(.quotedName, start, try bracketEnd(start))
    case ASCII.dollar: return try dollarToken(start)
    case ASCII.openParenthesis: return SQLToken(.openParenthesis, start, start + 1)
    case ASCII.closeParenthesis: return SQLToken(.closeParenthesis, start, start + 1)
    case ASCII.semicolon: return SQLToken(.semicolon, start, start + 1)
    case ASCII.comma: return SQLToken(.comma, start, start + 1)
    case ASCII.backslash where !isBody: return SQLToken(.clientCommand, start, lineEnd(after: start))
    case ASCII.dot where !ASCII.isDigit(byte(start + 1)): return SQLToken(.dot, start, start + 1)
    case let byte where ASCII.isDigit(byte) || byte == ASCII.dot: return SQLToken(.number, start, numberEnd(start))
    case let byte where ASCII.isNameStart(byte): return try wordToken(start)
    default: return SQLToken(.symbol, start, start + 1)
    }
  }

  private func wordToken(_ start: Int) throws(ScanFailure) -> SQLToken {
    let end = wordEnd(start)
    let length = end - start
    if engine == .postgres, length == 1, bytes[start] | 0x20 == UInt8(ascii: "u"), byte(end) == ASCII.ampersand {
      if byte(end + 1) == ASCII.singleQuote {
        return SQLToken(.prefixedString, start, try stringEnd(start, quote: end + 1, hasBackslashes: false))
      }
      if byte(end + 1) == ASCII.doubleQuote { return SQLToken(.unicodeName, start, try nameEnd(start, quote: end + 1)) }
    }
    if length == 1, byte(end) == ASCII.singleQuote {
      switch (bytes[start] | 0x20, engine) {
      case (UInt8(ascii: "e"), .postgres):
        return SQLToken(.prefixedString, start, try stringEnd(start, quote: end, hasBackslashes: true))
      case (UInt8(ascii: "b"), .postgres), (UInt8(ascii: "n"), .postgres), (UInt8(ascii: "x"), _):
        return SQLToken(.prefixedString, start, try stringEnd(start, quote: end, hasBackslashes: false))
      default: break
      }
    }
    return SQLToken(.word, start, end)
  }

  /// A dollar sign belongs to a name that it stands in, but never as the start of a placeholder.
  func wordEnd(_ start: Int) -> Int {
    var offset = start
    while offset < end {
      let isDollarOfName = bytes[offset] == ASCII.dollar && byte(offset + 1) != ASCII.openBrace
      guard ASCII.isNamePart(bytes[offset]) || isDollarOfName else { break }
      offset += 1
    }
    return offset
  }

  /// Digits, letters (of exponents, bases, units) and one dot, but not the two dots of a range.
  private func numberEnd(_ start: Int) -> Int {
    var offset = start
    var hasDot = false
    while offset < end {
      if bytes[offset] == ASCII.dot {
        guard !hasDot, byte(offset + 1) != ASCII.dot else { break }
        hasDot = true
      } else if !ASCII.isNamePart(bytes[offset]) {
        break
      }
      offset += 1
    }
    return offset
  }

  private func lineEnd(after start: Int) -> Int {
    var offset = start
    while offset < end, bytes[offset] != ASCII.lineFeed { offset += 1 }
    return offset
  }
}
