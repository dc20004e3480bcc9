public import Migrations
public import Names

/// What has to run in one schema to bring it from where it is to where it should be: a value that every way of sending shares.
public struct SchemaScript: Sendable, Equatable {
  /// A statement with the migration it comes from; nil for seed data.
  public struct Statement: Sendable, Equatable {
    /// The statement as it was read.
    public var source: MigrationStatement
    /// The migration that it is part of.
    public var migration: MigrationReference?
  }

  /// Which way a step goes.
  public enum Direction: Sendable, Hashable {
    /// Up sections.
    case forward
    /// Down sections.
    case back

    /// What the history calls it.
    var action: String { self == .forward ? "migrate" : "rollback" }
  }

  /// A part of a script that is committed as one.
  public struct Step: Sendable, Equatable {
    /// The statements, in order.
    public var statements: [Statement] = []
    /// Which way it goes.
    public var direction = Direction.forward
    /// The migrations that the step applies or takes back, in order.
    public var migrations: [MigrationReference] = []
    /// Where the schema stands afterwards, for the sets that the step changes.
    public var heads: [MigrationSetName: AppliedHead] = [:]
    /// The sets of which the schema has nothing afterwards.
    public var clearedSets: Set<MigrationSetName> = []
    /// False for the one statement that cannot run in a transaction.
    public var isTransactional = true

    /// Where a schema stands afterwards.
    func heads(after heads: [MigrationSetName: AppliedHead]) -> [MigrationSetName: AppliedHead] {
      heads.filter { !clearedSets.contains($0.key) }.merging(self.heads) { _, new in new }
    }
  }

  /// The steps, in order.
  ///
  /// One, unless a migration says `transaction:false`.
  public var steps: [Step] = []

  /// The migrations of all steps.
  public var migrations: [MigrationReference] { steps.flatMap(\.migrations) }

  /// True when there is nothing to do.
  public var isEmpty: Bool { steps.isEmpty }
}

/// A migration and the set that it belongs to: two sets may both have an `0001_init`.
public struct MigrationReference: Sendable, Hashable, CustomStringConvertible {
  /// The set.
  public var set: MigrationSetName
  /// The migration.
  public var migration: MigrationID

  /// Makes a reference.
  public init(set: MigrationSetName, migration: MigrationID) {
    self.set = set
    self.migration = migration
  }

  /// The set and the migration: `standard/0001_init`.
  public var description: String { "\(set)/\(migration)" }
}
