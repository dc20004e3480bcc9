import Database
package import Names

extension TenantEngine {
  /// Gives a tenant another name and, where it differs, another schema name.
  ///
  /// On a database that is not the home it is a saga: the new name is reserved at home, the tenant is renamed there, then the
  /// entry takes the place of the old one. A crash in between leaves an entry in phase `creating`, or an entry with the old
  /// name, which ``reconcileDirectory()`` puts right.
  package func rename(
    _ tenant: TenantRecord, to name: TenantName, schema: SchemaName, _ stamp: ChangeStamp
  ) async throws(TenancyError) {
    // An interrupted rename is finished by running it again; the ledger refuses another one.
    var intact = tenant
    if tenant.successor == name { (intact.successor, intact.fault) = (nil, nil) }
    try intact.checkIntact()
    try await announce(TenantWillBeRenamed(tenant: tenant.name, newName: name, schema: schema, database: databaseName))
    var entry = DirectoryEntry(name: name, schema: schema, database: databaseName, phase: .creating, domains: [])
    if !isHome { try await home.enlist(entry) }
    do {
      try await ledger.rename(tenant, to: name, schema: schema, stamp)
    } catch {
      if !isHome { try await takeBack(name, error) }
      throw error
    }
    if !isHome {
      (entry.phase, entry.domains) = (tenant.phase, tenant.domains)
      try await home.relist(tenant.name, as: entry)
    }
    await report(TenantWasRenamed(tenant: tenant.name, newName: name, schema: schema, database: databaseName))
  }

  /// Runs the down sections of a script.
  ///
  /// - Returns: What was taken back, in that order.
  package func rollBack(
    _ tenant: TenantRecord, by script: SchemaScript, extensions: [ExtensionName], _ stamp: ChangeStamp
  ) async throws(TenancyError) -> [MigrationReference] {
    try tenant.checkIntact()
    guard !script.isEmpty else { return [] }
    try await announce(
      TenantWillBeRolledBack(tenant: tenant.name, database: databaseName, migrations: script.migrations))
    var current = tenant
    for step in script.steps { current.heads = try await ledger.migrate(current, by: step, extensions: extensions, stamp) }
    await report(
      TenantWasRolledBack(tenant: tenant.name, database: databaseName, migrations: script.migrations))
    return script.migrations
  }

  /// Moves a tenant's schema out of sight and frees its name.
  package func drop(_ tenant: TenantRecord, _ stamp: ChangeStamp) async throws(TenancyError) {
    try await announce(TenantWillBeDropped(tenant: tenant.name, database: databaseName))
    try await ledger.drop(tenant, stamp)
    if !isHome { try await home.delist(tenant.name) }
    await report(TenantWasDropped(tenant: tenant.name, database: databaseName))
  }

  /// Deletes the schema of a dropped tenant.
  package func purge(_ tombstone: Tombstone, _ stamp: ChangeStamp) async throws(TenancyError) {
    try await announce(TenantWillBePurged(tombstone: tombstone, database: databaseName))
    try await ledger.purge(tombstone, stamp)
    await report(TenantWasPurged(tombstone: tombstone, database: databaseName))
  }

  /// Changes labels, domains, state and template.
  package func update(
    _ tenant: TenantRecord, to specification: TenantSpecification, _ stamp: ChangeStamp
  ) async throws(TenancyError) {
    try await announce(TenantWillBeUpdated(tenant: tenant, specification: specification, database: databaseName))
    try await ledger.update(tenant, to: specification, stamp)
    if !isHome {
      try await home.enlist(
        DirectoryEntry(
          name: tenant.name, schema: tenant.schema, database: databaseName,
          phase: specification.state == .active ? .active : .suspended, domains: specification.domains))
    }
    await report(TenantWasUpdated(tenant: tenant, specification: specification, database: databaseName))
  }

  /// Puts the directory right where a crash left it behind the ledger of a database that is not the home.
  package func reconcileDirectory() async throws(TenancyError) {
    guard !isHome else { return }
    // The directory is read first: what is made meanwhile is then only seen as made.
    let entries = try await home.directory().filter { $0.database == databaseName }
    let byName = Dictionary(entries.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let records = try await ledger.tenants(TenantFilter())
    let known = Set(records.map(\.name))
    // What is gone goes first: a tenant that was renamed has the domains of its old entry. One in phase `creating` is a
    // reservation: its creation may be going on.
    for entry in entries where !known.contains(entry.name) && entry.phase != .creating { try await home.delist(entry.name) }
    for record in records where record.phase == .active || record.phase == .suspended {
      let wanted = DirectoryEntry(record, on: databaseName)
      if byName[record.name] != wanted { try await home.enlist(wanted) }
    }
  }
}
