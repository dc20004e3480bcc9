/// Whether a statement leaves something behind in the session, so that the session must be cleaned before it is lent again.
///
/// What the server tells by itself is read from the command tag. What a tag cannot tell is looked for in the text, with a leaning to
/// suspicion: the price of a mistake is one round trip. A function of the user that sets something by itself is seen by neither.
enum SessionEffects {
  /// True when the tag belongs to a statement that changes the session.
  static func outlivesTransaction(tag: String, text: String) -> Bool {
    switch tag {
    case "SET": !StatementText(text).isLocalSet
    case "RESET", "LISTEN", "UNLISTEN", "PREPARE", "DECLARE CURSOR", "LOAD", "DO", "CALL": true
    default: forgetsStatements(tag: tag)
    }
  }

  /// True when prepared statements are gone after a command.
  static func forgetsStatements(tag: String) -> Bool { tag.hasPrefix("DEALLOCATE") || tag.hasPrefix("DISCARD") }

  /// True when the text has something that no command tag shows: a temporary object, a setting made by a function, a session lock.
  static func isSuspicious(_ text: String) -> Bool {
    var words = StatementText.Words(text)
    var previous = ""
    while let word = words.next() {
      switch word {
      case "TEMP", "TEMPORARY":
        if ["CREATE", "INTO", "LOCAL", "GLOBAL", "REPLACE"].contains(previous) { return true }
      case "PG_TEMP":
        if words.following == UInt8(ascii: ".") { return true }
      case "SET_CONFIG":
        if !isLocal(call: words.unread) { return true }
      case "PG_ADVISORY_LOCK", "PG_TRY_ADVISORY_LOCK", "PG_ADVISORY_LOCK_SHARED", "PG_TRY_ADVISORY_LOCK_SHARED", "DBLINK_CONNECT",
        "SETSEED":
        return true
      default: break
      }
      previous = word
    }
    return false
  }

  /// True when the last argument of a call of `set_config` is the word `true`: the setting then ends with the transaction.
  private static func isLocal(call text: Substring.UTF8View) -> Bool {
    var depth = 0
    var quote: UInt8?
    var last: [UInt8] = []
    for byte in text {
      if let open = quote {
        if byte == open { quote = nil }
        continue
      }
      switch byte {
      case UInt8(ascii: "'"), UInt8(ascii: "\""): quote = byte
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"):
        depth -= 1
        if depth == 0 { return String(decoding: last, as: UTF8.self).lowercased() == "true" }
      case UInt8(ascii: ",") where depth == 1: last = []
      case 0...32: break
      default: last.append(byte)
      }
    }
    return false
  }
}
