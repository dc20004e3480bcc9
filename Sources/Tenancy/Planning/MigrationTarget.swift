public import Migrations
public import Names

/// The migration sets of a template, base first: what its tenants should have.
public struct TemplateSets: Sendable, Equatable {
  /// The template; nil is the empty schema.
  public var template: TemplateName?
  /// The sets, base first.
  public var sets: [MigrationSet]
  /// What a new tenant gets after its migrations.
  public var seed: [MigrationStatement]
  /// The extensions that the migrations use.
  public var extensions: [ExtensionName]
  /// How many migrations of a set are wanted, where it is not all of them.
  public var bounds: [MigrationSetName: Int] = [:]

  /// Makes a value that wants all of its migrations.
  public init(
    template: TemplateName?, sets: [MigrationSet], seed: [MigrationStatement] = [], extensions: [ExtensionName] = []
  ) {
    self.template = template
    self.sets = sets
    self.seed = seed
    self.extensions = extensions
  }

  /// How many migrations of a set are wanted.
  public func wanted(of set: MigrationSet) -> Int { min(bounds[set.name] ?? .max, set.migrations.count) }

  /// Where a schema should stand in a set; nil when it should have none of it.
  public func point(in set: MigrationSet) -> AppliedHead? { set.point(at: wanted(of: set)) }

  /// The same sets, wanted up to a migration only: the sets before its own whole, those after it not at all.
  ///
  /// - Parameter version: A migration's number, or its whole name.
  /// - Returns: nil when no set, or more than one, has such a migration.
  public func upTo(_ version: String) -> TemplateSets? {
    let matches = sets.indices.compactMap { index in
      sets[index].position(matching: version).map { (index: index, position: $0) }
    }
    guard matches.count == 1, let match = matches.first else { return nil }
    var result = self
    result.bounds[sets[match.index].name] = match.position
    for set in sets[(match.index + 1)...] { result.bounds[set.name] = 0 }
    return result
  }
}

extension MigrationSet {
  /// The point that a schema has reached after a number of migrations; nil for none.
  public func point(at position: Int) -> AppliedHead? {
    guard position > 0, position <= migrations.count else { return nil }
    return AppliedHead(head: heads[position - 1], migration: migrations[position - 1].id, position: position)
  }

  /// How many migrations there are up to and with one; nil when there is no such migration.
  func position(matching version: String) -> Int? {
    guard let migration = migration(matching: version) else { return nil }
    return migrations.firstIndex { $0.id == migration.id }.map { $0 + 1 }
  }
}
