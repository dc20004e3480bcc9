package import Names
package import Tenancy

/// What would have to change: a value that a dry run prints and a run executes.
package struct FleetPlan: Sendable, Equatable {
  /// What has to be done for one tenant.
  package struct Item: Sendable, Equatable {
    package var tenant: TenantName
    package var database: DatabaseName
    package var actions: [Action]
  }

  package enum Action: Sendable, Equatable {
    /// Make the tenant, with these migrations.
    case create(TenantSpecification, [MigrationReference])
    /// Change what the ledger says of it; the names of what changes are for people.
    case update(TenantRecord, TenantSpecification, [String])
    /// Apply these migrations, on the way to the template's target.
    case migrate(TenantRecord, TemplateName?, [MigrationReference])
    /// Run these down sections; where to is kept for a plan that comes too late.
    case rollBack(TenantRecord, SchemaScript, RollbackExtent)
    /// It cannot be done, for this reason.
    case refuse(OperationError)
  }

  /// What is to be applied to the shared schema, by database.
  package var shared: [DatabaseName: [MigrationReference]] = [:]
  /// What has to be done, by tenant name.
  ///
  /// Tenants with nothing to do are not here.
  package var items: [Item] = []
  /// How many tenants are as they should be.
  package var unchanged: [PlacedName] = []
  /// Tenants that the ledgers have and the manifest has not.
  package var strangers: [PlacedTenant] = []
  /// What is worth a look and stops nothing.
  package var warnings: [Diagnostic] = []
  /// Databases that cannot be used, with the reason.
  package var unreachable: [DatabaseName: OperationError] = [:]

  package init() {}

  /// Leaves the databases alone that could not be used, or died while the plan was made: nobody knows of their tenants.
  mutating func forget(_ failures: [DatabaseName: OperationError]) {
    unreachable = failures
    for name in failures.keys { shared[name] = nil }
    for placed in unchanged {
      guard let failure = failures[placed.database] else { continue }
      items.append(Item(tenant: placed.tenant, database: placed.database, actions: [.refuse(failure)]))
    }
    unchanged.removeAll { failures[$0.database] != nil }
  }

  /// The names of tenants that the ledgers have and the manifest has not.
  package var unmanaged: [TenantName] { strangers.map(\.record.name) }

  /// True when everything is as it should be.
  package var isEmpty: Bool { items.isEmpty && unreachable.isEmpty && shared.values.allSatisfy(\.isEmpty) }
}

/// A tenant's name and the database that it is on.
package struct PlacedName: Sendable, Equatable {
  package var tenant: TenantName
  package var database: DatabaseName

  package init(tenant: TenantName, database: DatabaseName) {
    self.tenant = tenant
    self.database = database
  }
}
