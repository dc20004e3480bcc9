public import Names

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
