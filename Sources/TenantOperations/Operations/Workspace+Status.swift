import Manifest
import Migrations
package import Names
package import Tenancy

/// Where a tenant is, compared with where its template's files end.
package struct TenantStatus: Sendable, Equatable {
  /// What is to be done about a tenant.
  package enum Condition: Sendable, Equatable {
    /// It has every migration.
    case current
    /// It lacks these.
    case behind([MigrationReference])
    /// It cannot be migrated as it is.
    case broken(OperationError)
  }

  package var tenant: PlacedTenant
  package var condition: Condition
}

/// Where the fleet is.
package struct FleetStatus: Sendable, Equatable {
  /// The shared schema of each database: where it stands and what it lacks.
  package var shared: [DatabaseName: SharedStatus] = [:]
  /// The tenants, by name.
  package var tenants: [TenantStatus] = []
  /// Tenants that the manifest declares and no ledger has.
  package var missing: [TenantName] = []
  /// Tenants of databases that cannot be used, as the home's directory knows them.
  package var lost: [DirectoryEntry] = []
  /// Databases that cannot be used, with the reason.
  package var unreachable: [DatabaseName: OperationError] = [:]

  package struct SharedStatus: Sendable, Equatable {
    package var head: AppliedHead?
    package var pending: [MigrationReference]
  }

  package var current: Int { tenants.count { $0.condition == .current } }

  package var behind: Int {
    tenants.count { if case .behind = $0.condition { true } else { false } }
  }

  package var broken: Int {
    tenants.count { if case .broken = $0.condition { true } else { false } }
  }

  /// True when nothing is left to do.
  package var isCurrent: Bool {
    current == tenants.count && missing.isEmpty && unreachable.isEmpty && shared.values.allSatisfy(\.pending.isEmpty)
  }
}

extension Workspace {
  /// Where the selected tenants are.
  package func status(_ selection: TenantSelection = .all) async throws(OperationError) -> FleetStatus {
    var opened = try await requireLedgers(needsHome: false)
    var status = FleetStatus()
    try await opened.each { name, engine in
      let head = try await engine.ledger.sharedHead()
      let script = try MigrationPlanner.migration(from: head.map { [.shared: $0] } ?? [:], to: catalog(of: engine).shared)
      status.shared[name] = FleetStatus.SharedStatus(head: head, pending: script.migrations)
    }
    let found = try await opened.tenants(selection.filter)
    status.lost = try await lostTenants(selection, &opened)
    status.unreachable = opened.failures
    for name in opened.failures.keys { status.shared[name] = nil }
    if let missing = selection.missing(from: found).first, opened.failures.isEmpty { throw .tenantMissing(missing) }
    var known: [Head: OperationError] = [:]
    for tenant in found {
      let engine = try engine(tenant.database)
      var condition = Self.condition(of: tenant.record, try catalog(of: engine))
      if case .broken(let error) = condition { condition = .broken(await located(error, of: tenant, &known)) }
      status.tenants.append(TenantStatus(tenant: tenant, condition: condition))
    }
    if selection == .all {
      let known = Set(found.map(\.record.name))
      status.missing =
        manifest.tenants.filter { opened.failures[$0.database] == nil && !known.contains($0.name) }.map(\.name).sorted()
    }
    return status
  }

  private static func condition(
    of record: TenantRecord, _ catalog: TemplateCatalog
  ) -> TenantStatus.Condition {
    do {
      try record.checkIntact()
      let target = try catalog.target(of: record.template, tenant: record.name)
      let script = try MigrationPlanner.migration(from: record.heads, to: target)
      return script.isEmpty ? .current : .behind(script.migrations)
    } catch {
      return .broken(OperationError(any: error))
    }
  }

  /// What was done to a tenant, oldest first; also to one that was dropped since.
  package func history(of tenant: TenantName) async throws(OperationError) -> [HistoryEntry] {
    try await records(of: tenant) { (ledger) throws(TenancyError) in try await ledger.history(of: tenant) }
  }

  /// The audit records of a tenant, oldest first; also of one that was dropped since.
  package func auditTrail(of tenant: TenantName) async throws(OperationError) -> [AuditRecord] {
    try await records(of: tenant) { (ledger) throws(TenancyError) in try await ledger.auditTrail(of: tenant) }
  }

  private func records<Record: Sendable>(
    of tenant: TenantName, _ read: (any TenantLedger) async throws(TenancyError) -> [Record]
  ) async throws(OperationError) -> [Record] {
    let opened = try await requireLedgers(needsHome: false)
    for (_, engine) in opened.engines {
      do {
        let records = try await read(engine.ledger)
        if !records.isEmpty { return records }
      } catch { throw OperationError(error) }
    }
    throw opened.failures.values.first ?? .tenantMissing(tenant)
  }
}
