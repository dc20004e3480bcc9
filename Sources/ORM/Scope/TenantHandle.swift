public import Names

/// A tenant, for those who want no ambient scope: queries that are bound to it.
///
/// ```swift
/// let acme = try await registry.tenant(named: "acme")
/// let projects = try await acme.query(Project.self).all()
/// ```
public struct TenantHandle: Sendable {
  /// The registry.
  public let registry: Registry
  /// Where the tenant is.
  public let placement: TenantPlacement

  /// All rows of a model: the tenant's, or the shared ones on the tenant's database.
  public func query<Row: Model>(_ model: Row.Type) -> QuerySet<Row> {
    var query = QuerySet<Row>()
    query.registry = registry
    return query.using(database: placement.database, schema: placement.schema)
  }
}

extension Registry {
  /// Resolves a tenant, once.
  ///
  /// - Throws: ``ORMError`` with ``ORMError/Code/tenantUnavailable``.
  public func tenant(_ name: TenantName) async throws -> TenantHandle {
    TenantHandle(registry: self, placement: try await placement(of: name))
  }

  /// The same for a name that has to be checked first.
  public func tenant(named name: String) async throws -> TenantHandle {
    let checked: TenantName
    do { checked = try TenantName(name) } catch { throw ORMError(.tenantUnavailable, "\(error).") }
    return try await tenant(checked)
  }
}
