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
