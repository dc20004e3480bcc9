/// What a session knows of sequences: `lastval()` would tell the next borrower a number of this one.
///
/// Nearly every insertion may have drawn a number, so that cleaning is put off to the next lease, where it goes along with the first
/// statement. As with ``SessionEffects``, a function of the user that draws numbers by itself is not seen, unless it fails.
struct SequenceTraces {
  /// The present borrower may have drawn a number.
  private(set) var isUsed = false
  /// A text that draws numbers was sent once; when it is prepared, nobody looks at it again.
  private var isHabit = false
  /// A former borrower may have drawn a number, and the session has not been cleaned since.
  private(set) var isOwed = false

  /// Looks at a text that is sent for the first time.
  mutating func note(text: String) { if !isHabit, Self.drawsNumbers(text) { isHabit = true } }

  /// A command tag, or a failure, that may have to do with a number.
  mutating func noteUse() { isUsed = true }

  /// The next borrower is another one.
  mutating func endLease() {
    if isUsed || isHabit { isOwed = true }
    isUsed = false
  }

  /// The session is clean, or is about to be.
  mutating func settle() { isOwed = false }

  /// True for a text whose command tag does not tell that it may draw numbers.
  private static func drawsNumbers(_ text: String) -> Bool {
    var words = StatementText.Words(text)
    let first = words.next()
    if first == "NEXTVAL" { return true }
    while let word = words.next() {
      switch word {
      case "NEXTVAL", "SETVAL", "SERIAL", "BIGSERIAL", "SMALLSERIAL", "SERIAL2", "SERIAL4", "SERIAL8", "IDENTITY": return true
      case "INSERT", "MERGE": if first == "WITH" || first == "EXPLAIN" { return true }
      case "DEFAULT": if first == "UPDATE" { return true }
      default: break
      }
    }
    return false
  }
}
