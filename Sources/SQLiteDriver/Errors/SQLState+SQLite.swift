import Database

extension SQLState {
  /// The state that PostgreSQL would report for an error of SQLite's.
  init(_ error: RawError) {
    if error.refusal != nil {
      self = .insufficientPrivilege
      return
    }
    // What nobody put a word to is wrong with the statement, or is a fault of ours.
    let fallback = SQLState(error.code == .error ? "42000" : "XX000")
    self = Self.extended[error.code] ?? Self.primary[error.code.primary] ?? Self.worded(error.message) ?? fallback
  }

  private static let extended: [ResultCode: SQLState] = [
    .constraintUnique: .uniqueViolation, .constraintPrimaryKey: .uniqueViolation, .constraintRowID: .uniqueViolation,
    .constraintForeignKey: .foreignKeyViolation, .constraintNotNull: .notNullViolation, .constraintCheck: .checkViolation,
    .constraintTrigger: SQLState("P0001"), .constraintDataType: SQLState("42804"),
    .busySnapshot: .serializationFailure, .ioErrorOutOfMemory: .outOfMemory,
  ]

  private static let primary: [ResultCode: SQLState] = [
    .noPermission: .insufficientPrivilege, .busy: .lockNotAvailable, .locked: .lockNotAvailable, .outOfMemory: .outOfMemory,
    .readOnly: SQLState("25006"), .interrupted: .queryCanceled, .ioError: .ioError, .corrupt: .dataCorrupted,
    .full: .diskFull, .cannotOpen: SQLState("58P01"), .schemaChanged: .serializationFailure, .tooBig: SQLState("54000"),
    .constraint: SQLState("23000"), .mismatch: SQLState("22P02"), .notAuthorized: .insufficientPrivilege,
    .outOfRange: SQLState("08P01"), .notADatabase: .dataCorrupted,
  ]

  /// SQLite has one code for all that is wrong with a statement, and says what it is in words.
  private static func worded(_ message: String) -> SQLState? {
    for (words, state) in phrases where message.contains(words) { return state }
    return nil
  }

  private static let phrases: [(words: String, state: SQLState)] = [
    ("syntax error", .syntaxError), ("incomplete input", .syntaxError), ("unrecognized token", .syntaxError),
    ("more than one statement", .syntaxError), ("values were supplied", .syntaxError),
    ("values for", .syntaxError), ("no such table", .undefinedTable), ("no such view", .undefinedTable),
    ("no such column", SQLState("42703")), ("has no column named", SQLState("42703")),
    ("ambiguous column name", SQLState("42702")), ("duplicate column name", SQLState("42701")),
    ("already a table named", .duplicateTable), ("already an index named", .duplicateTable),
    ("no such function", SQLState("42883")), ("wrong number of arguments", SQLState("42883")),
    ("no such index", SQLState("42704")), ("no such trigger", SQLState("42704")), ("no such module", SQLState("42704")),
    ("no such collation", SQLState("42704")), ("unknown database", SQLState("3F000")), ("no such savepoint", SQLState("3B001")),
    ("within a transaction", SQLState("25001")), ("no transaction is active", SQLState("25P01")),
    ("trigger", SQLState("42710")), ("already exists", .duplicateTable), ("integer overflow", SQLState("22003")),
    ("malformed JSON", SQLState("22P02")),
  ]
}
