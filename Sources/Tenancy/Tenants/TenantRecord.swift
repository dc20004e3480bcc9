public import Migrations
public import Names
public import SQL

/// What a ledger knows of a tenant.
public struct TenantRecord: Sendable, Equatable {
  /// Where a tenant is in its life.
  public enum Phase: String, Sendable, Hashable, CaseIterable {
    /// Reserved; its schema is being made. Running `create` again finishes it.
    case creating
    /// In use.
    case active
    /// Kept and migrated, but its work is refused.
    case suspended
    /// Being moved out of sight. Running `drop` again finishes it.
    case dropping
    /// Its schema is a tombstone, or purged. The name is free again.
    case dropped
  }

  /// The ledger's own number of it.
  public var id: Int64
  /// Its name.
  public var name: TenantName
  /// Its schema.
  public var schema: SchemaName
  /// The server's own number of the schema, where there is one: it tells a schema from a successor of the same name.
  public var schemaOID: Int64?
  /// What it is made from; nil is an empty schema.
  public var template: TemplateName?
  /// How it is kept apart.
  public var isolation: Isolation
  /// Where it is in its life.
  public var phase: Phase
  /// Its labels.
  public var labels: [LabelKey: LabelValue]
  /// Its host names.
  public var domains: [DomainName]
  /// Where it stands in each migration set.
  public var heads: [MigrationSetName: AppliedHead]
  /// When it was created.
  public var createdAt: Timestamp
  /// When it changed last.
  public var updatedAt: Timestamp
  /// What is wrong with its schema, when the ledger and the schema disagree.
  public var fault: TenantFault?
  /// The name that it is being given, when a rename was interrupted.
  public var successor: TenantName?
}

/// A disagreement between the ledger and what is there.
public enum TenantFault: String, Sendable, Hashable {
  /// The schema is gone, or another one has its name.
  case schemaMissing = "schema-missing"
  /// The schema carries another stamp: it was restored or changed behind our back.
  case stampDiffers = "stamp-differs"
}

/// A point in a migration set that a schema has reached.
public struct AppliedHead: Sendable, Hashable {
  /// The hash that names it.
  public var head: Head
  /// The last migration.
  public var migration: MigrationID
  /// How many migrations that makes.
  public var position: Int

  /// Makes a point.
  public init(head: Head, migration: MigrationID, position: Int) {
    self.head = head
    self.migration = migration
    self.position = position
  }
}

/// What a tenant is to be, for the ledger.
public struct TenantSpecification: Sendable, Equatable {
  /// Its name.
  public var name: TenantName
  /// Its schema.
  public var schema: SchemaName
  /// What it is made from.
  public var template: TemplateName?
  /// How it is kept apart.
  public var isolation: Isolation
  /// Whether it may be used.
  public var state: TenantState
  /// Its labels.
  public var labels: [LabelKey: LabelValue]
  /// Its host names.
  public var domains: [DomainName]

  /// Makes a specification.
  public init(
    name: TenantName, schema: SchemaName, template: TemplateName? = nil, isolation: Isolation = .qualified,
    state: TenantState = .active, labels: [LabelKey: LabelValue] = [:], domains: [DomainName] = []
  ) {
    self.name = name
    self.schema = schema
    self.template = template
    self.isolation = isolation
    self.state = state
    self.labels = labels
    self.domains = domains
  }
}
