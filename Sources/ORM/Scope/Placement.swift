public import Names

/// Where a query was told to run; what is nil comes from the scope.
///
/// What stands here goes before the tenant in scope, the tenant before the schema, and the schema before the registry's default.
public struct Placement: Sendable, Hashable {
  /// The database.
  public var database: DatabaseName?
  /// The schema of tenants' tables.
  public var schema: SchemaName?

  /// Makes a placement.
  public init(database: DatabaseName? = nil, schema: SchemaName? = nil) {
    self.database = database
    self.schema = schema
  }
}
