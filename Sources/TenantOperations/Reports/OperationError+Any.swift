import Database
import Names
import Tenancy

extension OperationError {
  /// Any error as one of an operation: every known type keeps what it says.
  package init(any error: any Error) {
    switch error {
    case let error as OperationError: self = error
    case let error as TenancyError: self.init(error)
    case let error as DatabaseError: self.init(error)
    case let error as NameError: self.init(error)
    case is CancellationError: self.init(.interrupted, code: "cancelled", "The work was cancelled.")
    default: self.init(.bug, code: "internal", "\(error)", hint: "This is a bug of ours: please report it.")
    }
  }
}
