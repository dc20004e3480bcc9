package import Names
package import Tenancy

/// What happened to one tenant.
package struct TenantOutcome: Sendable, Equatable {
  package enum Result: Sendable, Equatable {
    /// It was made, with these migrations.
    case created([MigrationReference])
    /// These migrations were applied.
    case migrated([MigrationReference])
    /// What the ledger says of it was changed: the names of what changed.
    case updated([String])
    /// It was there already, as it should be.
    case unchanged
    /// These migrations were taken back, in that order.
    case rolledBack([MigrationReference])
    /// It has this name now; the outcome's own name is the new one.
    case renamed(from: TenantName, schema: SchemaName)
    /// Its schema was moved out of sight.
    case dropped
    /// Its schema was deleted, and every tombstone that had its name.
    case purged
    case failed(OperationError)
    /// The run was stopped before its turn.
    case skipped
  }

  package var tenant: TenantName
  package var database: DatabaseName
  package var result: Result

  package init(tenant: TenantName, database: DatabaseName, result: Result) {
    self.tenant = tenant
    self.database = database
    self.result = result
  }

  package var error: OperationError? {
    if case .failed(let error) = result { error } else { nil }
  }
}

/// What a run did.
package struct OperationReport: Sendable, Equatable {
  /// What was applied to the shared schema, by database.
  package var shared: [DatabaseName: [MigrationReference]] = [:]
  /// A part of the run that was for no tenant alone and failed, by database: its tenants were not touched.
  package var databaseErrors: [DatabaseName: OperationError] = [:]
  /// One outcome for each tenant, by name.
  ///
  /// A tenant may be made and then updated: the last one counts.
  package var outcomes: [TenantOutcome] = []
  /// What is worth a look and stops nothing.
  package var warnings: [Diagnostic] = []
  /// Tenants that the ledgers have and the manifest has not.
  package var unmanaged: [TenantName] = []

  package init() {}

  package init(_ outcomes: [TenantOutcome]) { self.outcomes = outcomes }

  package var failures: [TenantOutcome] { outcomes.filter { $0.error != nil } }
  package var skipped: Int { outcomes.count { $0.result == .skipped } }

  /// True when nothing at all was changed.
  package var isUnchanged: Bool {
    shared.values.allSatisfy(\.isEmpty) && outcomes.allSatisfy { $0.result == .unchanged } && databaseErrors.isEmpty
  }
}
