package import Names
package import Tenancy

/// What `drop` is about: a tenant, and what is left of tenants that had its name before.
package struct DropTarget: Sendable, Equatable {
  package var name: TenantName
  package var tenant: PlacedTenant?
  package var tombstones: [PlacedTombstone]
}

/// A dropped tenant's schema and the database that it is on.
package struct PlacedTombstone: Sendable, Equatable {
  package var tombstone: Tombstone
  package var database: DatabaseName
}

extension Workspace {
  /// What dropping tenants would be about.
  ///
  /// - Throws: ``OperationError`` for a name that has nothing to drop: no tenant and, when purging, no tombstone.
  package func dropTargets(_ names: [TenantName], purging: Bool) async throws(OperationError) -> [DropTarget] {
    var opened = try await requireLedgers()
    // A drop that was killed between two databases has nothing left to drop, and the directory does not know yet.
    try await reconcileDirectory(&opened)
    return try await dropTargets(names, purging: purging, &opened)
  }

  private func dropTargets(
    _ names: [TenantName], purging: Bool, _ opened: inout OpenLedgers
  ) async throws(OperationError) -> [DropTarget] {
    let found = try await opened.tenants(TenantFilter(names: names))
    let buried = try await opened.tombstones(of: names)
    let failure = opened.failures.values.first
    return try names.map { (name) throws(OperationError) in
      let target = DropTarget(
        name: name, tenant: found.first { $0.record.name == name }, tombstones: buried.filter { $0.tombstone.name == name })
      if target.tenant == nil, !purging || target.tombstones.isEmpty {
        if let failure { throw failure }
        var error = OperationError.tenantMissing(name)
        if !target.tombstones.isEmpty {
          error.message = "Tenant \(name) was dropped already."
          error.hint = "\"tenantctl drop \(name) --purge\" deletes its data as well."
        }
        throw error
      }
      return target
    }
  }

  /// Moves tenants' schemas out of sight and frees their names.
  ///
  /// - Parameter purging: Whether the schemas are deleted as well, those of earlier tenants of the same names included: nothing
  ///   brings them back then.
  package func drop(
    _ names: [TenantName], purging: Bool, _ context: OperationContext
  ) async throws(OperationError) -> OperationReport {
    var opened = try await requireLedgers()
    try await reconcileDirectory(&opened)
    let targets = try await dropTargets(names, purging: purging, &opened)
    context.willStart(targets.count)
    var report = OperationReport()
    for target in targets {
      let database = target.tenant?.database ?? target.tombstones.first?.database ?? home
      var outcome = TenantOutcome(tenant: target.name, database: database, result: .skipped)
      if !context.shouldStop() {
        do { outcome.result = try await drop(target, purging: purging, &opened, context) } catch {
          outcome.result = .failed(OperationError(any: error))
        }
      }
      report.outcomes.append(outcome)
      context.didFinish(outcome)
    }
    return report
  }

  private func drop(
    _ target: DropTarget, purging: Bool, _ opened: inout OpenLedgers, _ context: OperationContext
  ) async throws -> TenantOutcome.Result {
    if let tenant = target.tenant { try await engine(tenant.database).drop(tenant.record, context.stamp) }
    guard purging else { return .dropped }
    for placed in try await opened.tombstones(of: [target.name]) {
      try await engine(placed.database).purge(placed.tombstone, context.stamp)
    }
    return .purged
  }

  /// The schemas of dropped tenants that are kept, and the databases that cannot be used.
  package func tombstones() async throws(OperationError) -> (
    tombstones: [PlacedTombstone], unreachable: [DatabaseName: OperationError]
  ) {
    var opened = try await requireLedgers()
    let tombstones = try await opened.tombstones(of: nil)
    return (tombstones, opened.failures)
  }
}

extension OpenLedgers {
  /// The schemas of dropped tenants that are kept: those of some names, or all.
  fileprivate mutating func tombstones(of names: [TenantName]?) async throws(OperationError) -> [PlacedTombstone] {
    var placed: [PlacedTombstone] = []
    try await each { name, engine in
      placed += try await engine.ledger.tombstones(of: names).map { PlacedTombstone(tombstone: $0, database: name) }
    }
    return placed.sorted { ($0.tombstone.name, $0.tombstone.id) < ($1.tombstone.name, $1.tombstone.id) }
  }
}
