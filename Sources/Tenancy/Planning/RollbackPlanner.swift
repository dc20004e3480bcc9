import Migrations
public import Names

/// How far back a rollback goes.
public enum RollbackExtent: Sendable, Equatable {
  /// This many migrations, counted from where each schema is.
  case steps(Int)
  /// Until a migration, by its number or its whole name, is the last one that is applied.
  case to(String)
  /// Everything.
  case everything
}

/// Decides what has to be taken back.
///
/// Pure: the same sets, heads and order give the same script.
public enum RollbackPlanner {
  /// The script that takes a schema back: down sections, the last applied migration first.
  ///
  /// - Parameters:
  ///   - heads: Where the schema is.
  ///   - applied: The order in which its migrations were applied, where it is known: those of several sets may have been mixed.
  ///     Without it, or when it does not fit the heads, the sets' own order counts.
  ///   - target: The sets of its template.
  ///   - extent: How far.
  /// - Returns: An empty script when there is nothing to take back.
  /// - Throws: ``TenancyError``: ``TenancyError/Code/lineageDiverged`` when a head is not in its set's chain, and
  ///   ``TenancyError/Code/irreversible`` for a migration without a down section.
  public static func rollback(
    from heads: [MigrationSetName: AppliedHead], applied: [MigrationReference]? = nil, of target: TemplateSets,
    _ extent: RollbackExtent
  ) throws(TenancyError) -> SchemaScript {
    var positions: [MigrationSetName: Int] = [:]
    for set in target.sets { positions[set.name] = try MigrationPlanner.position(of: heads[set.name], in: set) }
    let order = order(applied, positions, target)
    var script = SchemaScript()
    var open = SchemaScript.Step(direction: .back)
    for reference in order.suffix(count(extent, order, target)).reversed() {
      guard let set = target.sets.first(where: { $0.name == reference.set }), let position = positions[set.name] else { continue }
      let migration = set.migrations[position - 1]
      guard migration.hasDown else { throw irreversible(migration) }
      positions[set.name] = position - 1
      if !migration.isDownTransactional {
        script.addBack(open)
        open = SchemaScript.Step(direction: .back, isTransactional: false)
      }
      open.takeBack(migration, reference, to: set.point(at: position - 1))
      if !migration.isDownTransactional {
        script.addBack(open)
        open = SchemaScript.Step(direction: .back)
      }
    }
    script.addBack(open)
    return script
  }

  /// The migrations that a history says are applied, in that order.
  ///
  /// - Returns: nil when it has an entry that cannot be understood.
  public static func order(of history: [HistoryEntry]) -> [MigrationReference]? {
    var order: [MigrationReference] = []
    for entry in history {
      let migrations = entry.migrations.compactMap(MigrationReference.init(recorded:))
      guard migrations.count == entry.migrations.count else { return nil }
      if entry.action == "rollback" { order.removeAll(where: migrations.contains) } else { order += migrations }
    }
    return order
  }

  /// The applied migrations in the order to count from: the recorded one, when it says the same as the heads.
  private static func order(
    _ applied: [MigrationReference]?, _ positions: [MigrationSetName: Int], _ target: TemplateSets
  ) -> [MigrationReference] {
    let bySet = target.sets.map { set in
      set.migrations.prefix(positions[set.name] ?? 0).map { MigrationReference(set: set.name, migration: $0.id) }
    }
    let chained = bySet.flatMap { $0 }
    guard let applied else { return chained }
    let known = applied.filter { reference in target.sets.contains { $0.name == reference.set } }
    let fits = zip(target.sets, bySet).allSatisfy { set, migrations in
      known.filter { $0.set == set.name } == migrations
    }
    return fits ? known : chained
  }

  private static func count(_ extent: RollbackExtent, _ order: [MigrationReference], _ target: TemplateSets) -> Int {
    switch extent {
    case .steps(let steps): return steps
    case .everything: return order.count
    case .to(let version):
      let last = order.lastIndex { reference in
        let set = target.sets.first { $0.name == reference.set }
        return set?.migration(matching: version)?.id == reference.migration
      }
      // A schema that has not got so far has nothing to take back.
      return last.map { order.count - 1 - $0 } ?? 0
    }
  }

  private static func irreversible(_ migration: Migration) -> TenancyError {
    TenancyError(
      .irreversible, "Migration \(migration.id) has no down section: it cannot be taken back.",
      hint: "Write one below \"-- migrate:down\" (it may be empty), or take it back with a new migration.",
      at: migration.up.first?.location ?? SourceLocation(file: migration.file, line: 1, column: 1))
  }
}

extension SchemaScript {
  fileprivate mutating func addBack(_ step: Step) {
    if !step.migrations.isEmpty { steps.append(step) }
  }
}

extension SchemaScript.Step {
  fileprivate mutating func takeBack(_ migration: Migration, _ reference: MigrationReference, to point: AppliedHead?) {
    statements += migration.down.map { SchemaScript.Statement(source: $0, migration: reference) }
    migrations.append(reference)
    heads[reference.set] = point
    if point == nil { clearedSets.insert(reference.set) }
  }
}

extension MigrationReference {
  /// Reads what ``description`` wrote.
  fileprivate init?(recorded text: String) {
    let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return nil }
    self.init(set: MigrationSetName(unchecked: parts[0]), migration: MigrationID(unchecked: parts[1]))
  }
}
