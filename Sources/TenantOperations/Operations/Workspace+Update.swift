import Manifest
package import Names
import Tenancy

/// What `set` was asked to change.
package struct TenantChanges: Sendable, Equatable {
  /// The state; nil leaves it.
  package var state: TenantState?
  /// The template; nil leaves it.
  package var template: TemplateName?
  /// Labels to set, and to take away: nil.
  package var labels: [LabelKey: LabelValue?]
  /// Host names to add.
  package var addedDomains: [DomainName]
  /// Host names to take away.
  package var removedDomains: Set<DomainName>

  package init(
    state: TenantState? = nil, template: TemplateName? = nil, labels: [LabelKey: LabelValue?] = [:],
    addedDomains: [DomainName] = [], removedDomains: Set<DomainName> = []
  ) {
    self.state = state
    self.template = template
    self.labels = labels
    self.addedDomains = addedDomains
    self.removedDomains = removedDomains
  }
}

extension Workspace {
  /// Changes labels, domains, template or state of tenants; migrations that a new template brings are left to `migrate`.
  package func change(
    _ names: [TenantName], _ changes: TenantChanges, _ context: OperationContext
  ) async throws(OperationError) -> OperationReport {
    if let template = changes.template, !manifest.templates.contains(where: { $0.name == template }) {
      throw OperationError(
        .conflicting, code: "template-missing", "There is no template \"\(template)\" in the manifest.",
        hint: "The manifest declares: \(manifest.templates.map(\.name.text).joined(separator: ", ")).")
    }
    var opened = try await requireLedgers()
    try await reconcileDirectory(&opened)
    let found = try await list(TenantSelection(names: names)).tenants
    context.willStart(found.count)
    var report = OperationReport()
    for placed in found {
      var outcome = TenantOutcome(tenant: placed.record.name, database: placed.database, result: .skipped)
      if !context.shouldStop() {
        do { outcome.result = try await change(placed, changes, context) } catch {
          outcome.result = .failed(OperationError(any: error))
        }
      }
      if case .updated = outcome.result { report.warnings += reverted(placed.record.name) }
      report.outcomes.append(outcome)
      context.didFinish(outcome)
    }
    return report
  }

  private func change(
    _ placed: PlacedTenant, _ changes: TenantChanges, _ context: OperationContext
  ) async throws -> TenantOutcome.Result {
    let engine = try engine(placed.database)
    let comparison = ManifestComparison(manifest: manifest, catalog: try catalog(of: engine))
    var record = placed.record
    for attempt in 1... {
      // A schema that is gone is no reason to keep its tenant in use.
      if record.phase != .active, record.phase != .suspended { try record.checkIntact() }
      let wanted = TenantSpecification(record, with: changes)
      let changed = try comparison.changes(from: record, to: wanted)
      guard !changed.isEmpty else { return .unchanged }
      do {
        try await engine.update(record, to: wanted, context.stamp)
        return .updated(changed)
      } catch {
        // What was asked for is relative: it is asked for again of what somebody else made of the tenant meanwhile.
        guard error.code == .headMoved, attempt < 3,
          let current = try await engine.ledger.tenants(TenantFilter(names: [record.name])).first
        else { throw error }
        record = current
      }
    }
    return .unchanged
  }

  /// Warns of a change that the manifest takes back.
  private func reverted(_ name: TenantName) -> [Diagnostic] {
    guard let declared = manifest.tenants.first(where: { $0.name == name }), let source = declared.source else { return [] }
    return [
      Diagnostic(
        .warning, code: "declared-otherwise", "tenant \(name) is declared here: apply makes it what the manifest says",
        at: source,
        hint: "Write the change into the manifest as well.")
    ]
  }
}

extension TenantSpecification {
  /// What a tenant is after some changes.
  fileprivate init(_ record: TenantRecord, with changes: TenantChanges) {
    var labels = record.labels
    for (key, value) in changes.labels { labels[key] = value }
    var domains = record.domains.filter { !changes.removedDomains.contains($0) }
    for domain in changes.addedDomains where !domains.contains(domain) { domains.append(domain) }
    self.init(
      name: record.name, schema: record.schema, template: changes.template ?? record.template, isolation: record.isolation,
      state: changes.state ?? (record.phase == .suspended ? .suspended : .active), labels: labels, domains: domains)
  }
}
