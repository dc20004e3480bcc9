package import Names
import Tenancy

extension Workspace {
  /// Makes what is there equal to the manifest: shared migrations, missing tenants, changed entries, pending migrations.
  ///
  /// Tenants that the manifest does not declare are reported and not touched.
  package func apply(_ context: OperationContext) async throws(OperationError) -> OperationReport {
    let opened = try await openLedgers(creating: true)
    try await reconcileDirectory(opened)
    return try await FleetRunner(workspace: self, context: context).run(plan(opened))
  }

  /// Migrates the selected tenants that are behind, the shared schema first.
  ///
  /// - Parameter version: Where to stop: a migration's number or name; nil for the newest. The shared schema is then left alone.
  package func migrate(
    _ selection: TenantSelection, to version: String? = nil, _ context: OperationContext
  ) async throws(OperationError) -> OperationReport {
    let plan = try await migrationPlan(requireLedgers(), selection, to: version)
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
