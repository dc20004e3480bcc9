/// What a line comment says to the tool, if anything.
enum Annotation {
  /// `-- migrate:up` and `-- migrate:down`, or what looks like one of them.
  case section
  /// `-- tenantry: key=value`
  case directive

  static let sectionPrefix = "migrate"
  static let directivePrefix = "tenantry"

  /// Recognised in any case and spacing, so that a slip is refused and not taken for a comment.
  init?(_ bytes: [UInt8], _ comment: SQLToken) {
    let text = bytes[comment.start + 2..<comment.end].drop(while: ASCII.isSpace).prefix(32).map(ASCII.lowercased)
    func rest(after prefix: String) -> ArraySlice<UInt8>? {
      guard text.starts(with: prefix.utf8) else { return nil }
      let rest = text.dropFirst(prefix.utf8.count).drop(while: ASCII.isSpace)
      return rest.first == UInt8(ascii: ":") ? rest.dropFirst() : nil
    }
    if rest(after: Self.directivePrefix) != nil {
      self = .directive
    } else if let rest = rest(after: Self.sectionPrefix), Self.isSection(rest) {
      self = .section
    } else {
      return nil
    }
  }

  /// A word right after the colon, or the words up and down after blanks: everything else is prose.
  private static func isSection(_ rest: ArraySlice<UInt8>) -> Bool {
    guard let first = rest.first, !ASCII.isSpace(first) else {
      let word = rest.drop(while: ASCII.isSpace).prefix { ASCII.isLetter($0) }
      return word.elementsEqual("up".utf8) || word.elementsEqual("down".utf8)
    }
    return true
  }
}
