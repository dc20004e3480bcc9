import Migrations
public import Names

/// Decides what a schema needs.
///
/// Pure: the same sets and heads give the same script.
public enum MigrationPlanner {
  /// The script of a new tenant: every migration of every set and the seed, as one transaction.
  ///
  /// `CREATE INDEX CONCURRENTLY` is written as a plain index: nobody uses the tables yet.
  public static func creation(of target: TemplateSets) -> SchemaScript {
    var step = SchemaScript.Step()
    for set in target.sets {
      for migration in set.migrations.prefix(target.wanted(of: set)) { step.add(migration, of: set.name, creating: true) }
      if let point = target.point(in: set) { step.heads[set.name] = point }
    }
    step.statements += target.seed.map { SchemaScript.Statement(source: $0, migration: nil) }
    return SchemaScript(steps: [step])
  }

  /// The script that brings a schema from its heads to the target's.
  ///
  /// A schema that is further than the target stays there.
  ///
  /// - Throws: ``TenancyError`` with ``TenancyError/Code/lineageDiverged`` when a head is not in its set's chain.
  public static func migration(
    from heads: [MigrationSetName: AppliedHead], to target: TemplateSets
  ) throws(TenancyError) -> SchemaScript {
    var script = SchemaScript()
    var open = SchemaScript.Step()
    for set in target.sets {
      let wanted = target.wanted(of: set)
      let start = try position(of: heads[set.name], in: set)
      for position in min(start, wanted)..<wanted {
        let migration = set.migrations[position]
        if !migration.isTransactional {
          script.add(open)
          open = SchemaScript.Step(isTransactional: false)
        }
        open.add(migration, of: set.name, creating: false)
        open.heads[set.name] = set.point(at: position + 1)
        if !migration.isTransactional {
          script.add(open)
          open = SchemaScript.Step()
        }
      }
    }
    script.add(open)
    return script
  }

  /// How many migrations of a set a schema has.
  static func position(of applied: AppliedHead?, in set: MigrationSet) throws(TenancyError) -> Int {
    guard let applied else { return 0 }
    if let position = set.position(of: applied.head) { return position }
    let hint = "Restore the files as they were applied, and put changes into a new migration."
    guard applied.position <= set.migrations.count else {
      throw TenancyError(
        .lineageDiverged,
        "The schema is at \(applied.migration), the migration number \(applied.position) of set \"\(set.name)\", but "
          + "\(set.folder) has \(set.migrations.count) only.", hint: hint)
    }
    let culprit = set.migrations[applied.position - 1]
    throw TenancyError(
      .lineageDiverged,
      culprit.id == applied.migration
        ? "The files of set \"\(set.name)\" are not those that were applied: \(culprit.id) or one before it has changed."
        : "The schema is at \(applied.migration) of set \"\(set.name)\", but the files have \(culprit.id) in its place.",
      hint: hint, at: SourceLocation(file: culprit.file, line: 1, column: 1))
  }
}

extension SchemaScript {
  fileprivate mutating func add(_ step: Step) {
    if !step.migrations.isEmpty { steps.append(step) }
  }
}

extension SchemaScript.Step {
  fileprivate mutating func add(_ migration: Migration, of set: MigrationSetName, creating: Bool) {
    let reference = MigrationReference(set: set, migration: migration.id)
    statements += migration.up.map { statement in
      let source = creating && !migration.isTransactional ? ConcurrentIndex(statement)?.plain ?? statement : statement
      return SchemaScript.Statement(source: source, migration: reference)
    }
    migrations.append(reference)
  }
}
