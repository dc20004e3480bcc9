import Database
import Migrations
import Names
import Tenancy

extension Workspace {
  /// Replaces what is said of tenants whose files have changed: the first file that differs is to blame, not the last.
  func locateDivergences(in plan: inout FleetPlan, _ found: [PlacedTenant]) async {
    let records = Dictionary(found.map { ($0.record.name, $0) }, uniquingKeysWith: { first, _ in first })
    var known: [Head: OperationError] = [:]
    for index in plan.items.indices {
      guard case .refuse(let error)? = plan.items[index].actions.first,
        error.code == TenancyError.Code.lineageDiverged.description,
        let placed = records[plan.items[index].tenant]
      else { continue }
      let located = await located(error, of: placed, &known)
      plan.items[index].actions = [.refuse(located)]
    }
  }

  /// The error that a tenant's files have changed, with the first file that differs.
  func located(
    _ error: OperationError, of placed: PlacedTenant, _ known: inout [Head: OperationError]
  ) async -> OperationError {
    guard error.code == TenancyError.Code.lineageDiverged.description, let engine = try? engine(placed.database),
      let target = try? catalog(of: engine).target(of: placed.record.template, tenant: placed.record.name)
    else { return error }
    for set in target.sets {
      guard let applied = placed.record.heads[set.name], set.position(of: applied.head) == nil else { continue }
      if let found = known[applied.head] { return found }
      // Without a recorded chain the last file has to do.
      guard let chain = try? await engine.ledger.chain(to: applied.head), !chain.isEmpty else { return error }
      let first = chain.indices.first { $0 >= set.heads.count || set.heads[$0] != chain[$0].head } ?? chain.count - 1
      var located = error
      located.message = Self.divergence(chain[first], at: first, in: set)
      located.location =
        first < set.migrations.count ? SourceLocation(file: set.migrations[first].file, line: 1, column: 1) : nil
      known[applied.head] = located
      return located
    }
    return error
  }

  private static func divergence(_ recorded: AppliedHead, at index: Int, in set: MigrationSet) -> String {
    let place = "migration \(index + 1) of set \"\(set.name)\""
    guard index < set.migrations.count else {
      return "\(recorded.migration) was applied as \(place), and \(set.folder) has \(set.migrations.count) only."
    }
    let file = set.migrations[index]
    guard file.id == recorded.migration else {
      return "\(recorded.migration) was applied as \(place), and the files have \(file.id) in its place."
    }
    return
      "\(file.id) was changed after it was applied: the files lead to head \(set.heads[index]), the schema has \(recorded.head)."
  }

  /// The sets whose files are not what the tenants of a database have: a new tenant would be of another kind than they are.
  func divergedSets(on engine: TenantEngine) async throws(OperationError) -> [MigrationSetName: OperationError] {
    let reached: [MigrationSetName: Set<AppliedHead>]
    do { reached = try await engine.ledger.reachedHeads() } catch { throw OperationError(error) }
    var errors: [MigrationSetName: OperationError] = [:]
    for set in try catalog(of: engine).allSets {
      let strangers = (reached[set.name] ?? []).filter { set.position(of: $0.head) == nil }
      guard let stranger = strangers.max(by: { ($0.position, $0.head.hex) < ($1.position, $1.head.hex) }) else { continue }
      let files = set.heads.last.map { "head \($0)" } ?? "no migration at all"
      errors[set.name] = OperationError(
        .conflicting, code: "fleet-diverged",
        "The files of set \"\(set.name)\" lead to \(files), and tenants on database \"\(engine.ledger.database.name)\" are at head "
          + "\(stranger.head) (\(stranger.migration)), which is not on the way there.",
        hint: "Restore the files as they were applied. \"tenantctl status\" names the first one that differs.")
    }
    return errors
  }

  /// Refuses to create tenants from sets that the fleet has otherwise.
  func refuseDivergedCreations(in plan: inout FleetPlan, _ opened: inout OpenLedgers) async throws(OperationError) {
    try await opened.each { name, engine in
      guard plan.items.contains(where: { $0.database == name && $0.creation != nil }) else { return }
      let errors = try await divergedSets(on: engine)
      guard !errors.isEmpty else { return }
      let catalog = try catalog(of: engine)
      for index in plan.items.indices where plan.items[index].database == name {
        guard let tenant = plan.items[index].creation,
          let target = try? catalog.target(of: tenant.template, tenant: tenant.name),
          let error = target.sets.compactMap({ errors[$0.name] }).first
        else { continue }
        plan.items[index].actions = [.refuse(error)]
      }
    }
  }

  /// Refuses files that name the schema of a tenant literally which only the ledgers know.
  func checkLiteralSchemas(_ plan: FleetPlan, _ opened: inout OpenLedgers) async throws(OperationError) {
    guard plan.items.contains(where: { !$0.isRefused }) else { return }
    let known = Set(try await opened.tenants(TenantFilter()).map(\.record.schema))
    let strangers = known.subtracting(manifest.managedSchemas)
    guard !strangers.isEmpty else { return }
    for engine in manifest.engines {
      do { _ = try TemplateCatalog(manifest, for: engine, managing: strangers) } catch { throw OperationError(any: error) }
    }
  }
}

extension FleetPlan.Item {
  /// The tenant that is to be made.
  var creation: TenantSpecification? {
    for action in actions { if case .create(let tenant, _) = action { return tenant } }
    return nil
  }

  /// True for one that is to be made, and for one that is missing and cannot be made.
  var isAboutCreation: Bool {
    if case .refuse(let error)? = actions.first {
      return ["fleet-diverged", "name-kept-back", "unsupported"].contains(error.code)
    }
    return creation != nil
  }

  fileprivate var isRefused: Bool {
    actions.allSatisfy { if case .refuse = $0 { true } else { false } }
  }
}
