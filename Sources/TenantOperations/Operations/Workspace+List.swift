package import Names
package import Tenancy

/// The tenants that could be read, and the databases that could not.
package struct TenantListing: Sendable, Equatable {
  /// The tenants, by name.
  package var tenants: [PlacedTenant]
  /// Tenants of databases that cannot be used, as the home's directory knows them.
  package var lost: [DirectoryEntry]
  /// Databases that cannot be used, with the reason; none when all tenants that were named were found.
  package var unreachable: [DatabaseName: OperationError]
}

extension Workspace {
  /// The tenants that a selection lets through, wherever they are.
  package func list(_ selection: TenantSelection) async throws(OperationError) -> TenantListing {
    var opened = try await requireLedgers(needsHome: false)
    let found = try await opened.tenants(selection.filter)
    let lost = try await lostTenants(selection, &opened)
    if let missing = selection.missing(from: found).first(where: { name in !lost.contains { $0.name == name } }) {
      throw opened.failures.values.first ?? .tenantMissing(missing)
    }
    return TenantListing(tenants: found, lost: lost, unreachable: opened.failures(for: selection, found))
  }
}
