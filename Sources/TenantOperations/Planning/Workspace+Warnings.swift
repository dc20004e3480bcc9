package import Migrations
import Names
import SQL
import Tenancy

extension Workspace {
  /// Files whose down section or comments changed after they were applied: no reason to stop, and worth a look.
  func changedRemainders(_ opened: inout OpenLedgers) async throws(OperationError) -> [Diagnostic] {
    var warnings: [Diagnostic] = []
    try await opened.each { _, engine in
      let sets = try catalog(of: engine).allSets
      let recorded = try await engine.ledger.recordedRemainders(of: sets.flatMap(\.heads))
      for set in sets {
        for (migration, head) in zip(set.migrations, set.heads) {
          guard let before = recorded[head], before != migration.remainderChecksum else { continue }
          let warning = Diagnostic(
            .warning, code: "down-changed", "the down section or a comment changed after it was applied",
            at: SourceLocation(file: migration.file, line: 1, column: 1),
            hint: "Its up section is the same, so nobody has to be migrated again.")
          if !warnings.contains(warning) { warnings.append(warning) }
        }
      }
    }
    return warnings
  }
}

extension TemplateCatalog {
  /// Every set, each once: a base is part of several templates.
  package var allSets: [MigrationSet] {
    var seen: Set<MigrationSetName> = []
    return (shared.sets + templates.values.flatMap(\.sets)).filter { seen.insert($0.name).inserted }
  }
}
