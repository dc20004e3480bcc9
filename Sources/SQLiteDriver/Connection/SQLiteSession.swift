import Database
import SQL

/// The blocking side of a connection.
///
/// One thread at a time may use it: ``SQLiteConnection`` sees to that.
final class SQLiteSession {
  let database: RawDatabase
  private var cache: StatementCache
  /// SQLite rolled the open transaction back by itself, after an error.
  ///
  /// PostgreSQL would hold it open and refuse everything
  /// until it is ended; without that, the statements that follow would commit one by one.
  private var lostTransaction = false
  /// The statement whose rows are being handed out.
  var stream: SQLiteStream?
  /// How many such statements there were.
  var streamCount: UInt64 = 0
  /// The file that is attached beside the main one.
  var attachedSchema: String?
  /// An error came up after which the connection is better opened again.
  private(set) var isDamaged = false
  /// The connection refuses to write.
  private(set) var isReadOnly = false

  init(path: String, statementCacheCapacity: Int) throws(RawError) {
    database = try RawDatabase(path: path)
    cache = StatementCache(capacity: statementCacheCapacity)
  }

  var isInTransaction: Bool { lostTransaction || !database.isAutocommit }
  var cachedStatementCount: Int { cache.count }

  /// True when it can be lent again.
  var isClean: Bool { database.isOpen && !isInTransaction && !isDamaged && !database.callbacks.madeTemporaryObject }

  /// Runs one statement of a user's.
  func execute(_ call: SQLiteCall, isInline: Bool) -> SQLiteOutcome {
    if lostTransaction { return answerLostTransaction(call.text) }
    let wasInTransaction = !database.isAutocommit
    database.callbacks.beginStatement(isInline: isInline)
    do throws(RawError) {
      guard let statement = try cachedStatement(call.text) else { return .finished([ResultSet(storage: SQLiteRows.none)]) }
      if isInline && !isQuick(statement, call.text) { return .needsThread }
      return .finished([try rows(of: statement, call.values)])
    } catch {
      if database.callbacks.isOverBudget && !database.interrupt.isCancelled { return .needsThread }
      return failure(error, in: call.text, wasInTransaction: wasInTransaction)
    }
  }

  /// A statement that reads is tried on the caller's thread: a hop costs more than a short query.
  ///
  /// Whatever may wait for the
  /// disk to have written is not.
  private func isQuick(_ statement: RawStatement, _ text: String) -> Bool {
    guard statement.isReadOnly else { return false }
    return statement.columnCount > 0 ? StatementKeyword(text) != .pragma : !database.isWriting
  }

  func cachedStatement(_ text: String) throws(RawError) -> RawStatement? {
    if let statement = cache.statement(for: text) { return statement }
    guard let statement = try database.prepare(text, isKept: true) else { return nil }
    cache.insert(statement, for: text)
    return statement
  }

  /// Runs a compiled statement to its end.
  func rows(of statement: RawStatement, _ values: [StorageValue] = []) throws(RawError) -> ResultSet {
    defer { statement.reset() }
    try statement.bind(values)
    let before = database.totalChanges
    var buffer = RowBuffer()
    while try statement.step() { try statement.copyRow(to: &buffer) }
    // `changes` keeps its number over statements that change nothing.
    let affected = statement.isReadOnly || database.totalChanges == before ? 0 : database.changes
    let columns = statement.columnCount
    let storage = columns == 0 ? SQLiteRows.none : SQLiteRows(columns: statement.columns, rows: buffer)
    return ResultSet(storage: storage, affectedRows: affected)
  }

  func failure(_ error: RawError, in text: String, wasInTransaction: Bool) -> SQLiteOutcome {
    note(error)
    if error.code.primary == .busy, !wasInTransaction || (database.callbacks.wantedToWait && error.code != .busySnapshot) {
      return .busy(DatabaseError(error, in: text))
    }
    if wasInTransaction {
      if StatementKeyword(text) == .commit {
        // As on PostgreSQL: a transaction ends with its COMMIT, one way or the other.
        rollBack()
      } else {
        lostTransaction = database.isAutocommit
      }
    }
    return .failed(translated(error, in: text))
  }

  func translated(_ error: RawError, in text: String?) -> DatabaseError {
    if error.code.primary == .interrupted, database.interrupt.isCancelled { return .cancelledBySQLite }
    return DatabaseError(error, in: text)
  }

  func note(_ error: RawError) {
    if [.ioError, .corrupt, .notADatabase, .outOfMemory, .misuse].contains(error.code.primary) { isDamaged = true }
  }

  func loseTransaction() { lostTransaction = database.isAutocommit }

  private func answerLostTransaction(_ text: String) -> SQLiteOutcome {
    switch StatementKeyword(text) {
    case .rollback:
      lostTransaction = false
      return .finished([ResultSet(storage: SQLiteRows.none)])
    case .commit:
      lostTransaction = false
      return .failed(
        DatabaseError(.commitFailed, "The transaction was rolled back when a statement failed: nothing of it is kept."))
    case .pragma, .other: return .failed(Self.lostTransactionError)
    }
  }

  static let lostTransactionError = DatabaseError(
    .server, "The transaction was rolled back when a statement failed. End it with ROLLBACK and begin a new one.",
    sqlState: SQLState("25P02"))

  func answerMessageInLostTransaction() -> SQLiteOutcome? { lostTransaction ? .failed(Self.lostTransactionError) : nil }

  /// Makes the connection refuse to write, or lets it write again.
  func setReadOnly(_ isReadOnly: Bool) throws(RawError) {
    try own("PRAGMA query_only = \(isReadOnly ? "ON" : "OFF")")
    self.isReadOnly = isReadOnly
  }

  /// Ends whatever is open.
  func rollBack() {
    lostTransaction = false
    guard !database.isAutocommit else { return }
    do throws(RawError) { try own("ROLLBACK") } catch { isDamaged = true }
  }

  /// Runs a statement of our own, which the rules for users do not hold for.
  @discardableResult
  func own(_ text: String, _ values: [StorageValue] = []) throws(RawError) -> ResultSet? {
    database.callbacks.isGuarded = false
    database.callbacks.isInline = false
    defer { database.callbacks.isGuarded = true }
    return try database.prepare(text).map { (statement) throws(RawError) in try rows(of: statement, values) }
  }

  func forgetStatements() { cache.removeAll() }

  func close() {
    endStream()
    cache.removeAll()
    database.close()
  }
}
