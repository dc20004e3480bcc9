public import Names
public import SQL

/// One committed change of a schema.
public struct HistoryEntry: Sendable, Equatable {
  /// What was done: `create`, `migrate`, `rollback`, `update`, `suspend`, `resume`, `rename`, `drop`, `purge`.
  public var action: String
  /// The migrations that were applied, in order.
  public var migrations: [String]
  /// When it was committed.
  public var at: Timestamp
  /// Who did it.
  public var actor: String
  /// The run that it was part of.
  public var run: String
  /// The program and its version.
  public var tool: String
}

/// One link of a tenant's audit chain.
public struct AuditRecord: Sendable, Equatable {
  /// Its place in the chain, from 1.
  public var sequence: Int64
  /// When.
  public var at: Timestamp
  /// Who.
  public var actor: String
  /// What: the same words as in ``HistoryEntry/action``.
  public var action: String
  /// The details, as JSON.
  public var detail: String
  /// The hash of the record before it; empty for the first.
  public var previousHash: String
  /// The SHA-256 over the previous hash and this record's own fields.
  public var hash: String
}

/// What the directory, on the home database, knows of a tenant: where to look for it.
public struct DirectoryEntry: Sendable, Equatable {
  /// Its name.
  public var name: TenantName
  /// Its schema.
  public var schema: SchemaName
  /// The database that it is placed on.
  public var database: DatabaseName
  /// Where it is in its life.
  public var phase: TenantRecord.Phase
  /// Its host names.
  public var domains: [DomainName]

  package init(
    name: TenantName, schema: SchemaName, database: DatabaseName, phase: TenantRecord.Phase, domains: [DomainName]
  ) {
    self.name = name
    self.schema = schema
    self.database = database
    self.phase = phase
    self.domains = domains
  }
}
