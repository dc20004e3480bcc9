import Names
import SQL

/// Finds the files of a folder that cannot stand beside one another.
struct MigrationCollisions {
  private var refusals: [String: Refusal] = [:]

  /// Takes the names in the order in which they are reported: the later one of two is the one that is refused.
  init(names: [String], engine: Dialect.Engine) {
    var firstOfNumber: [Substring: MigrationFileName] = [:]
    var files: [MigrationID: [MigrationFileName]] = [:]
    for name in names {
      guard case .migration(let file) = MigrationFileName.kind(of: name) else { continue }
      let first = firstOfNumber[file.id.number]
      if let first, first.id != file.id {
        refusals[name] = .duplicateNumber(file.id.number, other: first.name)
      } else if first == nil {
        firstOfNumber[file.id.number] = file
      }
      files[file.id, default: []].append(file)
    }
    for group in files.values {
      if let general = group.first(where: { $0.engine == nil }) {
        for other in group where other.engine != nil {
          refusals[other.name] = refusals[other.name] ?? .duplicateMigration(other: general.name)
        }
      } else if let present = group.first, !group.contains(where: { $0.engine == engine }) {
        refusals[present.name] = refusals[present.name] ?? .missingEngineFile(present.sibling(for: engine))
      }
    }
  }

  func refusal(of file: MigrationFileName) -> Refusal? { refusals[file.name] }
}
