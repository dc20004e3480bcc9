import Manifest
import Migrations
import Names
import Tenancy

extension Workspace {
  /// Compares the manifest with what is there.
  ///
  /// - Throws: ``OperationError`` when the home cannot be used.
  package func plan() async throws(OperationError) -> FleetPlan {
    var opened = try await openLedgers(creating: false)
    return try await plan(&opened)
  }

  func plan(_ opened: inout OpenLedgers) async throws(OperationError) -> FleetPlan {
    var plan = FleetPlan()
    plan.warnings = try await changedRemainders(&opened)
    try await planShared(&opened, into: &plan)
    let found = try await opened.tenants(TenantFilter())
    let byName = Dictionary(found.map { ($0.record.name, $0) }, uniquingKeysWith: { first, _ in first })
    var comparisons: [DatabaseName: ManifestComparison] = [:]
    for name in databaseNames {
      comparisons[name] = ManifestComparison(manifest: manifest, catalog: try catalog(of: engine(name)))
    }
    for tenant in manifest.tenants.sorted(by: { $0.name < $1.name }) {
      guard let comparison = comparisons[tenant.database] else { continue }
      let failure = opened.failures[tenant.database]
      let actions = failure.map { [.refuse($0)] } ?? comparison.actions(for: tenant, byName[tenant.name])
      if actions.isEmpty {
        plan.unchanged.append(PlacedName(tenant: tenant.name, database: tenant.database))
      } else {
        plan.items.append(FleetPlan.Item(tenant: tenant.name, database: tenant.database, actions: actions))
      }
    }
    try await refuseNamesKeptBack(in: &plan, &opened)
    try await refuseDivergedCreations(in: &plan, &opened)
    await locateDivergences(in: &plan, found)
    try await checkLiteralSchemas(plan, &opened)
    plan.forget(opened.failures)
    let declared = Set(manifest.tenants.map(\.name))
    plan.strangers = found.filter { !declared.contains($0.record.name) }
    return plan
  }

  private func planShared(_ opened: inout OpenLedgers, into plan: inout FleetPlan) async throws(OperationError) {
    var heads: [DatabaseName: AppliedHead] = [:]
    try await opened.each { name, engine in heads[name] = try await engine.ledger.sharedHead() }
    for name in databaseNames where opened.failures[name] == nil {
      let target = try catalog(of: engine(name)).shared
      do {
        plan.shared[name] =
          try MigrationPlanner.migration(from: heads[name].map { [.shared: $0] } ?? [:], to: target).migrations
      } catch { throw OperationError(error) }
    }
  }

  /// What `migrate` would do to the selected tenants.
  ///
  /// - Parameter version: Where to stop: a migration's number or name; nil for the newest.
  package func migrationPlan(
    _ selection: TenantSelection, to version: String? = nil
  ) async throws(OperationError) -> FleetPlan {
    var opened = try await requireLedgers(needsHome: false)
    var plan = FleetPlan()
    plan.warnings = try await changedRemainders(&opened)
    if version == nil { try await planShared(&opened, into: &plan) }
    var (isVersionKnown, found): (Bool, [PlacedTenant]) = (version == nil, [])
    try await opened.each { name, engine in
      let targets = try bounded(Array(catalog(of: engine).templates.values), to: version)
      isVersionKnown = isVersionKnown || !targets.isEmpty
      var filter = selection.filter
      // Who is behind is one query, however many tenants there are. Named tenants are looked at one by one.
      if selection.names == nil { filter.behind = targets }
      let records = try await engine.ledger.tenants(filter)
      found += records.map { PlacedTenant(record: $0, database: name) }
      for record in records { try add(record, on: name, targets, isBounded: version != nil, to: &plan) }
    }
    guard isVersionKnown else {
      throw OperationError(
        .missing, code: "migration-missing", "No template has exactly one migration \(version?.escapedForDisplay ?? "").",
        hint: "Use a migration's number or its whole name; \"tenantctl validate\" lists them.")
    }
    if let missing = selection.missing(from: found).first, opened.failures.isEmpty { throw .tenantMissing(missing) }
    await locateDivergences(in: &plan, found)
    try await checkLiteralSchemas(plan, &opened)
    try await refuseLost(selection, &opened, into: &plan)
    plan.forget(opened.failures)
    plan.items.sort { $0.tenant < $1.tenant }
    return plan
  }

  /// Adds the tenants that the directory knows on databases that cannot be used: they fail, and the report names them.
  func refuseLost(
    _ selection: TenantSelection, _ opened: inout OpenLedgers, into plan: inout FleetPlan
  ) async throws(OperationError) {
    let planned = Set(plan.items.map(\.tenant))
    for entry in try await lostTenants(selection, &opened) where !planned.contains(entry.name) {
      guard let failure = opened.failures[entry.database] else { continue }
      plan.items.append(FleetPlan.Item(tenant: entry.name, database: entry.database, actions: [.refuse(failure)]))
    }
  }

  private func bounded(_ targets: [TemplateSets], to version: String?) -> [TemplateSets] {
    guard let version else { return targets }
    return targets.compactMap { $0.upTo(version) }
  }

  private func add(
    _ record: TenantRecord, on database: DatabaseName, _ targets: [TemplateSets], isBounded: Bool, to plan: inout FleetPlan
  ) throws(OperationError) {
    let placed = PlacedName(tenant: record.name, database: database)
    let target = record.template.map { name in targets.first { $0.template == name } } ?? TemplateSets(template: nil, sets: [])
    guard let target else {
      if isBounded {
        plan.unchanged.append(placed)
      } else {
        let error = OperationError(
          .conflicting, code: "template-missing",
          "Tenant \(record.name) has template \"\(record.template?.text ?? "")\", which the manifest does not declare.",
          hint: "Declare the template again, or give the tenant another one.")
        plan.items.append(FleetPlan.Item(tenant: record.name, database: database, actions: [.refuse(error)]))
      }
      return
    }
    do {
      guard let action = try ManifestComparison.migration(of: record, to: target) else {
        plan.unchanged.append(placed)
        return
      }
      plan.items.append(FleetPlan.Item(tenant: record.name, database: database, actions: [action]))
    } catch {
      plan.items.append(FleetPlan.Item(tenant: record.name, database: database, actions: [.refuse(error)]))
    }
  }
}
