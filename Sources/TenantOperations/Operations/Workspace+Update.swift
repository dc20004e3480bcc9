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
    let listing = try await list(TenantSelection(names: names))
    context.willStart(listing.tenants.count)
    var report = OperationReport()
    report.databaseErrors = listing.unreachable
    for entry in listing.lost {
      guard let failure = listing.unreachable[entry.database] else { continue }
      report.outcomes.append(TenantOutcome(tenant: entry.name, database: entry.database, result: .failed(failure)))
    }
    for placed in listing.tenants {
      var outcome = TenantOutcome(tenant: placed.record.name, database: placed.database, result: .skipped)
      if !context.shouldStop() {
        do {
          let (result, wanted) = try await change(placed, changes, context)
          outcome.result = result
          if case .updated = result { report.warnings += reverted(wanted) }
        } catch { outcome.result = .failed(OperationError(any: error)) }
      }
      report.outcomes.append(outcome)
      context.didFinish(outcome)
    }
    return report
  }

  /// - Returns: What was done, and what the tenant is now.
  private func change(
    _ placed: PlacedTenant, _ changes: TenantChanges, _ context: OperationContext
  ) async throws -> (TenantOutcome.Result, TenantSpecification) {
    let engine = try engine(placed.database)
    let comparison = ManifestComparison(manifest: manifest, catalog: try catalog(of: engine))
    var record = placed.record
    var attempt = 1
    while true {
      // A schema that is gone is no reason to keep its tenant in use.
      if record.phase != .active, record.phase != .suspended { try record.checkIntact() }
      let wanted = TenantSpecification(record, with: changes)
      let changed = try comparison.changes(from: record, to: wanted)
      guard !changed.isEmpty else { return (.unchanged, wanted) }
      do {
        try await engine.update(record, to: wanted, context.stamp)
        return (.updated(changed), wanted)
      } catch {
        // What was asked for is relative: it is asked for again of what somebody else made of the tenant meanwhile.
        guard error.code == .headMoved, attempt < 3,
          let current = try await engine.ledger.tenants(TenantFilter(names: [record.name])).first
        else { throw error }
        record = current
        attempt += 1
      }
    }
  }

  /// Warns of a change that the manifest takes back.
  private func reverted(_ tenant: TenantSpecification) -> [Diagnostic] {
    guard let declared = manifest.tenants.first(where: { $0.name == tenant.name }), let source = declared.source,
      declared.state != tenant.state || declared.template != tenant.template || declared.labels != tenant.labels
        || Set(declared.domains) != Set(tenant.domains)
    else { return [] }
    return [
      Diagnostic(
        .warning, code: "declared-otherwise", "tenant \(tenant.name) is declared here: apply makes it what the manifest says",
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
