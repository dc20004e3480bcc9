public import Names

/// Runs work in which tenants' tables are those of a schema.
///
/// A tenant goes before a schema: inside ``withTenant(_:_:)`` this changes nothing. Shared models stay in the shared schema.
public func withSchema<Value>(_ schema: SchemaName, _ work: () async throws -> Value) async rethrows -> Value {
  try await Scope.with({ $0.schema = schema }, work)
}

/// Runs work on one of the registry's databases.
///
/// A tenant's own models stay on the tenant's database.
public func withDatabase<Value>(_ database: DatabaseName, _ work: () async throws -> Value) async rethrows -> Value {
  try await Scope.with({ $0.database = database }, work)
}

/// Runs work for a tenant: its models are in its schema, on its database.
///
/// The tenant is resolved here, once; what it is placed on does not change while the work runs.
///
/// ```swift
/// try await withTenant("acme") { try await Project.query.all() }
/// // SELECT … FROM "t_acme"."projects"
/// ```
///
/// - Throws: ``ORMError`` with ``ORMError/Code/tenantUnavailable`` when there is no such tenant or it may not be used, and what `work`
///   throws.
public func withTenant<Value>(_ tenant: TenantName, _ work: () async throws -> Value) async throws -> Value {
  let placement = try await Registry.current().placement(of: tenant)
  return try await Scope.with({ $0.enter(placement) }, work)
}

/// The same for a name that has to be checked first.
public func withTenant<Value>(_ tenant: String, _ work: () async throws -> Value) async throws -> Value {
  let name: TenantName
  do { name = try TenantName(tenant) } catch { throw ORMError(.tenantUnavailable, "\(error).") }
  return try await withTenant(name, work)
}

extension Scope {
  /// Binds a tenant; the database that was named before belongs to what is left.
  mutating func enter(_ placement: TenantPlacement) {
    tenant = placement
    database = nil
  }
}
