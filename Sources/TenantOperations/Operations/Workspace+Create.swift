package import Manifest
package import Names
import Tenancy

/// What `create` was asked for one tenant, on top of its entry in the manifest.
package struct CreationRequest: Sendable, Equatable {
  package var name: TenantName
  package var template: TemplateName?
  package var labels: [LabelKey: LabelValue]
  package var domains: [DomainName]

  package init(
    name: TenantName, template: TemplateName? = nil, labels: [LabelKey: LabelValue] = [:], domains: [DomainName] = []
  ) {
    self.name = name
    self.template = template
    self.labels = labels
    self.domains = domains
  }
}

extension Workspace {
  /// Creates every tenant of the manifest that is missing, and finishes those that are half made.
  package func createAll(_ context: OperationContext) async throws(OperationError) -> OperationReport {
    var opened = try await openLedgers(creating: true)
    try await reconcileDirectory(&opened)
    var plan = try await plan(&opened)
    plan.strangers = []
    for item in plan.items where !item.isAboutCreation {
      plan.unchanged.append(PlacedName(tenant: item.tenant, database: item.database))
    }
    plan.items.removeAll { !$0.isAboutCreation }
    return try await FleetRunner(workspace: self, context: context).run(plan)
  }

  /// Creates the tenants that are named.
  ///
  /// - Parameters:
  ///   - ifNotExists: Whether one that exists is fine.
  ///   - editor: What adds them to the manifest as well, unless they stand there; nil leaves the manifest alone.
  package func create(
    _ requests: [CreationRequest], ifNotExists: Bool, saving editor: ManifestEditor? = nil, _ context: OperationContext
  ) async throws(OperationError) -> OperationReport {
    // What is wrong with the request is found before anything is opened.
    let declarations = try requests.map { (request) throws(OperationError) in try declaration(of: request) }
    if let editor { try save(declarations, with: editor, isTrial: true) }
    let report = try await create(declarations, ifNotExists: ifNotExists, context)
    if let editor {
      let failed = Set(report.outcomes.filter { $0.error != nil || $0.result == .skipped }.map(\.tenant))
      try save(declarations.filter { !failed.contains($0.name) }, with: editor, isTrial: false)
    }
    return report
  }

  private func save(
    _ declarations: [TenantDeclaration], with editor: ManifestEditor, isTrial: Bool
  ) throws(OperationError) {
    let known = Set(manifest.tenants.map(\.name))
    do {
      let edit = try editor.adding(declarations.filter { !known.contains($0.name) }, to: manifest)
      if !isTrial { try edit.write() }
    } catch { throw OperationError(any: error) }
  }

  private func create(
    _ declarations: [TenantDeclaration], ifNotExists: Bool, _ context: OperationContext
  ) async throws(OperationError) -> OperationReport {
    var opened = try await openLedgers(creating: true)
    try await reconcileDirectory(&opened)
    let found = try await opened.tenants(TenantFilter(names: declarations.map(\.name)))
    let byName = Dictionary(found.map { ($0.record.name, $0) }, uniquingKeysWith: { first, _ in first })
    var plan = FleetPlan()
    try await opened.each { name, engine in
      guard declarations.contains(where: { $0.database == name }) else { return }
      let head = try await engine.ledger.sharedHead()
      let target = try catalog(of: engine).shared
      plan.shared[name] = try MigrationPlanner.migration(from: head.map { [.shared: $0] } ?? [:], to: target).migrations
    }
    for tenant in declarations {
      let target = try catalog(of: engine(tenant.database)).target(of: tenant.template, tenant: tenant.name)
      var item = FleetPlan.Item(tenant: tenant.name, database: tenant.database, actions: [])
      if let existing = byName[tenant.name], existing.record.phase != .creating {
        if ifNotExists {
          plan.unchanged.append(PlacedName(tenant: tenant.name, database: existing.database))
          continue
        }
        item.actions = [.refuse(.tenantExists(tenant.name))]
      } else {
        item.actions = [.create(TenantSpecification(tenant), target.migrations)]
      }
      plan.items.append(item)
    }
    try await refuseNamesKeptBack(in: &plan, &opened)
    try await refuseDivergedCreations(in: &plan, &opened)
    try await checkLiteralSchemas(plan, &opened)
    plan.forget(opened.failures)
    return try await FleetRunner(workspace: self, context: context, acceptsExisting: ifNotExists).run(plan)
  }

  /// The tenant's entry in the manifest, or one made of the defaults, with what was asked for on top.
  private func declaration(of request: CreationRequest) throws(OperationError) -> TenantDeclaration {
    var tenant: TenantDeclaration
    if let declared = manifest.tenants.first(where: { $0.name == request.name }) {
      tenant = declared
    } else {
      let defaults = manifest.defaults
      do {
        let schema = try request.name.defaultSchema(prefix: defaults.schemaPrefix)
        let shared = manifest.shared
        if let violation = request.name.violationForTenant(shared: shared.schema, extensions: shared.extensionsSchema) {
          throw NameError(kind: TenantName.kind, text: request.name.text, violation: violation)
        }
        if let violation = schema.violationForTenant(shared: shared.schema, extensions: shared.extensionsSchema) {
          throw NameError(kind: SchemaName.kind, text: schema.text, violation: violation)
        }
        tenant = TenantDeclaration(
          name: request.name, schema: schema, database: defaults.database, template: defaults.template,
          isolation: defaults.isolation)
      } catch { throw OperationError(any: error) }
    }
    if let template = request.template {
      guard manifest.templates.contains(where: { $0.name == template }) else {
        throw OperationError(
          .conflicting, code: "template-missing", "There is no template \"\(template)\" in the manifest.",
          hint: "The manifest declares: \(manifest.templates.map(\.name.text).joined(separator: ", ")).")
      }
      tenant.template = template
    }
    tenant.labels.merge(request.labels) { _, new in new }
    try ManifestComparison.checkCanBeCreated(tenant)
    for domain in request.domains where !tenant.domains.contains(domain) { tenant.domains.append(domain) }
    return tenant
  }
}

extension OperationError {
  /// A tenant that was to be created and is there already.
  static func tenantExists(_ name: TenantName) -> OperationError {
    OperationError(
      .exists, code: "tenant-exists", "Tenant \(name) exists already.",
      hint: "Use --if-not-exists where that is fine, or \"tenantctl show \(name)\" to look at it.")
  }
}
