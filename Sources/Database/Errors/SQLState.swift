/// The five-character code of a server's answer, as the SQL standard and PostgreSQL's appendix A define them.
public struct SQLState: Sendable, Hashable, CustomStringConvertible {
  /// The five characters.
  public let code: String

  /// Wraps a code.
  public init(_ code: String) { self.code = code }

  /// The five characters.
  public var description: String { code }

  /// The first two characters: the class of the condition.
  public var conditionClass: Substring { code.prefix(2) }

  /// Unique violation: `23505`.
  public static let uniqueViolation = SQLState("23505")
  /// Foreign key violation: `23503`.
  public static let foreignKeyViolation = SQLState("23503")
  /// Not null violation: `23502`.
  public static let notNullViolation = SQLState("23502")
  /// Check violation: `23514`.
  public static let checkViolation = SQLState("23514")
  /// Serialization failure: `40001`.
  public static let serializationFailure = SQLState("40001")
  /// Deadlock detected: `40P01`.
  public static let deadlockDetected = SQLState("40P01")
  /// Insufficient privilege: `42501`.
  public static let insufficientPrivilege = SQLState("42501")
  /// Syntax error: `42601`.
  public static let syntaxError = SQLState("42601")
  /// Undefined table: `42P01`.
  public static let undefinedTable = SQLState("42P01")
  /// Duplicate table: `42P07`.
  public static let duplicateTable = SQLState("42P07")
  /// Lock not available: `55P03`.
  public static let lockNotAvailable = SQLState("55P03")
  /// Query canceled: `57014`.
  public static let queryCanceled = SQLState("57014")
  /// Out of memory: `53200`.
  public static let outOfMemory = SQLState("53200")
  /// Too many connections: `53300`.
  public static let tooManyConnections = SQLState("53300")
  /// Disk full: `53100`.
  public static let diskFull = SQLState("53100")
  /// Io error: `58030`.
  public static let ioError = SQLState("58030")
  /// Data corrupted: `XX001`.
  public static let dataCorrupted = SQLState("XX001")
  /// Feature not supported: `0A000`.
  public static let featureNotSupported = SQLState("0A000")
  /// Invalid statement name: `26000`.
  public static let invalidStatementName = SQLState("26000")

  /// True when the same work may succeed if it is simply tried again: lost connections, locks, serialization, resources.
  public var isRetryable: Bool {
    switch conditionClass {
    case "08", "40", "53": true
    case "55": self == .lockNotAvailable || code == "55006"
    case "57": code != "57014"
    default: false
    }
  }
}
