import Database
import Manifest
package import Names
package import Tenancy

extension Workspace {
  /// Opens the ledgers of all databases.
  ///
  /// - Parameter creating: Whether missing ones are made.
  /// - Returns: The databases that have a ledger, and those that cannot be used, with the reason.
  func openLedgers(creating: Bool) async throws(OperationError) -> OpenLedgers {
    var opened = OpenLedgers()
    for name in databaseNames {
      let engine = try engine(name)
      do {
        if try await engine.ledger.open(creating: creating) { opened.engines.append((name, engine)) }
      } catch {
        let failure = OperationError(error)
        // Without the home there is no directory, and what is against the rules is not a matter of one database.
        guard name != home, failure.kind == .unreachable else { throw failure }
        opened.failures[name] = failure
      }
    }
    return opened
  }

  /// Puts the directory right where a crash left it behind the ledgers.
  func reconcileDirectory(_ opened: OpenLedgers) async throws(OperationError) {
    guard opened.engines.contains(where: { $0.name == home }) else { return }
    for (_, engine) in opened.engines {
      do { try await engine.reconcileDirectory() } catch { throw OperationError(error) }
    }
  }

  /// The same for commands that need a ledger to be there.
  func requireLedgers() async throws(OperationError) -> OpenLedgers {
    let opened = try await openLedgers(creating: false)
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
    for (name, engine) in engines {
      do {
        placed += try await engine.ledger.tenants(filter).map { PlacedTenant(record: $0, database: name) }
      } catch { throw OperationError(error) }
    }
    return engines.count > 1 ? placed.sorted { $0.record.name < $1.record.name } : placed
  }
}

/// A tenant and the database that it is on.
package struct PlacedTenant: Sendable, Equatable {
  package var record: TenantRecord
  package var database: DatabaseName
}
