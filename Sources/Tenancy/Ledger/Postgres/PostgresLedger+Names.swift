import Database
package import Names
import SQL

extension PostgresLedger {
  package func rename(
    _ tenant: TenantRecord, to name: TenantName, schema: SchemaName, _ stamp: ChangeStamp
  ) async throws(TenancyError) {
    let bounds = try TenantMessage(settings: settings).message.statements.map { SQLFragment(raw: $0) }
    try await send(
      bounds + [
        """
        SELECT tenantry.rename_tenant(\(tenant.name.text), \(name.text), \(schema.text), \(tenant.schemaOID ?? 0), \
        \(home?.text), \(settings.nameRetention.postgresText)::interval, \(stamp.run), \(stamp.actor), \(stamp.tool))
        """
      ])
  }

  package func wasRenamed(from former: TenantName, to name: TenantName) async throws(TenancyError) -> Bool {
    try await perform { lease in
      try await !lease.query(
        """
        SELECT FROM tenantry.retired_names r JOIN tenantry.tenants t ON t.id = r.tenant_id
        WHERE r.name = \(former.text) AND t.name = \(name.text) AND t.phase <> 'dropped'
        """
      ).isEmpty
    }
  }

  package func namesKeptBack(of names: [TenantName]) async throws(TenancyError) -> [TenantName: Duration] {
    let query: SQLFragment = """
      SELECT name, (extract(epoch FROM max(at) + \(settings.nameRetention.postgresText)::text::interval - clock_timestamp())
        * 1000)::int8 FROM (
        SELECT name, retired_at AS at FROM tenantry.retired_names
        UNION ALL SELECT name, updated_at FROM tenantry.tenants WHERE phase = 'dropped') gone
      WHERE name = ANY (\(SQLValue.textArray(names.map(\.text)))) GROUP BY name
      HAVING max(at) + \(settings.nameRetention.postgresText)::text::interval > clock_timestamp()
      """
    return try await perform { lease in
      var kept: [TenantName: Duration] = [:]
      for row in try await lease.query(query) {
        kept[TenantName(unchecked: try row.decode(0))] = .milliseconds(try row.decode(1, as: Int.self))
      }
      return kept
    }
  }

  package func drop(_ tenant: TenantRecord, _ stamp: ChangeStamp) async throws(TenancyError) {
    let bounds = try TenantMessage(settings: settings).message.statements.map { SQLFragment(raw: $0) }
    try await send(
      bounds + [
        """
        SELECT tenantry.drop_tenant(\(tenant.name.text), \(tenant.schemaOID ?? 0), \(tenant.tombstone.text), \(home != nil), \
        \(stamp.run), \(stamp.actor), \(stamp.tool))
        """
      ])
  }

  package func tombstones(of names: [TenantName]?) async throws(TenancyError) -> [Tombstone] {
    var fragment: SQLFragment = """
      SELECT id, name, schema_name, tombstone, updated_at FROM tenantry.tenants WHERE tombstone IS NOT NULL
      """
    if let names { fragment.append(" AND name = ANY (\(SQLValue.textArray(names.map(\.text))))") }
    let query = fragment + " ORDER BY name, id"
    return try await perform { lease in
      var tombstones: [Tombstone] = []
      for row in try await lease.query(query) { tombstones.append(try Tombstone(ledgerRow: row)) }
      return tombstones
    }
  }

  /// One message, and so one transaction, for each part: what a kill leaves is taken up by purging again.
  package func purge(_ tombstone: Tombstone, _ stamp: ChangeStamp) async throws(TenancyError) {
    let message = try Self.message(
      try TenantMessage(settings: settings).message.statements.map { SQLFragment(raw: $0) } + [
        "SELECT tenantry.purge_part(\(tombstone.id), \(stamp.run), \(stamp.actor), \(stamp.tool))"
      ])
    var isDone = false
    while !isDone {
      isDone = try await perform { lease in
        try await lease.run(message).last?.first?.decode(0, as: Bool.self) ?? true
      }
    }
  }
}
