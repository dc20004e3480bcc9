import Names
import Tenancy
import TenantOperations

extension Console {
  /// Tells what a run did, and how the command ends because of it.
  ///
  /// - Parameters:
  ///   - single: True when the run was about one named tenant: its failure is then the command's.
  ///   - nothing: What to say when there was nothing to do.
  func finish(_ report: OperationReport, single: Bool = false, nothing: String) -> ExitStatus {
    result(json: report.json(run: runID)) { _ in report.summary(nothing: nothing) + "\n" }
    warn(report.warnings)
    let unreachable = tell(unreachable: report.databaseErrors)
    // Those of a database that is out as a whole are told once, above; scripts want each.
    let lost = report.failures.filter { report.databaseErrors[$0.database] == $0.error }
    for outcome in lost { if let error = outcome.error { record(error.failure(tenant: outcome.tenant.text)) } }
    tell(report.failures.filter { report.databaseErrors[$0.database] != $0.error })
    if report.skipped > 0, let signal = interruption.requested { return fail(Interrupted(signal: signal)) }
    if single, let error = report.failures.first?.error { return ExitStatus(error.kind) }
    if !report.failures.isEmpty { return .someFailed }
    return unreachable ?? .done
  }

  /// Tells of databases that cannot be used.
  ///
  /// - Returns: How a command ends that failed for no other reason; nil when all databases can be used.
  func tell(unreachable: [DatabaseName: OperationError]) -> ExitStatus? {
    let errors = unreachable.sorted { $0.key < $1.key }
    for (database, error) in errors { fail(error.failure().prefixed("database \(database): ")) }
    return errors.first.map { ExitStatus($0.value.kind) }
  }
}

extension Console {
  /// Tells of databases that cannot be used, for a command that shows what there is.
  ///
  /// - Parameters:
  ///   - lost: Their tenants, as the directory knows them; the answer names these.
  ///   - single: True for a command about one named tenant.
  /// - Returns: How it ends: some tenants failed, or nothing could be reached; nil when all databases can be used.
  func tell(unreachable: [DatabaseName: OperationError], lost: [DirectoryEntry], single: Bool = false) -> ExitStatus? {
    guard let status = tell(unreachable: unreachable) else { return nil }
    for entry in lost {
      if let error = unreachable[entry.database] { record(error.failure(tenant: entry.name.text)) }
    }
    return lost.isEmpty || single ? status : .someFailed
  }
}

extension Console {
  /// Tells failures: each to scripts, and those that are the same only once to people, with the tenants that they are of.
  private func tell(_ failures: [TenantOutcome]) {
    var tenants: [OperationError: [String]] = [:]
    for outcome in failures {
      if let error = outcome.error { tenants[error, default: []].append(outcome.tenant.text) }
    }
    for outcome in failures {
      guard let error = outcome.error, let names = tenants.removeValue(forKey: error) else { continue }
      let shown = names.prefix(5).joined(separator: ", ") + (names.count > 5 ? " and \(names.count - 5) more" : "")
      let failure = error.failure()
      tell(failure.prefixed(names.count == 1 ? "tenant \(shown): " : "\(names.count) tenants (\(shown)): "))
      for name in names { record(error.failure(tenant: name)) }
    }
  }
}

extension OperationReport {
  private var counts: [(word: String, count: Int)] {
    var counts: [String: Int] = [:]
    for outcome in outcomes { counts[outcome.result.word, default: 0] += 1 }
    return ["created", "migrated", "updated", "rolled-back", "renamed", "dropped", "purged", "unchanged", "failed", "skipped"].map
    {
      ($0, counts[$0] ?? 0)
    }
  }

  func summary(nothing: String) -> String {
    guard !isUnchanged else { return nothing }
    var parts = counts.filter { $0.count > 0 }.map { "\($0.count) \($0.word.replacing("-", with: " "))" }
    let shared = shared.values.map(\.count).reduce(0, +)
    if shared > 0 { parts.append("\(shared) shared migration\(shared == 1 ? "" : "s") applied") }
    if !unmanaged.isEmpty { parts.append("\(unmanaged.count) unmanaged (not touched)") }
    return parts.isEmpty ? nothing : parts.joined(separator: ", ") + "."
  }

  func json(run: String) -> JSONObject {
    var object: JSONObject = ["run": .string(run)]
    object["shared"] = .object(shared.jsonObject)
    object["tenants"] = .array(outcomes.map(\.json))
    var summary = JSONObject()
    for (word, count) in counts { summary[word] = .integer(Int64(count)) }
    object["summary"] = .object(summary)
    object["unmanaged"] = .array(unmanaged.map { .string($0.text) })
    return object
  }
}

extension TenantOutcome {
  var json: JSONValue {
    var object: JSONObject = [
      "name": .string(tenant.text), "database": .string(database.text), "result": .string(result.word),
    ]
    switch result {
    case .created(let migrations), .migrated(let migrations), .rolledBack(let migrations): object["migrations"] = migrations.json
    case .updated(let changes): object["changes"] = .array(changes.map(JSONValue.string))
    case .renamed(let former, let schema):
      object["renamed_from"] = .string(former.text)
      object["schema"] = .string(schema.text)
    case .failed(let error): object["error"] = error.failure().json
    case .unchanged, .dropped, .purged, .skipped: break
    }
    return .object(object)
  }
}

extension TenantOutcome.Result {
  var word: String {
    switch self {
    case .created: "created"
    case .migrated: "migrated"
    case .updated: "updated"
    case .unchanged: "unchanged"
    case .rolledBack: "rolled-back"
    case .renamed: "renamed"
    case .dropped: "dropped"
    case .purged: "purged"
    case .failed: "failed"
    case .skipped: "skipped"
    }
  }
}

extension [MigrationReference] {
  var json: JSONValue { .array(map { .string($0.description) }) }
}
