package import Database
package import Migrations
public import Names

/// The control tables of one database: the truth about its tenants.
///
/// There is one conformance for each engine. All of them keep the same promises: what changes a schema, its heads, its history
/// row, its stamp and its audit record are committed together or not at all; on an engine with a file per schema, what cannot be
/// one transaction is a saga whose next step is recorded.
package protocol TenantLedger: Sendable {
  /// The database that it is on.
  var database: any Database { get }

  /// How tenants' work is bounded and where things are.
  var settings: LedgerSettings { get }

  /// Checks the ledger's version, and brings an older one up to date.
  ///
  /// - Parameter creating: Whether a missing ledger is made.
  /// - Returns: False when there is none and none was made.
  func open(creating: Bool) async throws(TenancyError) -> Bool

  /// The tenants that a filter lets through, by name.
  func tenants(_ filter: TenantFilter) async throws(TenancyError) -> [TenantRecord]

  /// Where the shared schema stands.
  func sharedHead() async throws(TenancyError) -> AppliedHead?

  /// Records the links of a set's chain, so that a head can be named even when its files are gone.
  func recordLineage(of set: MigrationSet) async throws(TenancyError)

  /// The recorded chain that ends in a head, its first link first; empty for a head that was never recorded.
  func chain(to head: Head) async throws(TenancyError) -> [AppliedHead]

  /// Every point that some tenant has reached in some set.
  func reachedHeads() async throws(TenancyError) -> [MigrationSetName: Set<AppliedHead>]

  /// The checksums of what is outside of the chain, as they were when each head was recorded first.
  func recordedRemainders(of heads: [Head]) async throws(TenancyError) -> [Head: String]

  /// Makes the extensions' schema and the extensions.
  func install(_ extensions: [ExtensionName]) async throws(TenancyError)

  /// Brings the shared schema forward by one step.
  func migrateShared(
    from head: AppliedHead?, by step: SchemaScript.Step, extensions: [ExtensionName], _ stamp: ChangeStamp
  ) async throws(TenancyError)

  /// Creates a tenant and runs its script, wholly or not at all.
  func create(
    _ tenant: TenantSpecification, script: SchemaScript, extensions: [ExtensionName], _ stamp: ChangeStamp
  ) async throws(TenancyError)

  /// Brings a tenant forward, or back, by one step.
  ///
  /// - Returns: The heads afterwards.
  func migrate(
    _ tenant: TenantRecord, by step: SchemaScript.Step, extensions: [ExtensionName], _ stamp: ChangeStamp
  ) async throws(TenancyError) -> [MigrationSetName: AppliedHead]

  /// Changes what the ledger says of a tenant, not its schema; refused when somebody else changed it since it was read.
  func update(_ tenant: TenantRecord, to specification: TenantSpecification, _ stamp: ChangeStamp) async throws(TenancyError)

  /// Gives a tenant another name and, where it differs, another schema name; the old ones are kept back for a while.
  func rename(
    _ tenant: TenantRecord, to name: TenantName, schema: SchemaName, _ stamp: ChangeStamp
  ) async throws(TenancyError)

  /// True when the tenant of a name had another one before: it was renamed.
  func wasRenamed(from former: TenantName, to name: TenantName) async throws(TenancyError) -> Bool

  /// Those of these names that tenants of this database gave up a moment ago, by being renamed or dropped, and for how much longer
  /// nobody else gets them.
  func namesKeptBack(of names: [TenantName]) async throws(TenancyError) -> [TenantName: Duration]

  /// Moves a tenant's schema out of sight; its name is free afterwards.
  func drop(_ tenant: TenantRecord, _ stamp: ChangeStamp) async throws(TenancyError)

  /// The dropped tenants whose schemas are kept: those of some names, or all.
  func tombstones(of names: [TenantName]?) async throws(TenancyError) -> [Tombstone]

  /// Deletes a tombstone with everything in it, in parts; what an interruption leaves, purging again takes up.
  func purge(_ tombstone: Tombstone, _ stamp: ChangeStamp) async throws(TenancyError)

  /// Runs a person's statements in a tenant's schema alone, in one transaction.
  ///
  /// - Returns: An answer for each statement.
  func execute(
    _ statements: [MigrationStatement], in tenant: TenantRecord, extensions: [ExtensionName]
  ) async throws(TenancyError) -> [ResultSet]

  /// Enters a tenant into the directory, or changes its entry; for tenants on other databases, on the home's ledger.
  func enlist(_ entry: DirectoryEntry) async throws(TenancyError)

  /// Takes a tenant out of the directory.
  func delist(_ tenant: TenantName) async throws(TenancyError)

  /// Puts an entry in the place of the one that a renamed tenant had.
  func relist(_ former: TenantName, as entry: DirectoryEntry) async throws(TenancyError)

  /// All tenants of the fleet, by name.
  func directory() async throws(TenancyError) -> [DirectoryEntry]

  /// What was done to a tenant, or to the shared schema, oldest first.
  func history(of tenant: TenantName?) async throws(TenancyError) -> [HistoryEntry]

  /// The audit records of a tenant, or of the shared schema, oldest first.
  func auditTrail(of tenant: TenantName?) async throws(TenancyError) -> [AuditRecord]

  /// Looks at the database itself: versions, settings, rights. There need not be a ledger.
  func examineServer(_ scope: ExaminationScope) async throws(TenancyError) -> LedgerExamination

  /// Compares what the ledger says of its tenants with what is there.
  func examineTenants() async throws(TenancyError) -> LedgerExamination

  /// Puts right what an examination found.
  ///
  /// - Returns: False when it is not as it was found any more, or too young to judge.
  func repair(_ repair: LedgerRepair, _ stamp: ChangeStamp) async throws(TenancyError) -> Bool
}

/// Which tenants are meant.
public struct TenantFilter: Sendable, Equatable {
  /// These alone; nil for all.
  public var names: [TenantName]?
  /// Those that have all of these labels.
  public var labels: [LabelKey: LabelValue]
  /// Those that are not where their template's sets end, or whose schema disagrees with the ledger.
  public var behind: [TemplateSets]?

  /// Makes a filter; without arguments it lets all tenants through that are not dropped.
  public init(names: [TenantName]? = nil, labels: [LabelKey: LabelValue] = [:], behind: [TemplateSets]? = nil) {
    self.names = names
    self.labels = labels
    self.behind = behind
  }
}

/// How tenants' work is bounded and where things are.
public struct LedgerSettings: Sendable, Equatable {
  /// The shared schema.
  public var sharedSchema: SchemaName
  /// The schema of extensions.
  public var extensionsSchema: SchemaName
  /// How long a statement waits for a lock.
  public var lockTimeout: Duration
  /// How long a statement may run.
  public var statementTimeout: Duration
  /// How long a dropped schema's name is kept back: as long as somebody may still know the old one.
  public var nameRetention: Duration

  /// Makes settings.
  public init(
    sharedSchema: SchemaName = .public, extensionsSchema: SchemaName = .extensions, lockTimeout: Duration = .seconds(3),
    statementTimeout: Duration = .seconds(60), nameRetention: Duration = .seconds(60)
  ) {
    self.sharedSchema = sharedSchema
    self.extensionsSchema = extensionsSchema
    self.lockTimeout = lockTimeout
    self.statementTimeout = statementTimeout
    self.nameRetention = nameRetention
  }
}

/// Who changes something, and as part of what: it goes into the history and the audit trail.
public struct ChangeStamp: Sendable, Equatable {
  /// The run: one command, one number.
  public var run: String
  /// The person or the machine.
  public var actor: String
  /// The program and its version.
  public var tool: String

  /// Makes a stamp.
  public init(run: String, actor: String, tool: String) {
    self.run = run
    self.actor = actor
    self.tool = tool
  }
}
