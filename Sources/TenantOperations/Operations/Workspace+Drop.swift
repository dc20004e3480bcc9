package import Names
import Tenancy

extension Workspace {
  /// Moves tenants' schemas out of sight and frees their names.
  ///
  /// - Parameter purging: Whether the schemas are deleted as well: nothing brings them back then.
  package func drop(
    _ names: [TenantName], purging: Bool, _ context: OperationContext
  ) async throws(OperationError) -> OperationReport {
    try await reconcileDirectory(requireLedgers())
    let found = try await list(TenantSelection(names: names)).tenants
    context.willStart(found.count)
    var report = OperationReport()
    for placed in found {
      var outcome = TenantOutcome(tenant: placed.record.name, database: placed.database, result: .skipped)
      if !context.shouldStop() {
        do {
          try await engine(placed.database).drop(placed.record, purging: purging, context.stamp)
          outcome.result = .dropped
        } catch {
          outcome.result = .failed(OperationError(any: error))
        }
      }
      report.outcomes.append(outcome)
      context.didFinish(outcome)
    }
    return report
  }
}
