import Database
import Names
import SQL

extension PostgresLedger {
  package func repair(_ repair: LedgerRepair, _ stamp: ChangeStamp) async throws(TenancyError) -> Bool {
    switch repair {
    case .writeStamp(let tenant):
      try await send([
        """
        SELECT tenantry.write_stamp(t.schema_name, t.schema_oid, t.stamp) FROM tenantry.tenants t
        JOIN pg_catalog.pg_namespace n ON n.oid = t.schema_oid AND n.nspname = t.schema_name
        WHERE t.id = \(tenant.id) AND t.phase <> 'dropped'
        """
      ])
    case .adoptSchema(let tenant): try await adopt(tenant, stamp)
    case .takeAway(let tenant): try await drop(tenant, stamp)
    case .enlist(let entry):
      try await send([
        "DELETE FROM tenantry.directory WHERE name = \(entry.name.text)",
        """
        SELECT tenantry.enlist(\(entry.name.text), \(entry.schema.text), \(entry.database.text), \(entry.phase.rawValue), \
        \(SQLValue.textArray(entry.domains.map(\.text))))
        """,
      ])
    case .delist(let name): return try await delistIfOld(name)
    // Ledger and schema are one transaction here: there is no copy to put right.
    case .mirror: return false
    }
    return true
  }

  private func adopt(_ tenant: TenantRecord, _ stamp: ChangeStamp) async throws(TenancyError) {
    try await send([
      """
      UPDATE tenantry.tenants t SET schema_oid = n.oid, updated_at = clock_timestamp() FROM pg_catalog.pg_namespace n
      WHERE t.id = \(tenant.id) AND t.phase <> 'dropped' AND n.nspname = t.schema_name AND t.stamp <> ''
        AND pg_catalog.substring(pg_catalog.obj_description(n.oid, 'pg_namespace'), '(?n)^tenantry:.*$') = t.stamp
      """,
      """
      SELECT tenantry.record_audit(\(tenant.id), \(tenant.name.text), \(stamp.actor), 'adopt', \
      \(JSONText.object(["schema": tenant.schema.text, "run": stamp.run])))
      """,
    ])
  }

  /// A reservation that is younger than a minute may be of a creation that is going on.
  private func delistIfOld(_ name: TenantName) async throws(TenancyError) -> Bool {
    try await perform { lease in
      let deleted = try await lease.query(
        """
        DELETE FROM tenantry.directory WHERE name = \(name.text)
          AND (phase <> 'creating' OR updated_at < clock_timestamp() - interval '1 minute')
        """)
      return deleted.affectedRows > 0
    }
  }
}
