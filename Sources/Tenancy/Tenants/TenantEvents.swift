public import Events
public import Names

/// A tenant is about to be created.
///
/// A handler that throws stops it.
public struct TenantWillBeCreated: Event {
  /// What it is to be.
  public var tenant: TenantSpecification
  /// Where.
  public var database: DatabaseName
}

/// A tenant was created; the transaction is committed.
public struct TenantWasCreated: Event {
  /// The tenant.
  public var tenant: TenantSpecification
  /// Where.
  public var database: DatabaseName
}

/// A tenant is about to be migrated.
///
/// A handler that throws stops it.
public struct TenantWillBeMigrated: Event {
  /// The tenant.
  public var tenant: TenantName
  /// Where.
  public var database: DatabaseName
  /// What will be applied, in order.
  public var migrations: [MigrationReference]
}

/// A tenant was migrated; the transaction is committed.
public struct TenantWasMigrated: Event {
  /// The tenant.
  public var tenant: TenantName
  /// Where.
  public var database: DatabaseName
  /// What was applied, in order.
  public var migrations: [MigrationReference]
}

/// A tenant is about to be dropped.
///
/// A handler that throws stops it.
public struct TenantWillBeDropped: Event {
  /// The tenant.
  public var tenant: TenantName
  /// Where.
  public var database: DatabaseName
}

/// A tenant was dropped: its schema is a tombstone, and its name is free.
public struct TenantWasDropped: Event {
  /// The tenant.
  public var tenant: TenantName
  /// Where.
  public var database: DatabaseName
}

/// A tenant is about to be renamed.
///
/// A handler that throws stops it.
public struct TenantWillBeRenamed: Event {
  /// The name that it has.
  public var tenant: TenantName
  /// The name that it will have.
  public var newName: TenantName
  /// The schema that it will have.
  public var schema: SchemaName
  /// Where.
  public var database: DatabaseName
}

/// A tenant was renamed; the transaction is committed.
public struct TenantWasRenamed: Event {
  /// The name that it had.
  public var tenant: TenantName
  /// The name that it has.
  public var newName: TenantName
  /// The schema that it has.
  public var schema: SchemaName
  /// Where.
  public var database: DatabaseName
}

/// A tenant's migrations are about to be taken back.
///
/// A handler that throws stops it.
public struct TenantWillBeRolledBack: Event {
  /// The tenant.
  public var tenant: TenantName
  /// Where.
  public var database: DatabaseName
  /// What will be taken back, in that order.
  public var migrations: [MigrationReference]
}

/// A tenant's migrations were taken back; the transaction is committed.
public struct TenantWasRolledBack: Event {
  /// The tenant.
  public var tenant: TenantName
  /// Where.
  public var database: DatabaseName
  /// What was taken back, in that order.
  public var migrations: [MigrationReference]
}

/// What the ledger says of a tenant is about to change: its labels, domains, template or state.
///
/// A handler that throws stops it.
public struct TenantWillBeUpdated: Event {
  /// What it is.
  public var tenant: TenantRecord
  /// What it is to be.
  public var specification: TenantSpecification
  /// Where.
  public var database: DatabaseName
}

/// What the ledger says of a tenant was changed; the transaction is committed.
public struct TenantWasUpdated: Event {
  /// What it was.
  public var tenant: TenantRecord
  /// What it is.
  public var specification: TenantSpecification
  /// Where.
  public var database: DatabaseName
}

/// The schema of a dropped tenant is about to be deleted: nothing brings it back.
///
/// A handler that throws stops it.
public struct TenantWillBePurged: Event {
  /// What is left of the tenant.
  public var tombstone: Tombstone
  /// Where.
  public var database: DatabaseName
}

/// The schema of a dropped tenant was deleted.
public struct TenantWasPurged: Event {
  /// What was left of the tenant.
  public var tombstone: Tombstone
  /// Where.
  public var database: DatabaseName
}
