import SQL

/// The SQL around a transaction's work, as a value.
struct TransactionStatements: Sendable, Hashable {
  var begin: [String]
  var commit: [String]
  var rollback: [String]
  /// True for a transaction inside of another.
  var isNested: Bool

  /// The name of all savepoints.
  ///
  /// It may repeat: both engines mean the innermost one of a name, and constant text can be prepared.
  static let savepoint = "\"tenantry savepoint\""

  /// A transaction inside of another.
  static let nested = TransactionStatements(
    begin: ["SAVEPOINT \(savepoint)"], commit: ["RELEASE SAVEPOINT \(savepoint)"],
    rollback: ["ROLLBACK TO SAVEPOINT \(savepoint)", "RELEASE SAVEPOINT \(savepoint)"], isNested: true)

  /// A transaction of its own.
  static func outermost(_ mode: TransactionMode, isolation: IsolationLevel?, dialect: Dialect) -> TransactionStatements {
    switch dialect.engine {
    case .postgres:
      let level = isolation.map { " ISOLATION LEVEL " + $0.postgres } ?? ""
      let access = mode == .readOnly ? " READ ONLY" : ""
      return TransactionStatements(begin: ["BEGIN" + level + access], commit: ["COMMIT"], rollback: ["ROLLBACK"], isNested: false)
    case .sqlite:
      switch mode {
      case .readWrite:
        return TransactionStatements(begin: ["BEGIN IMMEDIATE"], commit: ["COMMIT"], rollback: ["ROLLBACK"], isNested: false)
      case .readOnly:
        // SQLite has no read-only transactions; the connection is made read-only while this one lasts.
        let (on, off) = ("PRAGMA query_only = ON", "PRAGMA query_only = OFF")
        return TransactionStatements(
          begin: ["BEGIN", on], commit: [off, "COMMIT"], rollback: [off, "ROLLBACK"], isNested: false)
      }
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
