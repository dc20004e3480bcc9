import Names
import Tenancy

extension Workspace {
  /// The tenants that a selection lets through, wherever they are, by name.
  package func list(_ selection: TenantSelection) async throws(OperationError) -> [PlacedTenant] {
    try await locate(selection)
  }
}
