public import Names

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
