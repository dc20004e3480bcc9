/// The first word of a statement, as far as what to do with it depends on that.
enum StatementKeyword: Equatable {
  case commit
  case rollback
  case pragma
  case other

  init(_ text: String) {
    var rest = text.utf8[...]
    switch Self.word(&rest) {
    case "COMMIT", "END": self = .commit
    case "PRAGMA": self = .pragma
    case "ROLLBACK":
      // ROLLBACK TO, and ROLLBACK TRANSACTION TO, keep the transaction.
      let second = Self.word(&rest)
      let last = second == "TRANSACTION" ? Self.word(&rest) : second
      self = last == "TO" ? .other : .rollback
    default: self = .other
    }
  }

  /// Takes the next word off, in capitals; no more of the text is looked at.
  private static func word(_ rest: inout Substring.UTF8View) -> String {
    rest = rest.drop { !isLetter($0) && ($0 <= 0x20 || $0 == 0x3b) }
    let word = rest.prefix(while: isLetter)
    rest = rest[word.endIndex...]
    return word.count > 11 ? "" : String(decoding: word.map { $0 & 0xdf }, as: UTF8.self)
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5a).contains(byte & 0xdf) }
}
