public import Names

/// A table, and how its schema is found: once, when the statement is rendered.
public struct TableReference: Sendable, Hashable {
  /// Where a table's schema comes from.
  public enum Placement: Sendable, Hashable {
    /// A schema that is known.
    case fixed(SchemaName)
    /// The schema of the tenant in scope.
    case tenant
    /// The shared schema.
    case shared
  }

  /// Where its schema comes from.
  public var placement: Placement
  /// Its name.
  public var name: Identifier

  /// Makes a reference.
  public init(_ name: Identifier, in placement: Placement) {
    self.name = name
    self.placement = placement
  }
}

/// The schemas that references are resolved to.
///
/// A missing one is an error, never a default.
public struct SchemaResolution: Sendable, Hashable {
  /// The schema of the tenant in scope.
  public var tenant: SchemaName?
  /// The shared schema.
  public var shared: SchemaName?

  /// Makes a resolution.
  public init(tenant: SchemaName? = nil, shared: SchemaName? = nil) {
    self.tenant = tenant
    self.shared = shared
  }

  /// The schema of a placement.
  ///
  /// - Throws: ``SQLTextError`` when there is no tenant, or no shared schema, in scope.
  public func schema(of placement: TableReference.Placement) throws(SQLTextError) -> SchemaName {
    switch placement {
    case .fixed(let name): return name
    case .tenant:
      guard let tenant else { throw SQLTextError("No tenant is in scope. Run this inside withTenant(…) or withSchema(…).") }
      return tenant
    case .shared:
      guard let shared else { throw SQLTextError("No shared schema is in scope.") }
      return shared
    }
  }
}
