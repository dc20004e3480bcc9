import SQL

// Everything that has a start and an end. Each function returns the offset after the end.
extension SQLScanner {
  /// Comments nest on PostgreSQL and do not on SQLite.
  func blockCommentEnd(_ start: Int) throws(ScanFailure) -> Int {
    var depth = 1
    var offset = start + 2
    while offset + 1 < end {
      if bytes[offset] == ASCII.star, bytes[offset + 1] == ASCII.slash {
        depth -= 1
        offset += 2
        if depth == 0 { return offset }
      } else if engine == .postgres, bytes[offset] == ASCII.slash, bytes[offset + 1] == ASCII.star {
        depth += 1
        offset += 2
      } else {
        offset += 1
      }
    }
    throw ScanFailure(construct: .comment, offset: start)
  }

  /// A text from its opening quote on, with the parts that PostgreSQL joins to it: a text goes on after a line break, by the
  /// rules of its first part.
  ///
  /// So an `E'…'` may end pages later, and its backslashes count up to there.
  func stringEnd(_ start: Int, quote: Int, hasBackslashes: Bool) throws(ScanFailure) -> Int {
    var offset = quote + 1
    while offset < end {
      if bytes[offset] == ASCII.backslash, hasBackslashes {
        offset += 2
      } else if bytes[offset] != ASCII.singleQuote {
        offset += 1
      } else if byte(offset + 1) == ASCII.singleQuote {
        offset += 2
      } else if engine == .postgres, let next = continuation(after: offset + 1) {
        offset = next + 1
      } else {
        return offset + 1
      }
    }
    throw ScanFailure(construct: .string, offset: start)
  }

  /// The opening quote of a text's next part: blanks, line comments and at least one line break lie between.
  private func continuation(after position: Int) -> Int? {
    var offset = position
    var hasLineBreak = false
    while offset < end {
      let byte = bytes[offset]
      if byte == ASCII.lineFeed {
        hasLineBreak = true
        offset += 1
      } else if ASCII.isSpace(byte) {
        offset += 1
      } else if byte == ASCII.hyphen, self.byte(offset + 1) == ASCII.hyphen {
        while offset < end, bytes[offset] != ASCII.lineFeed { offset += 1 }
      } else {
        return byte == ASCII.singleQuote && hasLineBreak ? offset : nil
      }
    }
    return nil
  }

  /// A name in quotes, which a doubled quote does not end.
  func nameEnd(_ start: Int, quote: Int) throws(ScanFailure) -> Int {
    var offset = quote + 1
    while offset < end {
      if bytes[offset] != bytes[quote] {
        offset += 1
      } else if byte(offset + 1) == bytes[quote] {
        offset += 2
      } else {
        return offset + 1
      }
    }
    throw ScanFailure(construct: .name, offset: start)
  }

  /// SQLite's `[name]`, which knows no escape.
  func bracketEnd(_ start: Int) throws(ScanFailure) -> Int {
    var offset = start + 1
    while offset < end {
      if bytes[offset] == ASCII.closeBracket { return offset + 1 }
      offset += 1
    }
    throw ScanFailure(construct: .name, offset: start)
  }

  /// What a dollar sign starts: a placeholder, a parameter, or PostgreSQL's dollar quote.
  func dollarToken(_ start: Int) throws(ScanFailure) -> SQLToken {
    if byte(start + 1) == ASCII.openBrace { return SQLToken(.placeholder, start, placeholderEnd(start)) }
    if ASCII.isDigit(byte(start + 1)) {
      var offset = start + 1
      while offset < end, ASCII.isDigit(bytes[offset]) { offset += 1 }
      return SQLToken(.parameter, start, offset)
    }
    guard engine == .postgres else { return SQLToken(.parameter, start, max(start + 1, wordEnd(start + 1))) }
    var offset = start + 1
    while offset < end, ASCII.isNamePart(bytes[offset]) { offset += 1 }
    guard byte(offset) == ASCII.dollar else { return SQLToken(.symbol, start, start + 1) }
    return SQLToken(.dollarString, start, try dollarQuoteEnd(start, tagEnd: offset + 1))
  }

  /// The end of `${…}`, on the same line and within reason; of the two first characters where there is none.
  func placeholderEnd(_ start: Int) -> Int {
    var offset = start + 2
    while offset < end, offset < start + 128, bytes[offset] != ASCII.lineFeed {
      if bytes[offset] == ASCII.closeBrace { return offset + 1 }
      offset += 1
    }
    return start + 2
  }

  private func dollarQuoteEnd(_ start: Int, tagEnd: Int) throws(ScanFailure) -> Int {
    let length = tagEnd - start
    var offset = tagEnd
    while offset + length <= end {
      if bytes[offset] == ASCII.dollar {
        // No tag holds a dollar sign inside, so no byte is compared more than twice.
        var matched = 1
        while matched < length, bytes[offset + matched] == bytes[start + matched] { matched += 1 }
        if matched == length { return offset + length }
        offset += matched
      } else {
        offset += 1
      }
    }
    throw ScanFailure(construct: .dollarQuote(tag: String(decoding: bytes[start..<tagEnd], as: UTF8.self)), offset: start)
  }
}
