public import Names

/// A database of the manifest.
public struct DatabaseDeclaration: Sendable, Equatable {
  /// What stands between us and a PostgreSQL server.
  public enum Pooler: String, Sendable, Equatable, CaseIterable {
    /// Find out when connecting.
    case auto
    /// Nothing.
    case none
    /// A pooler in transaction mode: no session state, no named statements.
    case transaction
  }

  /// The name that tenants and defaults use.
  public var name: DatabaseName
  /// Where it is; SQLite paths are absolute or relative to the working directory, ready to be opened.
  public var location: DatabaseLocation
  /// A way around the pooler, for steps that need a session of their own.
  public var directLocation: PostgresLocation?
  /// What stands between us and the server.
  public var pooler: Pooler
  /// Where it is declared; nil when it is a default.
  public var source: SourceLocation?

  /// Makes a declaration.
  public init(
    name: DatabaseName, location: DatabaseLocation, directLocation: PostgresLocation? = nil, pooler: Pooler = .auto,
    source: SourceLocation? = nil
  ) {
    self.name = name
    self.location = location
    self.directLocation = directLocation
    self.pooler = pooler
    self.source = source
  }
}

/// The shared schema of every database.
public struct SharedDeclaration: Sendable, Equatable {
  /// Its name.
  public var schema: SchemaName
  /// The folder of its migrations, ready to be opened; nil when there are none.
  public var migrations: String?
  /// The schema that extensions are installed in.
  public var extensionsSchema: SchemaName

  /// Makes a declaration.
  public init(schema: SchemaName = .public, migrations: String? = nil, extensionsSchema: SchemaName = .extensions) {
    self.schema = schema
    self.migrations = migrations
    self.extensionsSchema = extensionsSchema
  }
}

/// What a tenant's schema is made from.
public struct TemplateDeclaration: Sendable, Equatable {
  /// Its name.
  public var name: TemplateName
  /// The template that comes first.
  public var extends: TemplateName?
  /// The folder of its migrations, ready to be opened; nil when it adds none.
  public var migrations: String?
  /// The file of SQL that a new tenant gets after its migrations, ready to be opened.
  public var seed: String?
  /// The extensions that its migrations use.
  public var extensions: [ExtensionName]
  /// Where it is declared.
  public var source: SourceLocation?

  /// Makes a declaration.
  public init(
    name: TemplateName, extends: TemplateName? = nil, migrations: String? = nil, seed: String? = nil,
    extensions: [ExtensionName] = [], source: SourceLocation? = nil
  ) {
    self.name = name
    self.extends = extends
    self.migrations = migrations
    self.seed = seed
    self.extensions = extensions
    self.source = source
  }
}

/// What tenants get unless they say otherwise, and how work on them is bounded.
public struct Defaults: Sendable, Equatable {
  /// The home: the database of tenants that name none, and of the directory.
  public var database: DatabaseName
  /// The template of tenants that name none; without one, such a tenant is an empty schema.
  public var template: TemplateName?
  /// How tenants are kept apart.
  public var isolation: Isolation
  /// What a tenant's schema starts with; at most 15 bytes, may be empty.
  public var schemaPrefix: String
  /// How long a statement waits for a lock.
  public var lockTimeout: Duration
  /// How long a statement may run.
  public var statementTimeout: Duration
  /// How many connections to a database are open at once, 1 to 1000.
  public var poolMaximum: Int

  /// Makes defaults.
  public init(
    database: DatabaseName = .main, template: TemplateName? = nil, isolation: Isolation = .qualified,
    schemaPrefix: String = "t_", lockTimeout: Duration = .seconds(3), statementTimeout: Duration = .seconds(60),
    poolMaximum: Int = 8
  ) {
    self.database = database
    self.template = template
    self.isolation = isolation
    self.schemaPrefix = schemaPrefix
    self.lockTimeout = lockTimeout
    self.statementTimeout = statementTimeout
    self.poolMaximum = poolMaximum
  }
}

/// A tenant of the manifest, with its defaults filled in.
public struct TenantDeclaration: Sendable, Equatable {
  /// The tenant whose schema this one starts as a copy of.
  public struct CloneSource: Sendable, Equatable {
    /// The tenant to copy.
    public var tenant: TenantName
    /// Whether the rows come along.
    public var includesData: Bool
    /// The file of masking rules.
    public var mask: String?

    /// Makes a source.
    public init(tenant: TenantName, includesData: Bool = false, mask: String? = nil) {
      self.tenant = tenant
      self.includesData = includesData
      self.mask = mask
    }
  }

  /// Its name.
  public var name: TenantName
  /// Its schema.
  public var schema: SchemaName
  /// The database that it is placed on.
  public var database: DatabaseName
  /// What its schema is made from; nil is an empty schema.
  public var template: TemplateName?
  /// How it is kept apart.
  public var isolation: Isolation
  /// Whether it may be used.
  public var state: TenantState
  /// Its labels.
  public var labels: [LabelKey: LabelValue]
  /// Its host names.
  public var domains: [DomainName]
  /// What it is copied from, once; checked, and applied when cloning exists.
  public var cloneFrom: CloneSource?
  /// Where it is declared; nil when it stands in no manifest.
  public var source: SourceLocation?

  /// Makes a declaration.
  public init(
    name: TenantName, schema: SchemaName, database: DatabaseName, template: TemplateName? = nil,
    isolation: Isolation = .qualified, state: TenantState = .active, labels: [LabelKey: LabelValue] = [:],
    domains: [DomainName] = [], cloneFrom: CloneSource? = nil, source: SourceLocation? = nil
  ) {
    self.name = name
    self.schema = schema
    self.database = database
    self.template = template
    self.isolation = isolation
    self.state = state
    self.labels = labels
    self.domains = domains
    self.cloneFrom = cloneFrom
    self.source = source
  }
}
