/// What went wrong between us and a database.
///
/// Its description never holds a bound value or a password.
public struct DatabaseError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kind of failure.
  ///
  /// The set may grow: a `switch` needs a `default`.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    /// A stable word for scripts.
    public let description: String

    init(_ description: String) { self.description = description }

    /// The server could not be reached, or refused us.
    public static let connectionFailed = Code("connection-failed")
    /// The connection broke while it was in use.
    ///
    /// What was not committed is rolled back.
    public static let connectionLost = Code("connection-lost")
    /// The connection broke after `COMMIT` was sent: whether the work is done is for the reader of the database to find out.
    public static let outcomeUnknown = Code("outcome-unknown")
    /// The database answered with an error: see ``DatabaseError/sqlState``.
    public static let server = Code("server")
    /// `COMMIT` was answered with a rollback.
    public static let commitFailed = Code("commit-failed")
    /// The task was cancelled, and with it the statement.
    public static let cancelled = Code("cancelled")
    /// A deadline passed.
    public static let deadlineExceeded = Code("deadline-exceeded")
    /// The pool is shut down, or its queue is full.
    public static let poolUnavailable = Code("pool-unavailable")
    /// The task holds a connection and would wait for another one for ever, since everybody else does the same.
    public static let poolDeadlock = Code("pool-deadlock")
    /// A value cannot be sent, or an answer is not of the wanted type.
    public static let invalidValue = Code("invalid-value")
    /// The engine, or the driver, has no such feature.
    public static let unsupported = Code("unsupported")
    /// The settings of the connection are wrong or weaken security.
    public static let invalidConfiguration = Code("invalid-configuration")
    /// The file of a schema does not exist.
    public static let schemaMissing = Code("schema-missing")
  }

  /// The kind of failure.
  public var code: Code
  /// What happened and what to do, as a sentence.
  public var message: String
  /// What has become of the work; nil when no call failed, but the reading of an answer.
  public var outcome: Outcome?
  /// The state that the server reported; SQLite's errors are given the state that PostgreSQL would use.
  public var sqlState: SQLState?
  /// The server's detail.
  ///
  /// It may hold values of rows.
  public var detail: String?
  /// The server's hint.
  public var hint: String?
  /// The constraint that was violated.
  public var constraint: String?
  /// The schema of the object that the error is about.
  public var schema: String?
  /// The table that the error is about.
  public var table: String?
  /// The column that the error is about.
  public var column: String?
  /// Which statement of a message failed, from 0.
  public var statementIndex: Int?
  /// Where in that statement, from 0 and in Unicode scalars.
  public var scalarOffset: Int?

  /// Makes an error.
  public init(_ code: Code, _ message: String, sqlState: SQLState? = nil) {
    self.code = code
    self.message = message
    self.sqlState = sqlState
    outcome = code.usualOutcome
  }

  /// True when the same work may succeed if it is tried again.
  ///
  /// ``Code/outcomeUnknown`` is not retryable: look first.
  public var isRetryable: Bool {
    switch code {
    case .connectionFailed, .connectionLost, .poolUnavailable: true
    case .server: sqlState?.isRetryable ?? false
    default: false
    }
  }

  /// The message, with the state where there is one.
  public var description: String {
    if let sqlState { "\(message) (SQLSTATE \(sqlState))" } else { message }
  }
}
