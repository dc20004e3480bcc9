import Names

extension MigrationScaffold {
  /// The words of a file's name: lower-case letters and digits, joined by underscores.
  ///
  /// Nothing is dropped in silence: what is no letter, digit, blank, hyphen or underscore is refused.
  static func slug(_ words: String) throws(MigrationScaffoldError) -> String {
    let hint = "Use words of letters and digits, for example \"add invoices\"."
    var slug: [UInt8] = []
    var previous = ASCII.space
    for byte in words.utf8 {
      switch byte {
      case ASCII.space, ASCII.tab, ASCII.hyphen, ASCII.underscore:
        if let last = slug.last, last != ASCII.underscore { slug.append(ASCII.underscore) }
      case _ where ASCII.isLetter(byte) || ASCII.isDigit(byte):
        let isUpper = byte != ASCII.lowercased(byte)
        let startsWord = isUpper && (ASCII.isDigit(previous) || (ASCII.isLetter(previous) && previous | 0x20 == previous))
        if startsWord { slug.append(ASCII.underscore) }
        slug.append(ASCII.lowercased(byte))
      default:
        throw .name(words, NameViolation("holds a character that is no letter or digit", hint: hint))
      }
      previous = byte
    }
    while slug.last == ASCII.underscore { slug.removeLast() }
    guard !slug.isEmpty else {
      throw .name(words, NameViolation("has no words", hint: hint))
    }
    return String(decoding: slug, as: UTF8.self)
  }
}
