import Database
import TenantOperations

extension OperationError: FailureConvertible {
  package var failures: [CommandFailure] { [failure()] }

  /// The failure to tell, in one tenant or in the whole command.
  func failure(tenant: String? = nil) -> CommandFailure {
    var failure = CommandFailure(
      ExitStatus(kind), code: code,
      (tenant.map { "tenant \($0): " } ?? "") + message
        + (sqlState.map { " (SQLSTATE \($0))" } ?? ""), at: location, hint: hint)
    failure.tenant = tenant
    failure.sqlState = sqlState?.code
    return failure
  }
}

extension ExitStatus {
  /// How a command ends that failed as a whole, or in the one tenant that it was about.
  init(_ kind: OperationError.Kind) {
    self =
      switch kind {
      case .usage: .usage
      case .malformed: .malformed
      case .conflicting: .conflicting
      case .missing: .missing
      case .exists: .exists
      case .unreachable: .unreachable
      case .busy: .busy
      case .notPermitted: .notPermitted
      case .interrupted: .interrupted
      case .failed: .someFailed
      case .bug: .internalError
      }
  }
}
