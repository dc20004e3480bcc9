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
    var opened = OpenLedgers()
    for (name, result) in await onEvery(databaseNames.map { ($0, $0) }, { try await self.open($0, creating: creating) }) {
      switch result {
      case .success(let engine): if let engine { opened.engines.append((name, engine)) }
      case .failure(let failure):
        // Without the home there is no directory, and what is against the rules is not a matter of one database.
        guard failure.kind == .unreachable, !needsHome || name != home else { throw failure }
        opened.failures[name] = failure
      }
    }
    return opened
  }

  private func open(_ name: DatabaseName, creating: Bool) async throws -> TenantEngine? {
    let engine = try engine(name)
    return try await engine.ledger.open(creating: creating) ? engine : nil
  }

  /// Puts the directory right where a crash left it behind the ledgers.
  func reconcileDirectory(_ opened: OpenLedgers) async throws(OperationError) {
    guard opened.engines.contains(where: { $0.name == home }) else { return }
    for (_, engine) in opened.engines {
      do { try await engine.reconcileDirectory() } catch { throw OperationError(error) }
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

  /// The tenants that a filter lets through, with their databases, by name.
  func tenants(_ filter: TenantFilter) async throws(OperationError) -> [PlacedTenant] {
    var placed: [PlacedTenant] = []
    for (name, records) in await onEvery(engines.map { ($0.name, $0.engine) }, { try await $0.ledger.tenants(filter) }) {
      placed += try records.get().map { PlacedTenant(record: $0, database: name) }
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
