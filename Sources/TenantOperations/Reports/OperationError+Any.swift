import Database
import Manifest
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
    case let error as DiagnosticsError:
      let first = error.diagnostics.first
      self.init(
        error.isMalformed ? .malformed : .conflicting, code: first?.code ?? "manifest", first?.message ?? "\(error)",
        hint: first?.hint, at: first?.location)
    case let error as ManifestEditError:
      self.init(
        .conflicting, code: "manifest-not-changed", error.description.prefix(1).uppercased() + error.description.dropFirst() + "."
      )
    case is CancellationError: self.init(.interrupted, code: "cancelled", "The work was cancelled.")
    default: self.init(.bug, code: "internal", "\(error)", hint: "This is a bug of ours: please report it.")
    }
  }
}
