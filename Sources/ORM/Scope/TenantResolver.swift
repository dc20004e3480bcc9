public import Names

/// Finds out where a tenant is, and whether it may be used.
///
/// The tenancy engine resolves through its directory; the ORM knows no directory.
public protocol TenantResolver: Sendable {
  /// Where a tenant is.
  ///
  /// - Throws: ``ORMError`` with ``ORMError/Code/tenantUnavailable`` when it is unknown, suspended or archived.
  func placement(of tenant: TenantName) async throws -> TenantPlacement
}
