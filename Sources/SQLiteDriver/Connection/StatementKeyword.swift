/// The first word of a statement, as far as a transaction's end depends on it.
enum StatementKeyword: Equatable {
  case commit
  case rollback
  case pragma
  case other

  init(_ text: String) {
    let words = text.utf8.split(omittingEmptySubsequences: true) { $0 == 0x20 || (0x09...0x0d).contains($0) || $0 == 0x3b }
    func word(_ index: Int) -> String? {
      words.dropFirst(index).first.map { String(decoding: $0.prefix(11), as: UTF8.self).uppercased() }
    }
    switch word(0) {
    case "COMMIT", "END": self = .commit
    // ROLLBACK TO keeps the transaction.
    case "ROLLBACK": self = word(1) == "TO" || word(2) == "TO" ? .other : .rollback
    case let first? where first.hasPrefix("PRAGMA"): self = .pragma
    default: self = .other
    }
  }
}
