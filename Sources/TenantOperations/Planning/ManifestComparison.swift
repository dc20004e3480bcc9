import Manifest
import Migrations
import Names
package import Tenancy

/// Compares what the manifest says of one tenant with what its ledger says.
///
/// Pure.
struct ManifestComparison {
  let manifest: Manifest
  let catalog: TemplateCatalog

  /// What has to be done; nothing when the two agree.
  func actions(for tenant: TenantDeclaration, _ found: PlacedTenant?) -> [FleetPlan.Action] {
    do {
      let specification = TenantSpecification(tenant)
      let target = try catalog.target(of: tenant.template, tenant: tenant.name)
      guard let found, found.record.phase != .creating else {
        try Self.checkCanBeCreated(tenant)
        return [.create(specification, target.migrations)]
      }
      try checkPlacement(tenant, found)
      let record = found.record
      var actions: [FleetPlan.Action] = []
      let changes = try changes(from: record, to: specification)
      if !changes.isEmpty { actions.append(.update(record, specification, changes)) }
      var current = record
      current.template = specification.template
      if let migrate = try Self.migration(of: current, to: target) { actions.append(migrate) }
      return actions
    } catch {
      return [.refuse(error)]
    }
  }

  /// Refuses what a manifest may say and this version does not do: ignoring it would make another tenant than was asked for.
  static func checkCanBeCreated(_ tenant: TenantDeclaration) throws(OperationError) {
    if tenant.isolation == .role {
      throw OperationError(
        .conflicting, code: "unsupported", "Tenant \(tenant.name) asks for isolation \"role\", which this version does not have.",
        hint: "Use \"isolation: qualified\".", at: tenant.source)
    }
    if let source = tenant.cloneFrom {
      throw OperationError(
        .conflicting, code: "unsupported",
        "Tenant \(tenant.name) is to be a clone of \(source.tenant), and this version does not clone.",
        hint: "Take \"clone_from\" out to create it from its template.", at: tenant.source)
    }
  }

  /// The migrations that a tenant lacks, as an action.
  static func migration(of record: TenantRecord, to target: TemplateSets) throws(OperationError) -> FleetPlan.Action? {
    do {
      try record.checkIntact()
      let script = try MigrationPlanner.migration(from: record.heads, to: target)
      return script.isEmpty ? nil : .migrate(record, target.template, script.migrations)
    } catch { throw OperationError(error) }
  }

  private func checkPlacement(_ tenant: TenantDeclaration, _ found: PlacedTenant) throws(OperationError) {
    guard found.database == tenant.database else {
      throw OperationError(
        .conflicting, code: "placement-differs",
        "Tenant \(tenant.name) is on database \"\(found.database)\", and the manifest says \"\(tenant.database)\".",
        hint: "Put the database back in the manifest: a tenant is not moved by editing it.", at: tenant.source)
    }
    guard found.record.schema == tenant.schema else {
      throw OperationError(
        .conflicting, code: "schema-differs",
        "Tenant \(tenant.name) has schema \(found.record.schema), and the manifest says \(tenant.schema).",
        hint: "Write \"schema: \(found.record.schema)\" in the manifest.", at: tenant.source)
    }
  }

  /// The names of what has to change.
  ///
  /// - Throws: ``OperationError`` for a template that does not extend the present one.
  func changes(
    from record: TenantRecord, to wanted: TenantSpecification
  ) throws(OperationError) -> [String] {
    var changes: [String] = []
    if record.template != wanted.template {
      guard isExtension(wanted.template, of: record.template) else {
        throw OperationError(
          .conflicting, code: "template-differs",
          "Tenant \(record.name) is made from template \"\(record.template?.text ?? "none")\"; "
            + "\"\(wanted.template?.text ?? "none")\" does not extend it.",
          hint: "A tenant's template can only be changed to one that extends the present one.")
      }
      changes.append("template")
    }
    if record.isolation != wanted.isolation { changes.append("isolation") }
    if (record.phase == .suspended) != (wanted.state == .suspended) { changes.append("state") }
    if record.labels != wanted.labels { changes.append("labels") }
    if Set(record.domains) != Set(wanted.domains) { changes.append("domains") }
    return changes
  }

  /// Every template extends the empty schema.
  private func isExtension(_ template: TemplateName?, of base: TemplateName?) -> Bool {
    guard let base else { return true }
    guard let template else { return false }
    return manifest.chain(of: template).contains { $0.name == base }
  }
}

extension TenantSpecification {
  /// What a manifest's entry asks for.
  init(_ tenant: TenantDeclaration) {
    self.init(
      name: tenant.name, schema: tenant.schema, template: tenant.template, isolation: tenant.isolation, state: tenant.state,
      labels: tenant.labels, domains: tenant.domains)
  }
}

extension TemplateSets {
  /// Every migration that is wanted, in order.
  package var migrations: [MigrationReference] {
    sets.flatMap { set in
      set.migrations.prefix(wanted(of: set)).map { MigrationReference(set: set.name, migration: $0.id) }
    }
  }
}
