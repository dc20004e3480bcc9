import Database
package import Names
import SQL

extension SQLiteLedger {
  /// Records the intent, moves the file out of sight, then records that it is done.
  ///
  /// Each part can be repeated.
  package func drop(_ tenant: TenantRecord, _ stamp: ChangeStamp) async throws(TenancyError) {
    try await transact(.shared) { lease in
      let rows = try await lease.query(
        """
        SELECT r.name FROM tenantry_tenants t LEFT JOIN tenantry_renames r ON r.tenant_id = t.id
        WHERE t.id = \(tenant.id) AND t.phase <> 'dropped'
        """)
      guard let row = rows.first else { throw TenancyError.isMissing(tenant.name) }
      // Its file may have either name: the rename says which one it should have.
      if let name = try row.decode(0, as: String?.self) { throw TenancyError.isHalfRenamed(tenant.name, to: name) }
      try await lease.query(
        "UPDATE tenantry_tenants SET phase = 'dropping', updated_at = \(Self.now) WHERE id = \(tenant.id)")
    }
    do {
      if files.exists(tenant.schema) { try await files.bury(tenant.schema, as: tenant.tombstone) }
    } catch { throw TenancyError(.database, error.message, underlying: error) }
    try await transact(.shared) { lease in
      let changed = try await lease.query(
        """
        UPDATE tenantry_tenants SET phase = 'dropped', tombstone = \(tenant.tombstone.text), updated_at = \(Self.now)
        WHERE id = \(tenant.id) AND phase = 'dropping'
        """)
      guard changed.affectedRows == 1 else { throw TenancyError.isMissing(tenant.name) }
      if home != nil { try await lease.query("DELETE FROM tenantry_directory WHERE name = \(tenant.name.text)") }
      try await Self.recordHistory(lease, tenantID: tenant.id, action: "drop", migrations: [], stamp)
      try await Self.audit(
        lease, tenantID: tenant.id, name: tenant.name.text, actor: stamp.actor, action: "drop",
        detail: JSONText.object(["schema": tenant.schema.text, "tombstone": tenant.tombstone.text, "run": stamp.run]))
    }
  }

  package func tombstones(of names: [TenantName]?) async throws(TenancyError) -> [Tombstone] {
    var fragment: SQLFragment = """
      SELECT id, name, schema_name, tombstone, updated_at FROM tenantry_tenants WHERE tombstone IS NOT NULL
      """
    if let names { fragment.append(" AND name IN (SELECT value FROM json_each(\(SQLValue.textArray(names.map(\.text)))))") }
    let query = fragment + " ORDER BY name, id"
    return try await perform(.shared) { lease in
      var tombstones: [Tombstone] = []
      for row in try await lease.query(query) { tombstones.append(try Tombstone(ledgerRow: row)) }
      return tombstones
    }
  }

  /// Deletes the file, then records it.
  ///
  /// Without a file there is nothing to delete: it may have gone before a crash.
  package func purge(_ tombstone: Tombstone, _ stamp: ChangeStamp) async throws(TenancyError) {
    do { try await files.purge(tombstone.tombstone) } catch {
      throw TenancyError(.database, error.message, underlying: error)
    }
    try await transact(.shared) { lease in
      let changed = try await lease.query(
        "UPDATE tenantry_tenants SET tombstone = NULL WHERE id = \(tombstone.id) AND tombstone IS NOT NULL")
      guard changed.affectedRows == 1 else { return }
      try await Self.recordHistory(lease, tenantID: tombstone.id, action: "purge", migrations: [], stamp)
      try await Self.audit(
        lease, tenantID: tombstone.id, name: tombstone.name.text, actor: stamp.actor, action: "purge",
        detail: JSONText.object(["tombstone": tombstone.tombstone.text, "run": stamp.run]))
    }
  }
}
