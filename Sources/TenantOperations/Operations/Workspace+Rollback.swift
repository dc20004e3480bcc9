import Manifest
import Names
package import Tenancy

extension Workspace {
  /// What `rollback` would do to the selected tenants.
  ///
  /// - Throws: ``OperationError``; for a migration without a down section before anything is done to anybody.
  package func rollbackPlan(
    _ selection: TenantSelection, _ extent: RollbackExtent
  ) async throws(OperationError) -> FleetPlan {
    try checkVersion(extent)
    var opened = try await requireLedgers()
    var plan = FleetPlan()
    plan.warnings = try await changedRemainders(&opened)
    let found = try await opened.tenants(selection.filter)
    if let missing = selection.missing(from: found).first, opened.failures.isEmpty { throw .tenantMissing(missing) }
    for tenant in found {
      let name = tenant.record.name
      var item = FleetPlan.Item(tenant: name, database: tenant.database, actions: [])
      do {
        try tenant.record.checkIntact()
        let script = try await rollbackScript(of: tenant.record, engine(tenant.database), extent)
        if script.isEmpty {
          plan.unchanged.append(PlacedName(tenant: name, database: tenant.database))
          continue
        }
        item.actions = [.rollBack(tenant.record, script, extent)]
      } catch let error as TenancyError where error.code == .irreversible {
        throw OperationError(error)
      } catch {
        item.actions = [.refuse(OperationError(any: error))]
      }
      plan.items.append(item)
    }
    try await refuseLost(selection, &opened, into: &plan)
    plan.items.sort { $0.tenant < $1.tenant }
    plan.unreachable = opened.failures(for: selection, found)
    return plan
  }

  /// Takes back migrations of the selected tenants, each in a transaction of its own; the shared schema stays as it is.
  package func rollBack(
    _ selection: TenantSelection, _ extent: RollbackExtent, _ context: OperationContext
  ) async throws(OperationError) -> OperationReport {
    try await FleetRunner(workspace: self, context: context).run(rollbackPlan(selection, extent))
  }

  /// What has to be run to take one tenant back.
  func rollbackScript(
    of record: TenantRecord, _ engine: TenantEngine, _ extent: RollbackExtent
  ) async throws -> SchemaScript {
    let target = try catalog(of: engine).target(of: record.template, tenant: record.name)
    // One set has one order; of several, only the history knows what came after what.
    let isMixed = target.sets.count > 1
    let applied = isMixed ? RollbackPlanner.order(of: try await engine.ledger.history(of: record.name)) : nil
    return try RollbackPlanner.rollback(from: record.heads, applied: applied, of: target, extent)
  }

  /// Refuses a version that no template has.
  private func checkVersion(_ extent: RollbackExtent) throws(OperationError) {
    guard case .to(let version) = extent else { return }
    for name in databaseNames {
      let templates = try catalog(of: engine(name)).templates.values
      if templates.contains(where: { $0.upTo(version) != nil }) { return }
    }
    throw OperationError(
      .missing, code: "migration-missing", "No template has exactly one migration \(version.escapedForDisplay).",
      hint: "Use a migration's number or its whole name; \"tenantctl validate\" lists them.")
  }
}
