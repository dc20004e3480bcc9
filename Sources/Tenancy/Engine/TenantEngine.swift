import Database
package import Events
import Names

/// Creates, migrates and drops single tenants on one database, announces it, and keeps the directory on the home up to date.
package struct TenantEngine: Sendable {
  /// The ledger of the tenants' database.
  package let ledger: any TenantLedger
  /// The ledger of the home, where the directory is.
  package let home: any TenantLedger
  /// Where events are announced.
  package let events: EventHub

  package init(ledger: any TenantLedger, home: any TenantLedger, events: EventHub) {
    self.ledger = ledger
    self.home = home
    self.events = events
  }

  var isHome: Bool { ledger.database.name == home.database.name }
  var databaseName: DatabaseName { ledger.database.name }

  /// Creates a tenant with everything that its template says.
  ///
  /// On a database that is not the home it is a saga: the name is reserved at home, the tenant is made there, then the entry is
  /// confirmed. A crash in between leaves an entry in phase `creating`, and running the same again goes on from there.
  package func create(
    _ tenant: TenantSpecification, from target: TemplateSets, _ stamp: ChangeStamp
  ) async throws(TenancyError) {
    try await announce(TenantWillBeCreated(tenant: tenant, database: databaseName))
    var entry = DirectoryEntry(
      name: tenant.name, schema: tenant.schema, database: databaseName, phase: .creating, domains: tenant.domains)
    if !isHome { try await home.enlist(entry) }
    let script = MigrationPlanner.creation(of: target)
    do {
      try await ledger.create(tenant, script: script, extensions: target.extensions, stamp)
    } catch {
      if !isHome { try await takeBack(tenant.name, error) }
      throw error
    }
    if !isHome {
      entry.phase = tenant.state == .active ? .active : .suspended
      try await home.enlist(entry)
    }
    await report(TenantWasCreated(tenant: tenant, database: databaseName))
  }

  /// Puts the directory right after a creation, or a rename, that failed.
  func takeBack(_ tenant: TenantName, _ error: TenancyError) async throws(TenancyError) {
    switch error.code {
    // After a lost connection nobody knows: the reservation stays, and says so.
    case .database: return
    // Somebody else was faster: the reservation was of a tenant that is there.
    case .tenantExists:
      guard let found = try await ledger.tenants(TenantFilter(names: [tenant])).first else { return }
      try await home.enlist(DirectoryEntry(found, on: databaseName))
    // What was refused left nothing there.
    default: try await home.delist(tenant)
    }
  }

  /// Applies what a tenant lacks.
  ///
  /// - Returns: What was applied, in order; nothing when there was nothing to do.
  package func migrate(
    _ tenant: TenantRecord, to target: TemplateSets, _ stamp: ChangeStamp
  ) async throws(TenancyError) -> [MigrationReference] {
    do {
      return try await migrateOnce(tenant, to: target, stamp)
    } catch  where error.code == .headMoved {
      // Somebody else was faster, or a crash left the ledger behind the schema's own stamp: plan again from what is true now.
      guard let current = try await ledger.tenants(TenantFilter(names: [tenant.name])).first else {
        throw TenancyError.isMissing(tenant.name)
      }
      return try await migrateOnce(current, to: target, stamp)
    }
  }

  private func migrateOnce(
    _ tenant: TenantRecord, to target: TemplateSets, _ stamp: ChangeStamp
  ) async throws(TenancyError) -> [MigrationReference] {
    try tenant.checkIntact()
    let script = try MigrationPlanner.migration(from: tenant.heads, to: target)
    guard !script.isEmpty else { return [] }
    try await announce(
      TenantWillBeMigrated(tenant: tenant.name, database: databaseName, migrations: script.migrations))
    var current = tenant
    for step in script.steps {
      current.heads = try await ledger.migrate(current, by: step, extensions: target.extensions, stamp)
    }
    await report(
      TenantWasMigrated(tenant: tenant.name, database: databaseName, migrations: script.migrations))
    return script.migrations
  }

  /// Applies what the shared schema lacks.
  ///
  /// - Returns: What was applied, in order.
  package func migrateShared(
    to target: TemplateSets, _ stamp: ChangeStamp
  ) async throws(TenancyError) -> [MigrationReference] {
    do {
      return try await migrateSharedOnce(to: target, stamp)
    } catch  where error.code == .headMoved {
      return try await migrateSharedOnce(to: target, stamp)
    }
  }

  private func migrateSharedOnce(
    to target: TemplateSets, _ stamp: ChangeStamp
  ) async throws(TenancyError) -> [MigrationReference] {
    var head = try await ledger.sharedHead()
    let script = try MigrationPlanner.migration(from: head.map { [.shared: $0] } ?? [:], to: target)
    for step in script.steps {
      try await ledger.migrateShared(from: head, by: step, extensions: target.extensions, stamp)
      head = step.heads[.shared]
    }
    return script.migrations
  }

  // MARK: Events

  func announce(_ event: some Event) async throws(TenancyError) {
    do { try await events.emit(event) } catch {
      throw TenancyError(.vetoed, "A handler stopped it: \(error).")
    }
  }

  /// What has happened cannot be stopped any more: an error of a handler is the handler's own.
  func report(_ event: some Event) async {
    do { try await events.emit(event) } catch { return }
  }
}

extension DirectoryEntry {
  /// What the directory should say of a tenant.
  init(_ record: TenantRecord, on database: DatabaseName) {
    self.init(
      name: record.name, schema: record.schema, database: database, phase: record.phase, domains: record.domains.sorted())
  }
}
