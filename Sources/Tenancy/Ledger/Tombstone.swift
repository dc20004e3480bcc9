import Database
public import Names
public import SQL

/// The schema of a dropped tenant, kept out of sight until it is purged.
public struct Tombstone: Sendable, Equatable {
  /// The ledger's own number of the tenant.
  public var id: Int64
  /// The name that the tenant had.
  public var name: TenantName
  /// The schema that it had.
  public var schema: SchemaName
  /// The name that its schema is kept under.
  public var tombstone: SchemaName
  /// When it was dropped.
  public var droppedAt: Timestamp
}

extension Tombstone {
  /// Reads a row of: id, name, schema, tombstone, time.
  init(ledgerRow row: Row) throws(DatabaseError) {
    self.init(
      id: try row.decode(0), name: TenantName(unchecked: try row.decode(1)), schema: SchemaName(unchecked: try row.decode(2)),
      tombstone: SchemaName(unchecked: try row.decode(3)), droppedAt: try row.decode(4))
  }
}

extension TenantRecord {
  /// The name that a dropped schema is kept under.
  var tombstone: SchemaName { SchemaName(unchecked: "tenantry_dropped_\(id)") }

  /// What a change is called in the history.
  func action(to specification: TenantSpecification) -> String {
    guard specification.state.rawValue != phase.rawValue else { return "update" }
    return specification.state == .suspended ? "suspend" : "resume"
  }
}
