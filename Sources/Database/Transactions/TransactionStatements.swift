import SQL

/// The SQL around a transaction's work, as a value.
struct TransactionStatements: Sendable, Hashable {
  var begin: [String]
  var commit: [String]
  var rollback: [String]
  /// True for a transaction inside of another.
  var isNested = false
  /// True when the engine has no read-only transactions: the connection itself is then made to refuse to write.
  var needsReadOnlyConnection = false

  /// The name of all savepoints.
  ///
  /// It may repeat: both engines mean the innermost one of a name, and constant text can be prepared.
  static let savepoint = "\"tenantry savepoint\""

  /// A transaction inside of another.
  static let nested = TransactionStatements(
    begin: ["SAVEPOINT \(savepoint)"], commit: ["RELEASE SAVEPOINT \(savepoint)"],
    rollback: ["ROLLBACK TO SAVEPOINT \(savepoint)", "RELEASE SAVEPOINT \(savepoint)"], isNested: true)

  /// A transaction of its own.
  static func outermost(
    _ mode: TransactionMode, isolation: IsolationLevel?, isDeferrable: Bool = false, dialect: Dialect
  ) -> TransactionStatements {
    switch dialect.engine {
    case .postgres:
      let level = isolation.map { " ISOLATION LEVEL " + $0.postgres } ?? ""
      let access = mode == .readOnly ? " READ ONLY" : ""
      let waiting = isDeferrable ? " DEFERRABLE" : ""
      return TransactionStatements(begin: ["BEGIN" + level + access + waiting], commit: ["COMMIT"], rollback: ["ROLLBACK"])
    case .sqlite:
      let begin = mode == .readOnly ? "BEGIN" : "BEGIN IMMEDIATE"
      return TransactionStatements(
        begin: [begin], commit: ["COMMIT"], rollback: ["ROLLBACK"], needsReadOnlyConnection: mode == .readOnly)
    }
  }
}

extension IsolationLevel {
  fileprivate var postgres: String {
    switch self {
    case .readCommitted: "READ COMMITTED"
    case .repeatableRead: "REPEATABLE READ"
    case .serializable: "SERIALIZABLE"
    }
  }
}
