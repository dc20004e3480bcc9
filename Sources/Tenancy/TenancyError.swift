public import Database
public import Names

/// What went wrong with a tenant, in words that say what to do.
public struct TenancyError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kind of failure.
  ///
  /// The set may grow: a `switch` needs a `default`.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    /// A stable word for scripts.
    public let description: String

    init(_ description: String) { self.description = description }

    /// The tenant exists already.
    public static let tenantExists = Code("tenant-exists")
    /// There is no such tenant.
    public static let tenantMissing = Code("tenant-missing")
    /// The schema exists already and belongs to no tenant.
    public static let schemaExists = Code("schema-exists")
    /// The schema is gone, or another one has its name.
    public static let schemaMissing = Code("schema-missing")
    /// The name was dropped a moment ago and is kept back.
    public static let nameKeptBack = Code("name-kept-back")
    /// A host name leads to another tenant.
    public static let domainTaken = Code("domain-taken")
    /// Somebody else changed the tenant at the same time.
    public static let headMoved = Code("head-moved")
    /// The schema carries another stamp than the ledger expects.
    public static let stampDiffers = Code("stamp-differs")
    /// The tenant's head is in no chain that the files make: a file was changed or removed after it was applied.
    public static let lineageDiverged = Code("lineage-diverged")
    /// A statement of a migration failed.
    public static let statementFailed = Code("statement-failed")
    /// A migration left the search path or the role changed.
    public static let sessionChanged = Code("session-changed")
    /// There is no ledger yet.
    public static let ledgerMissing = Code("ledger-missing")
    /// The ledger was made by a newer program.
    public static let ledgerTooNew = Code("ledger-too-new")
    /// A rename of the tenant was interrupted.
    public static let halfRenamed = Code("half-renamed")
    /// A migration that is to be taken back has no down section.
    public static let irreversible = Code("irreversible")
    /// The engine cannot do what the template asks for.
    public static let unsupported = Code("unsupported")
    /// The database failed.
    public static let database = Code("database")
    /// A handler of an event stopped it.
    public static let vetoed = Code("vetoed")
    /// What was asked for is not among the migrations.
    public static let migrationMissing = Code("migration-missing")
  }

  /// The kind of failure.
  public var code: Code
  /// What happened and what to do, as a sentence.
  public var message: String
  /// What to do next, as a sentence of its own.
  public var hint: String?
  /// The place in a migration file, where there is one.
  public var location: SourceLocation?
  /// The database's own error, where there is one.
  public var underlying: DatabaseError?

  /// Makes an error.
  public init(
    _ code: Code, _ message: String, hint: String? = nil, at location: SourceLocation? = nil, underlying: DatabaseError? = nil
  ) {
    self.code = code
    self.message = message
    self.hint = hint
    self.location = location
    self.underlying = underlying
  }

  /// The place, the message and the hint.
  public var description: String {
    (location.map { "\($0): " } ?? "") + message + (hint.map { " " + $0 } ?? "")
  }
}

extension TenancyError {
  /// A tenant that is not there, or not any more.
  static func isMissing(_ name: TenantName) -> TenancyError {
    TenancyError(.tenantMissing, "Tenant \(name) does not exist.")
  }

  /// A tenant whose rename was interrupted: until it is finished, nothing else is done to it.
  static func isHalfRenamed(_ name: TenantName, to successor: String) -> TenancyError {
    TenancyError(
      .halfRenamed, "Tenant \(name) is being renamed to \(successor).",
      hint: "Run \"tenantctl rename \(name) \(successor)\" to finish it.")
  }
}
