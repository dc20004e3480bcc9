import Database
package import Names
import SQL

extension SQLiteLedger {
  /// Records the intent, moves the file, then records that it is done.
  ///
  /// Each part can be repeated: after a crash the same command goes on from where it was. Until then nothing else is done to
  /// the tenant.
  package func rename(
    _ tenant: TenantRecord, to name: TenantName, schema: SchemaName, _ stamp: ChangeStamp
  ) async throws(TenancyError) {
    do {
      // Whoever makes or renames a tenant to this schema at the same time waits.
      try await files.withCreationLock(of: schema, patience: settings.lockTimeout) {
        try await intend(tenant, name, schema)
        try await move(tenant, name, schema)
        try await settle(tenant, name, schema, stamp)
      }
    } catch {
      throw TenancyError(work: error, Self.translated)
    }
  }

  private func intend(_ tenant: TenantRecord, _ name: TenantName, _ schema: SchemaName) async throws(TenancyError) {
    let isPresent = files.exists(schema)
    try await transact(.shared) { lease in
      let rows = try await lease.query(
        """
        SELECT r.name, r.schema_name FROM tenantry_tenants t LEFT JOIN tenantry_renames r ON r.tenant_id = t.id
        WHERE t.id = \(tenant.id) AND t.name = \(tenant.name.text) AND t.phase IN ('active', 'suspended')
        """)
      guard let row = rows.first else { throw TenancyError.isMissing(tenant.name) }
      if let begun = try row.decode(0, as: String?.self) {
        guard begun == name.text, try row.decode(1, as: String.self) == schema.text else {
          throw TenancyError.isHalfRenamed(tenant.name, to: begun)
        }
        return
      }
      let isMoved = schema != tenant.schema
      try await checkFree(name, isMoved ? schema : nil, isPresent: isMoved && isPresent, for: tenant.id, lease)
      try await lease.query("INSERT INTO tenantry_renames VALUES (\(tenant.id), \(name.text), \(schema.text))")
    }
  }

  /// Moves the tenant's file, unless that was done before a crash, and writes the name into it.
  private func move(_ tenant: TenantRecord, _ name: TenantName, _ schema: SchemaName) async throws(TenancyError) {
    if schema != tenant.schema, files.exists(tenant.schema) {
      try await checkFile(tenant.schema, of: tenant)
      do { try await files.rename(tenant.schema, to: schema) } catch {
        // Somebody has the file open, or the disk refused: nothing has happened yet, and nothing stays behind.
        if files.exists(tenant.schema) {
          try await transact(.shared) { lease in
            _ = try await lease.query("DELETE FROM tenantry_renames WHERE tenant_id = \(tenant.id)")
          }
        }
        throw TenancyError(.database, error.message, hint: error.hint, underlying: error)
      }
    }
    try await checkFile(schema, of: tenant)
    try await transact(.tenant(schema)) { lease in
      _ = try await lease.query("UPDATE tenantry_tenant SET name = \(name.text)")
    }
  }

  private func checkFile(_ schema: SchemaName, of tenant: TenantRecord) async throws(TenancyError) {
    let owner = try await perform(.tenant(schema)) { lease in
      try await lease.query("SELECT id FROM tenantry_tenant").first?.decode(0, as: Int64.self)
    }
    guard owner == tenant.id else {
      throw TenancyError(.stampDiffers, "The file of schema \(schema) is another tenant's.", hint: "Restore the right file.")
    }
  }

  private func settle(
    _ tenant: TenantRecord, _ name: TenantName, _ schema: SchemaName, _ stamp: ChangeStamp
  ) async throws(TenancyError) {
    try await transact(.shared) { lease in
      let former = schema == tenant.schema ? nil : tenant.schema.text
      let now = Self.now
      try await lease.query("DELETE FROM tenantry_renames WHERE tenant_id = \(tenant.id)")
      try await lease.query(
        """
        UPDATE tenantry_tenants SET name = \(name.text), schema_name = \(schema.text), updated_at = \(now) WHERE id = \(tenant.id)
        """)
      try await lease.query(
        "DELETE FROM tenantry_retired_names WHERE tenant_id = \(tenant.id) AND name = \(name.text)")
      try await lease.query(
        "INSERT INTO tenantry_retired_names VALUES (\(tenant.id), \(tenant.name.text), \(former), \(now))")
      if let home {
        try await lease.query("DELETE FROM tenantry_directory WHERE name = \(tenant.name.text)")
        try await Self.enlist(
          DirectoryEntry(name: name, schema: schema, database: home, phase: tenant.phase, domains: tenant.domains), lease)
      }
      try await Self.recordHistory(lease, tenantID: tenant.id, action: "rename", migrations: [], stamp)
      try await Self.audit(
        lease, tenantID: tenant.id, name: name.text, actor: stamp.actor, action: "rename",
        detail: JSONText.object([
          "from": tenant.name.text, "to": name.text, "schema_from": tenant.schema.text, "schema": schema.text, "run": stamp.run,
        ]))
    }
  }

  package func wasRenamed(from former: TenantName, to name: TenantName) async throws(TenancyError) -> Bool {
    try await perform(.shared) { lease in
      try await !lease.query(
        """
        SELECT 1 FROM tenantry_retired_names r JOIN tenantry_tenants t ON t.id = r.tenant_id
        WHERE r.name = \(former.text) AND t.name = \(name.text) AND t.phase <> 'dropped'
        """
      ).isEmpty
    }
  }

  // MARK: Names that are free

  package func namesKeptBack(of names: [TenantName]) async throws(TenancyError) -> [TenantName: Duration] {
    let query: SQLFragment = """
      SELECT name, max(at) FROM (
        SELECT name, retired_at AS at FROM tenantry_retired_names
        UNION ALL SELECT name, updated_at FROM tenantry_tenants WHERE phase = 'dropped') AS gone
      WHERE name IN (SELECT value FROM json_each(\(SQLValue.textArray(names.map(\.text))))) GROUP BY name
      """
    return try await perform(.shared) { lease in
      var kept: [TenantName: Duration] = [:]
      for row in try await lease.query(query) {
        let left = retentionLeft(since: try row.decode(1))
        if left > .zero { kept[TenantName(unchecked: try row.decode(0))] = left }
      }
      return kept
    }
  }

  /// How long what was given up then is kept back; nothing or less when it is free.
  private func retentionLeft(since time: Timestamp) -> Duration {
    settings.nameRetention - .microseconds(Self.now.microsecondsSinceEpoch - time.microsecondsSinceEpoch)
  }

  /// Refuses a name or a schema that is another tenant's, or was a moment ago.
  ///
  /// - Parameters:
  ///   - schema: nil for a schema that stays what it is.
  ///   - isPresent: Whether the schema has a file.
  ///   - tenant: Whom they are for; 0 for a new tenant. What it gave up itself, it may take back.
  func checkFree(
    _ name: TenantName, _ schema: SchemaName?, isPresent: Bool, for tenant: Int64, _ lease: borrowing ConnectionLease
  ) async throws {
    let names = try await lease.query(
      """
      SELECT 1 FROM tenantry_tenants WHERE name = \(name.text) AND phase <> 'dropped' AND id <> \(tenant)
      UNION ALL SELECT 1 FROM tenantry_renames WHERE name = \(name.text) AND tenant_id <> \(tenant)
      """)
    guard names.isEmpty else { throw TenancyError(.tenantExists, "Tenant \(name) exists already.") }
    let owners = try await lease.query(
      """
      SELECT name FROM tenantry_tenants WHERE schema_name = \(schema?.text) AND phase <> 'dropped' AND id <> \(tenant)
      UNION ALL SELECT name FROM tenantry_renames WHERE schema_name = \(schema?.text) AND tenant_id <> \(tenant)
      """)
    if let schema, let owner = try owners.first?.decode(0, as: String.self) {
      throw TenancyError(.schemaExists, "Schema \(schema) belongs to tenant \(owner).", hint: "Choose another schema.")
    }
    if let schema, isPresent {
      throw TenancyError(
        .schemaExists, "The file of schema \(schema) exists already.",
        hint: "It belongs to no tenant. Choose another schema, or move that file away.")
    }
    let dropped = try await lease.query(
      "SELECT max(updated_at) FROM tenantry_tenants WHERE schema_name = \(schema?.text) AND phase = 'dropped'")
    try checkRetention(dropped.first?.decode(0), "Schema \(schema?.text ?? "") was dropped a moment ago. Its name is free in")
    let retired = try await lease.query(
      """
      SELECT max(retired_at) FROM tenantry_retired_names
      WHERE (name = \(name.text) OR schema_name = \(schema?.text)) AND tenant_id <> \(tenant)
      """)
    try checkRetention(retired.first?.decode(0), "The name \(name) was given up by another tenant a moment ago. It is free in")
  }

  private func checkRetention(_ since: Timestamp?, _ message: String) throws(TenancyError) {
    guard let since else { return }
    let left = retentionLeft(since: since)
    guard left > .zero else { return }
    throw TenancyError(.nameKeptBack, "\(message) \(left.wholeSeconds) s.", hint: "Try again then.")
  }
}
