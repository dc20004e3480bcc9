import Database
import Manifest
package import Names
package import Tenancy

extension Workspace {
  /// Opens the ledgers of all databases, all at once: a server that does not answer keeps nobody waiting for the others.
  ///
  /// - Parameters:
  ///   - creating: Whether missing ones are made.
  ///   - needsHome: Whether nothing can be done without the directory.
  /// - Returns: The databases that have a ledger, and those that cannot be used, with the reason.
  func openLedgers(creating: Bool, needsHome: Bool = true) async throws(OperationError) -> OpenLedgers {
    var opened = OpenLedgers(required: needsHome ? home : nil)
    for (name, result) in await onEvery(databaseNames.map { ($0, $0) }, { try await self.open($0, creating: creating) }) {
      switch result {
      case .success(let engine): if let engine { opened.engines.append((name, engine)) }
      case .failure(let failure): try opened.lose(name, failure)
      }
    }
    return opened
  }

  private func open(_ name: DatabaseName, creating: Bool) async throws -> TenantEngine? {
    let engine = try engine(name)
    return try await engine.ledger.open(creating: creating) ? engine : nil
  }

  /// Puts the directory right where a crash left it behind the ledgers.
  func reconcileDirectory(_ opened: inout OpenLedgers) async throws(OperationError) {
    guard opened.engines.contains(where: { $0.name == home }) else { return }
    try await opened.each { _, engine in try await engine.reconcileDirectory() }
  }

  /// The selected tenants of databases that cannot be used, as the home's directory knows them.
  ///
  /// The directory has no labels: a selection by label finds none.
  func lostTenants(
    _ selection: TenantSelection, _ opened: inout OpenLedgers
  ) async throws(OperationError) -> [DirectoryEntry] {
    guard !opened.failures.isEmpty, selection.labels.isEmpty,
      let engine = opened.engines.first(where: { $0.name == home })?.engine
    else { return [] }
    do {
      let failures = opened.failures
      return try await engine.ledger.directory().filter {
        failures[$0.database] != nil && selection.names?.contains($0.name) != false
      }
    } catch {
      try opened.lose(home, OperationError(error))
      return []
    }
  }

  /// The same for commands that need a ledger to be there.
  ///
  /// - Parameter needsHome: Whether nothing can be done without the directory.
  func requireLedgers(needsHome: Bool = true) async throws(OperationError) -> OpenLedgers {
    let opened = try await openLedgers(creating: false, needsHome: needsHome)
    guard opened.engines.isEmpty, opened.failures.isEmpty else { return opened }
    throw OperationError(
      .missing, code: "ledger-missing", "There is no ledger yet: nothing was created here.",
      hint: "Run \"tenantctl apply\" to create what the manifest declares, or \"tenantctl init\".")
  }
}

/// The ledgers that could be opened.
struct OpenLedgers: Sendable {
  var engines: [(name: DatabaseName, engine: TenantEngine)] = []
  var failures: [DatabaseName: OperationError] = [:]
  /// The database without which nothing can be done, if there is one: it has the directory.
  var required: DatabaseName?

  /// Goes on without a database that cannot be reached, or that has died since it was opened.
  ///
  /// - Throws: The failure, where it is of the required database or is against the rules: that is no matter of one database.
  mutating func lose(_ name: DatabaseName, _ failure: OperationError) throws(OperationError) {
    guard failure.kind == .unreachable, name != required else { throw failure }
    engines.removeAll { $0.name == name }
    failures[name] = failure
  }

  /// The databases that a selection misses: none when all tenants that were named were found.
  func failures(for selection: TenantSelection, _ found: [PlacedTenant]) -> [DatabaseName: OperationError] {
    selection.names != nil && selection.missing(from: found).isEmpty ? [:] : failures
  }

  /// Asks each database in turn; one that has died meanwhile is lost, and the others are asked all the same.
  mutating func each(_ ask: (DatabaseName, TenantEngine) async throws -> Void) async throws(OperationError) {
    for (name, engine) in engines {
      do { try await ask(name, engine) } catch { try lose(name, OperationError(any: error)) }
    }
  }

  /// The tenants that a filter lets through, with their databases, by name.
  mutating func tenants(_ filter: TenantFilter) async throws(OperationError) -> [PlacedTenant] {
    var placed: [PlacedTenant] = []
    for (name, records) in await onEvery(engines.map { ($0.name, $0.engine) }, { try await $0.ledger.tenants(filter) }) {
      switch records {
      case .success(let records): placed += records.map { PlacedTenant(record: $0, database: name) }
      case .failure(let failure): try lose(name, failure)
      }
    }
    return engines.count > 1 ? placed.sorted { $0.record.name < $1.record.name } : placed
  }
}

/// A tenant and the database that it is on.
package struct PlacedTenant: Sendable, Equatable {
  package var record: TenantRecord
  package var database: DatabaseName
}

/// Asks every database at the same time.
///
/// - Returns: The answers, in the order of the databases.
func onEvery<Target: Sendable, Value: Sendable>(
  _ targets: [(DatabaseName, Target)], _ ask: @escaping @Sendable (Target) async throws -> Value
) async -> [(name: DatabaseName, result: Result<Value, OperationError>)] {
  await withTaskGroup(of: (Int, Result<Value, OperationError>).self) { group in
    for (index, target) in targets.enumerated() {
      group.addTask {
        do { return (index, .success(try await ask(target.1))) } catch {
          return (index, .failure(OperationError(any: error)))
        }
      }
    }
    var results: [Int: Result<Value, OperationError>] = [:]
    for await (index, result) in group { results[index] = result }
    return targets.indices.compactMap { index in results[index].map { (targets[index].0, $0) } }
  }
}
