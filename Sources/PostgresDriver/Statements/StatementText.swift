/// What can be told about a statement by looking at its words.
///
/// Comments, quoted texts and quoted names are no words.
struct StatementText {
  private let text: String

  init(_ text: String) { self.text = text }

  /// The first word, in upper case; empty when there is none.
  var firstWord: String {
    var words = Words(text)
    return words.next() ?? ""
  }

  /// True when losing the connection during this statement cannot have committed anything.
  var commitsNothing: Bool { ["BEGIN", "START", "ROLLBACK", "ABORT", "SAVEPOINT", "SHOW"].contains(firstWord) }

  /// True for what, outside of a transaction, may have committed something before it fails.
  var commitsOnItsWay: Bool {
    if ["CALL", "DO", "VACUUM", "REINDEX", "CLUSTER"].contains(firstWord) { return true }
    guard ["CREATE", "DROP", "ALTER", "REFRESH"].contains(firstWord) else { return false }
    var words = Words(text)
    while let word = words.next() { if word == "CONCURRENTLY" { return true } }
    return false
  }

  /// True for what ends a transaction by committing it.
  var isCommit: Bool {
    var words = Words(text)
    return switch words.next() {
    case "COMMIT", "END": words.next() != "PREPARED"
    case "PREPARE": words.next() == "TRANSACTION"
    default: false
    }
  }

  /// True for what undoes a transaction, or a part of it.
  var isRollback: Bool { ["ROLLBACK", "ABORT"].contains(firstWord) }

  /// True for a `COPY` from or to the client.
  var isCopyWithClient: Bool {
    var words = Words(text)
    guard words.next() == "COPY" else { return false }
    while let word = words.next() {
      if word == "STDIN" || word == "STDOUT" { return true }
    }
    return false
  }

  /// True when nothing is lost by cancelling it.
  ///
  /// A lock for an update counts as a change: the price of a mistake is reading to the end.
  var readsOnly: Bool {
    guard ["SELECT", "VALUES", "TABLE", "WITH", "COPY", "SHOW"].contains(firstWord) else { return false }
    var words = Words(text)
    while let word = words.next() {
      if ["INSERT", "UPDATE", "DELETE", "MERGE", "CALL", "INTO"].contains(word) { return false }
    }
    return true
  }

  /// True for a `SET` that ends with its transaction.
  var isLocalSet: Bool {
    var words = Words(text)
    return words.next() == "SET" && ["LOCAL", "TRANSACTION", "CONSTRAINTS"].contains(words.next() ?? "")
  }

  /// The words, one after the other, in upper case.
  struct Words {
    private var rest: Substring.UTF8View
    /// The byte that follows the last word, past white space.
    var following: UInt8? { rest.first { $0 > 32 } }

    init(_ text: String) { rest = Substring(text).utf8 }

    /// What has not been read yet.
    var unread: Substring.UTF8View { rest }

    mutating func next() -> String? {
      while let byte = rest.first {
        if Self.isWordByte(byte) {
          let word = rest.prefix(while: Self.isWordByte)
          rest = rest.dropFirst(word.count)
          return Substring(word).uppercased()
        }
        skip(byte)
      }
      return nil
    }

    private mutating func skip(_ byte: UInt8) {
      rest.removeFirst()
      switch byte {
      case UInt8(ascii: "'"), UInt8(ascii: "\""): skip(past: byte)
      case UInt8(ascii: "-") where rest.first == byte: rest = rest.drop { $0 != UInt8(ascii: "\n") }
      case UInt8(ascii: "/") where rest.first == UInt8(ascii: "*"): skipComment()
      default: break
      }
    }

    private mutating func skip(past quote: UInt8) { rest = rest.drop { $0 != quote }.dropFirst() }

    /// Comments of this kind nest.
    private mutating func skipComment() {
      rest.removeFirst()
      var depth = 1
      while depth > 0, let byte = rest.popFirst() {
        if byte == UInt8(ascii: "*"), rest.first == UInt8(ascii: "/") {
          rest.removeFirst()
          depth -= 1
        } else if byte == UInt8(ascii: "/"), rest.first == UInt8(ascii: "*") {
          rest.removeFirst()
          depth += 1
        }
      }
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "_"), UInt8(ascii: "$"), 128...:
        true
      default: false
      }
    }
  }
}
