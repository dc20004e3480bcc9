import Database
import Migrations
package import Names
import SQL

extension SQLiteLedger {
  /// Reserves the name in `main.db`, makes the tenant's file in one transaction of its own, then confirms.
  ///
  /// A crash leaves a tenant in phase `creating`: the same command looks whether the file is complete and goes on from there.
  /// A statement that fails takes the reservation back.
  package func create(
    _ tenant: TenantSpecification, script: SchemaScript, extensions: [ExtensionName], _ stamp: ChangeStamp
  ) async throws(TenancyError) {
    try refuse(extensions)
    do {
      // A tenant that is half made is then nobody's: whoever began it is dead.
      try await files.withCreationLock(of: tenant.schema, patience: settings.lockTimeout) {
        try await createAlone(tenant, script.steps.first ?? SchemaScript.Step(), stamp)
      }
    } catch {
      throw TenancyError(work: error, Self.translated)
    }
  }

  private func createAlone(
    _ tenant: TenantSpecification, _ step: SchemaScript.Step, _ stamp: ChangeStamp
  ) async throws(TenancyError) {
    let id = try await reserve(tenant)
    let built: TenantFileState
    do {
      built = try await build(tenant, id, step, stamp)
    } catch {
      if error.code == .statementFailed || error.code == .schemaExists { try await takeBack(tenant, id, error.code) }
      throw error
    }
    try await confirm(tenant, id, built)
  }

  func refuse(_ extensions: [ExtensionName]) throws(TenancyError) {
    guard let first = extensions.first else { return }
    throw TenancyError(
      .unsupported, "SQLite has no extensions, and the template asks for \"\(first)\".",
      hint: "Place the tenant on PostgreSQL, or take the extension out of the template.")
  }

  private func reserve(_ tenant: TenantSpecification) async throws(TenancyError) -> Int64 {
    let isPresent = files.exists(tenant.schema)
    let labels = JSONText.object(Dictionary(uniqueKeysWithValues: tenant.labels.map { ($0.key.text, $0.value.text) }))
    let domains = SQLValue.textArray(tenant.domains.map(\.text))
    return try await transact(.shared) { lease in
      let found = try await lease.query(
        "SELECT id, schema_name, phase FROM tenantry_tenants WHERE name = \(tenant.name.text) AND phase <> 'dropped'")
      if let row = found.first {
        guard try row.decode(2, as: String.self) == "creating", try row.decode(1, as: String.self) == tenant.schema.text else {
          throw TenancyError(.tenantExists, "Tenant \(tenant.name) exists already.")
        }
        let id = try row.decode(0, as: Int64.self)
        try await lease.query(
          """
          UPDATE tenantry_tenants SET template = \(tenant.template?.text), isolation = \(tenant.isolation.rawValue),
            labels = \(SQLValue.json(labels)), domains = \(domains) WHERE id = \(id)
          """)
        return id
      }
      try await checkFree(tenant.name, tenant.schema, isPresent: isPresent, for: 0, lease)
      let now = Self.now
      let rows = try await lease.query(
        """
        INSERT INTO tenantry_tenants (name, schema_name, template, isolation, phase, labels, domains, created_at, updated_at)
        VALUES (\(tenant.name.text), \(tenant.schema.text), \(tenant.template?.text), \(tenant.isolation.rawValue), 'creating',
          \(SQLValue.json(labels)), \(domains), \(now), \(now))
        RETURNING id
        """)
      guard let id = try rows.first?.decode(0, as: Int64.self) else {
        throw TenancyError(.database, "The ledger gave the new tenant no number.")
      }
      if let home {
        try await Self.enlist(
          DirectoryEntry(
            name: tenant.name, schema: tenant.schema, database: home, phase: .creating, domains: tenant.domains), lease)
      }
      return id
    }
  }

  private func build(
    _ tenant: TenantSpecification, _ id: Int64, _ step: SchemaScript.Step, _ stamp: ChangeStamp
  ) async throws(TenancyError) -> TenantFileState {
    try await transact(.newTenant(tenant.schema)) { lease in
      if try await Self.hasTable("tenantry_tenant", lease) {
        let owner = try await lease.query("SELECT id, name FROM tenantry_tenant").first
        guard try owner?.decode(0, as: Int64.self) == id, try owner?.decode(1, as: String.self) == tenant.name.text else {
          throw TenancyError(.schemaExists, "The file of schema \(tenant.schema) belongs to another tenant.")
        }
        // Complete since before a crash, maybe with fewer migrations than there are now: what it says of itself counts.
        return try await TenantFileState(lease)
      }
      try await lease.run(SQLMessage(SQLiteLedgerTables.tenant))
      try await lease.query("INSERT INTO tenantry_tenant (only_row, id, name) VALUES (1, \(id), \(tenant.name.text))")
      try await Self.run(step.statements, in: .main, shared: settings.sharedSchema, lease)
      try await Self.writeStamp(step, "create", stamp, lease)
      return try await TenantFileState(lease)
    }
  }

  private func takeBack(
    _ tenant: TenantSpecification, _ id: Int64, _ code: TenancyError.Code
  ) async throws(TenancyError) {
    // The transaction in the file was rolled back: what is left is an empty file, unless it was somebody else's. It goes first: as
    // long as the reservation is there, running the same again finds what is left.
    if code == .statementFailed, files.exists(tenant.schema) {
      let tombstone = SchemaName(unchecked: "tenantry_dropped_\(id)")
      do {
        try await files.bury(tenant.schema, as: tombstone)
        try await files.purge(tombstone)
      } catch { throw TenancyError(.database, error.message, underlying: error) }
    }
    try await transact(.shared) { lease in
      try await lease.query("DELETE FROM tenantry_tenants WHERE id = \(id) AND phase = 'creating'")
      if home != nil { try await lease.query("DELETE FROM tenantry_directory WHERE name = \(tenant.name.text)") }
    }
  }

  private func confirm(
    _ tenant: TenantSpecification, _ id: Int64, _ built: TenantFileState
  ) async throws(TenancyError) {
    try await transact(.shared) { lease in
      try await Self.mirror(built, of: id, name: tenant.name, lease)
      let changed = try await lease.query(
        """
        UPDATE tenantry_tenants SET phase = \(tenant.state.rawValue), updated_at = \(Self.now)
        WHERE id = \(id) AND phase = 'creating'
        """)
      guard changed.affectedRows == 1, home != nil else { return }
      try await lease.query(
        """
        UPDATE tenantry_directory SET phase = \(tenant.state.rawValue), updated_at = \(Self.now)
        WHERE name = \(tenant.name.text)
        """)
    }
  }
}
