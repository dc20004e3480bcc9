package import Database
package import Names
package import Tenancy

/// Why an operation, or its part for one tenant, failed: what a person and a script need to know.
package struct OperationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The class of a failure: front doors give each one an exit code or a status.
  package enum Kind: String, Sendable, CaseIterable {
    case usage, malformed, conflicting, missing, exists, unreachable, busy, notPermitted, interrupted, failed, bug
  }

  package var kind: Kind
  /// A stable word for scripts.
  package var code: String
  /// What happened, as a sentence.
  package var message: String
  package var hint: String?
  package var location: SourceLocation?
  package var sqlState: SQLState?

  package init(
    _ kind: Kind, code: String, _ message: String, hint: String? = nil, at location: SourceLocation? = nil,
    sqlState: SQLState? = nil
  ) {
    self.kind = kind
    self.code = code
    self.message = message
    self.hint = hint
    self.location = location
    self.sqlState = sqlState
  }

  package init(_ error: TenancyError) {
    // What the database says is closer to the point than that it was the database.
    let code = error.code == .database ? error.underlying?.code.description : nil
    self.init(
      Kind(error), code: code ?? error.code.description, error.message, hint: error.hint, at: error.location,
      sqlState: error.underlying?.sqlState.flatMap { $0.code.hasPrefix("TN") ? nil : $0 })
  }

  package init(_ error: DatabaseError) {
    self.init(Kind(error), code: error.code.description, error.message, hint: error.hint, sqlState: error.sqlState)
  }

  package init(_ error: NameError) {
    self.init(.malformed, code: "invalid-name", "\(error)", hint: error.violation.hint)
  }

  package var description: String {
    (location.map { "\($0): " } ?? "") + message + (sqlState.map { " (SQLSTATE \($0))" } ?? "")
  }
}

extension OperationError.Kind {
  init(_ error: TenancyError) {
    switch error.code {
    case .tenantExists, .schemaExists: self = .exists
    case .tenantMissing, .ledgerMissing, .migrationMissing: self = .missing
    case .nameKeptBack, .headMoved, .halfRenamed: self = .busy
    case .domainTaken, .ledgerTooNew, .unsupported, .lineageDiverged, .irreversible: self = .conflicting
    case .database: self = error.underlying.map(Self.init) ?? .bug
    case .statementFailed: self = error.underlying.map { Self($0) == .unreachable ? .unreachable : .failed } ?? .failed
    default: self = .failed
    }
  }

  init(_ error: DatabaseError) {
    switch error.code {
    case .connectionFailed, .connectionLost, .outcomeUnknown, .poolUnavailable, .deadlineExceeded: self = .unreachable
    case .cancelled: self = .interrupted
    case .schemaMissing: self = .missing
    case .invalidConfiguration, .unsupported: self = .conflicting
    case .server:
      switch error.sqlState {
      case SQLState.insufficientPrivilege?: self = .notPermitted
      case SQLState.lockNotAvailable?, SQLState.deadlockDetected?, SQLState.serializationFailure?: self = .busy
      default: self = .failed
      }
    default: self = .bug
    }
  }
}
