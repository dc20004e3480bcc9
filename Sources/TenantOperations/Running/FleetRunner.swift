import Manifest
import Names
import Tenancy

/// Executes a plan: the shared schema of each database first, then tenants, several at once.
///
/// One tenant's failure neither stops nor undoes another's. A database whose shared migrations fail keeps its tenants as they
/// are: their migrations may need what is missing.
struct FleetRunner: Sendable {
  let workspace: Workspace
  let context: OperationContext
  /// Where migrations stop; nil for the newest.
  var version: String?
  /// True when a tenant that somebody else made in the meantime is fine.
  var acceptsExisting = true

  func run(_ plan: FleetPlan) async throws(OperationError) -> OperationReport {
    var report = OperationReport()
    report.unmanaged = plan.unmanaged
    report.warnings = plan.warnings
    report.databaseErrors = plan.unreachable
    context.willStart(plan.items.count)
    for (database, pending) in plan.shared.sorted(by: { $0.key < $1.key }) {
      do {
        report.shared[database] = try await prepare(database, pending, plan)
      } catch { report.databaseErrors[database] = error }
    }
    let outcomes = await runItems(plan.items, blocked: report.databaseErrors)
    let unchanged = plan.unchanged.map { TenantOutcome(tenant: $0.tenant, database: $0.database, result: .unchanged) }
    report.outcomes = (outcomes + unchanged).sorted { $0.tenant < $1.tenant }
    return report
  }

  /// Applies shared migrations and makes what tenants' scripts need to be there.
  private func prepare(
    _ database: DatabaseName, _ pending: [MigrationReference], _ plan: FleetPlan
  ) async throws(OperationError) -> [MigrationReference] {
    let engine = try workspace.engine(database)
    let catalog = try workspace.catalog(of: engine)
    let hasWork = !pending.isEmpty || plan.items.contains { $0.database == database }
    guard hasWork else { return [] }
    do {
      try await engine.ledger.install(catalog.shared.extensions)
      for set in catalog.allSets {
        try await engine.ledger.recordLineage(of: set)
      }
      return pending.isEmpty ? [] : try await engine.migrateShared(to: catalog.shared, context.stamp)
    } catch { throw OperationError(error) }
  }

  private func runItems(
    _ items: [FleetPlan.Item], blocked: [DatabaseName: OperationError]
  ) async -> [TenantOutcome] {
    let jobs = max(1, context.jobs ?? min(workspace.manifest.defaults.poolMaximum, Self.defaultJobs))
    return await withTaskGroup(of: TenantOutcome.self) { group in
      var (outcomes, next): ([TenantOutcome], Int) = ([], 0)
      while next < items.count || !group.isEmpty {
        while next < items.count, next - outcomes.count < jobs {
          let item = items[next]
          next += 1
          group.addTask { await outcome(of: item, blocked: blocked[item.database]) }
        }
        guard let outcome = await group.next() else { break }
        outcomes.append(outcome)
        context.didFinish(outcome)
      }
      return outcomes
    }
  }

  /// Two sessions keep a server of two cores busy; more of them gain little, and lock more.
  private static let defaultJobs = 4

  private func outcome(of item: FleetPlan.Item, blocked: OperationError?) async -> TenantOutcome {
    func outcome(_ result: TenantOutcome.Result) -> TenantOutcome {
      TenantOutcome(tenant: item.tenant, database: item.database, result: result)
    }
    if let blocked { return outcome(.failed(blocked)) }
    guard !context.shouldStop() else { return outcome(.skipped) }
    var result = TenantOutcome.Result.unchanged
    do {
      for action in item.actions { result = try await perform(action, on: item.database) ?? result }
    } catch { return outcome(.failed(error)) }
    return outcome(result)
  }

  private func perform(
    _ action: FleetPlan.Action, on database: DatabaseName
  ) async throws(OperationError) -> TenantOutcome.Result? {
    let engine = try workspace.engine(database)
    let catalog = try workspace.catalog(of: engine)
    do {
      switch action {
      case .refuse(let error): throw error
      case .create(let tenant, _):
        return try await create(tenant, from: catalog.target(of: tenant.template, tenant: tenant.name), engine)
      case .update(let record, let specification, let changes):
        try await engine.update(record, to: specification, context.stamp)
        return .updated(changes)
      case .migrate(let record, let template, _):
        var target = try catalog.target(of: template, tenant: record.name)
        if let version { target = target.upTo(version) ?? target }
        let applied = try await engine.migrate(record, to: target, context.stamp)
        return applied.isEmpty ? nil : .migrated(applied)
      case .rollBack(let record, let script, let extent):
        return try await rollBack(record, script, extent, catalog, engine)
      }
    } catch {
      throw OperationError(any: error)
    }
  }

  /// - Returns: nil when somebody else made the tenant in the meantime, and that is fine.
  private func create(
    _ tenant: TenantSpecification, from target: TemplateSets, _ engine: TenantEngine
  ) async throws(TenancyError) -> TenantOutcome.Result? {
    do {
      try await engine.create(tenant, from: target, context.stamp)
      return .created(target.migrations)
    } catch {
      guard error.code == .tenantExists, acceptsExisting else { throw error }
      return nil
    }
  }

  private func rollBack(
    _ record: TenantRecord, _ script: SchemaScript, _ extent: RollbackExtent, _ catalog: TemplateCatalog, _ engine: TenantEngine
  ) async throws -> TenantOutcome.Result? {
    let extensions = try catalog.target(of: record.template, tenant: record.name).extensions
    do {
      let taken = try await engine.rollBack(record, by: script, extensions: extensions, context.stamp)
      return taken.isEmpty ? nil : .rolledBack(taken)
    } catch {
      // A number of steps counts from where the schema was: from elsewhere it would take back too much.
      guard error.code == .headMoved, !extent.isCounted,
        let current = try await engine.ledger.tenants(TenantFilter(names: [record.name])).first
      else { throw error }
      let script = try await workspace.rollbackScript(of: current, engine, extent)
      let taken = try await engine.rollBack(current, by: script, extensions: extensions, context.stamp)
      return taken.isEmpty ? nil : .rolledBack(taken)
    }
  }
}

extension RollbackExtent {
  fileprivate var isCounted: Bool { if case .steps = self { true } else { false } }
}
