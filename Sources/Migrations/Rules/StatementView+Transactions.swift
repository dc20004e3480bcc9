import SQL

extension StatementView {
  /// The refusal of a statement that begins or ends a transaction.
  var transactionControl: Refusal? {
    guard let word = word(0) else { return nil }
    switch word {
    case "begin", "commit", "rollback", "savepoint", "abort", "release", "end": return .transactionControl(word.uppercased())
    case "start" where isWord(1, "transaction"): return .transactionControl("START TRANSACTION")
    case "prepare" where isWord(1, "transaction"): return .transactionControl("PREPARE TRANSACTION")
    case "set":
      let index = isWord(1, "local") || isWord(1, "session") ? 2 : 1
      let isControl = isWord(index, "transaction") || (isWord(1, "session") && isWord(2, "characteristics"))
      return isControl ? .transactionControl("SET TRANSACTION") : nil
    default: return nil
    }
  }

  /// The refusal of a statement that cannot run in a transaction, and the token that says so.
  var needsNoTransaction: (refusal: Refusal, index: Int)? {
    guard let word = word(0) else { return nil }
    switch (word, engine) {
    case ("vacuum", _) where sqliteReach == nil: return (.needsNoTransaction("VACUUM"), 0)
    case ("create", .postgres):
      let index = isWord(1, "unique") ? 3 : 2
      let isConcurrent = isWord(index - 1, "index") && isWord(index, "concurrently")
      return isConcurrent ? (.needsNoTransaction("CREATE INDEX CONCURRENTLY"), index) : nil
    case ("drop", .postgres):
      return areWords(1, "index", "concurrently") ? (.needsNoTransaction("DROP INDEX CONCURRENTLY"), 2) : nil
    case ("reindex", .postgres):
      let index = tokens.indices.prefix(16).first { isWord($0, "concurrently") }
      return index.map { (.needsNoTransaction("REINDEX CONCURRENTLY"), $0) }
    case ("alter", .postgres):
      let last = tokens.count - 1
      guard isWord(1, "table"), isWord(last, "concurrently") else { return nil }
      let isDetach = tokens.indices.suffix(8).contains { areWords($0, "detach", "partition") }
      return isDetach ? (.needsNoTransaction("DETACH PARTITION CONCURRENTLY"), last) : nil
    default: return nil
    }
  }
}
