/// A token of SQL text, as a range of bytes.
///
/// Offsets are 32 bits wide, so that a large statement's tokens stay small.
package struct SQLToken: Sendable, Equatable {
  /// What a token is.
  package enum Kind: UInt8, Sendable {
    /// A name without quotes, or a keyword.
    case word
    /// A name in double quotes, backticks or brackets.
    case quotedName
    /// A name with Unicode escapes: `U&"…"`.
    case unicodeName
    /// A text in single quotes, with the doubled quote as its only escape.
    case string
    /// A text with escapes of its own, or with a prefix: `E'…'`, `U&'…'`, `X'…'`.
    case prefixedString
    /// A text between dollar quotes.
    case dollarString
    case number
    /// `$1`, `?1`, `@name`.
    case parameter
    /// `${…}`; only `${` where it has no end on its line.
    case placeholder
    case openParenthesis
    case closeParenthesis
    case semicolon
    case dot
    case comma
    /// Any other character.
    case symbol
    /// `-- …`, without the line break.
    case lineComment
    /// `/* … */`
    case blockComment
    /// A line for psql or for the sqlite3 shell.
    case clientCommand
  }

  package let kind: Kind
  private let startOffset: UInt32
  private let endOffset: UInt32

  init(_ kind: Kind, _ start: Int, _ end: Int) {
    self.kind = kind
    startOffset = UInt32(start)
    endOffset = UInt32(end)
  }

  /// Where it starts, in bytes.
  package var start: Int { Int(startOffset) }
  /// Where it ends, in bytes.
  package var end: Int { Int(endOffset) }
  /// Its bytes.
  var range: Range<Int> { start..<end }

  /// True for what can name an object; SQLite takes a text for a name, too.
  func isName(sqlite: Bool) -> Bool {
    switch kind {
    case .word, .quotedName, .unicodeName: true
    case .string: sqlite
    default: false
    }
  }

  /// True for what lies in quotes of its own kind; dollar quotes are longer.
  var isQuoted: Bool {
    switch kind {
    case .quotedName, .unicodeName, .string, .prefixedString: true
    default: false
    }
  }
}
