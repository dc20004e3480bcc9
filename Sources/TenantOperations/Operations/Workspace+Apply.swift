package import Names
import Tenancy

extension Workspace {
  /// Makes what is there equal to the manifest: shared migrations, missing tenants, changed entries, pending migrations.
  ///
  /// Tenants that the manifest does not declare are reported and not touched, unless as many of them are to be dropped as there
  /// are.
  ///
  /// - Parameter pruning: How many unmanaged tenants are to be dropped; nil for none.
  package func apply(pruning count: Int? = nil, _ context: OperationContext) async throws(OperationError) -> OperationReport {
    var opened = try await openLedgers(creating: true)
    try await reconcileDirectory(&opened)
    let plan = try await plan(&opened)
    if let count { try plan.checkPruning(count) }
    var report = try await FleetRunner(workspace: self, context: context).run(plan)
    guard count != nil, !context.shouldStop() else { return report }
    report.unmanaged = []
    for placed in plan.strangers {
      var outcome = TenantOutcome(tenant: placed.record.name, database: placed.database, result: .dropped)
      do { try await engine(placed.database).drop(placed.record, context.stamp) } catch {
        outcome.result = .failed(OperationError(any: error))
      }
      report.outcomes.append(outcome)
      context.didFinish(outcome)
    }
    report.outcomes.sort { $0.tenant < $1.tenant }
    return report
  }

  /// Migrates the selected tenants that are behind, the shared schema first.
  ///
  /// - Parameter version: Where to stop: a migration's number or name; nil for the newest. The shared schema is then left alone.
  package func migrate(
    _ selection: TenantSelection, to version: String? = nil, _ context: OperationContext
  ) async throws(OperationError) -> OperationReport {
    let plan = try await migrationPlan(selection, to: version)
    return try await FleetRunner(workspace: self, context: context, version: version).run(plan)
  }

  /// Makes the ledgers of all databases.
  ///
  /// - Returns: The databases that have one now, and those that could not be reached.
  package func initialise() async throws(OperationError) -> (ready: [DatabaseName], failures: [DatabaseName: OperationError]) {
    let opened = try await openLedgers(creating: true)
    return (opened.engines.map(\.name), opened.failures)
  }
}

extension FleetPlan {
  /// Refuses to drop another number of unmanaged tenants than there are: somebody counted something else.
  package func checkPruning(_ count: Int) throws(OperationError) {
    if let (database, error) = unreachable.min(by: { $0.key < $1.key }) {
      throw OperationError(
        error.kind, code: error.code,
        "Database \(database) cannot be used: its unmanaged tenants cannot be counted. \(error.message)",
        hint: error.hint)
    }
    guard strangers.count != count else { return }
    let names = unmanaged.prefix(10).map(\.text).joined(separator: ", ") + (unmanaged.count > 10 ? ", …" : "")
    throw OperationError(
      .conflicting, code: "prune-count-differs",
      "There are \(strangers.count) tenants that the manifest does not declare, and --prune says \(count)"
        + (names.isEmpty ? "." : ": \(names)."),
      hint: "Nothing was changed. \"tenantctl plan\" lists them; --prune takes exactly their number.")
  }
}
