import Database
package import Migrations
package import Names
import SQL

extension PostgresLedger {
  package func recordLineage(of set: MigrationSet) async throws(TenancyError) {
    guard let last = set.heads.last else { return }
    let isKnown = try await perform { lease in
      try await !lease.query("SELECT FROM tenantry.lineage WHERE head = \(last.hex)").isEmpty
    }
    guard !isKnown else { return }
    let count = set.migrations.count
    try await send([
      """
      INSERT INTO tenantry.lineage (head, parent, set_name, position, migration, checksum, remainder_checksum)
      SELECT u.head, nullif(u.parent, ''), \(set.name.text), u.position, u.migration, u.checksum, u.remainder_checksum
      FROM ROWS FROM (
        pg_catalog.unnest(\(SQLValue.textArray(set.heads.map(\.hex)))),
        pg_catalog.unnest(\(SQLValue.textArray([""] + set.heads.dropLast().map(\.hex)))),
        pg_catalog.unnest(\(SQLValue.integerArray((1...count).map(Int64.init)))),
        pg_catalog.unnest(\(SQLValue.textArray(set.migrations.map(\.id.text)))),
        pg_catalog.unnest(\(SQLValue.textArray(set.migrations.map(\.checksum)))),
        pg_catalog.unnest(\(SQLValue.textArray(set.migrations.map(\.remainderChecksum))))
      ) AS u (head, parent, position, migration, checksum, remainder_checksum)
      ON CONFLICT DO NOTHING
      """
    ])
  }

  package func chain(to head: Head) async throws(TenancyError) -> [AppliedHead] {
    try await perform { lease in
      let rows = try await lease.query(
        """
        WITH RECURSIVE chain AS (
          SELECT head, parent, migration, position FROM tenantry.lineage WHERE head = \(head.hex)
          UNION ALL
          SELECT l.head, l.parent, l.migration, l.position FROM tenantry.lineage l JOIN chain c ON l.head = c.parent)
        SELECT head, migration, position::int8 FROM chain ORDER BY position
        """)
      return try rows.map { try AppliedHead(ledgerRow: $0) }
    }
  }

  package func reachedHeads() async throws(TenancyError) -> [MigrationSetName: Set<AppliedHead>] {
    try await perform { lease in
      let rows = try await lease.query(
        """
        SELECT DISTINCT h.head, h.migration, h.position::int8, h.set_name FROM tenantry.heads h
        JOIN tenantry.tenants t ON t.id = h.tenant_id WHERE t.phase <> 'dropped'
        """)
      var heads: [MigrationSetName: Set<AppliedHead>] = [:]
      for row in rows {
        heads[MigrationSetName(unchecked: try row.decode(3)), default: []].insert(try AppliedHead(ledgerRow: row))
      }
      return heads
    }
  }

  package func recordedRemainders(of heads: [Head]) async throws(TenancyError) -> [Head: String] {
    let fragment: SQLFragment = """
      SELECT head, remainder_checksum FROM tenantry.lineage WHERE head = ANY (\(SQLValue.textArray(heads.map(\.hex))))
      """
    return try await perform { lease in try await lease.query(fragment).remainders() }
  }

  package func install(_ extensions: [ExtensionName]) async throws(TenancyError) {
    var fragments: [SQLFragment] = ["SELECT pg_catalog.pg_advisory_xact_lock(1952804466, 2)"]
    if settings.sharedSchema != .public { fragments.append("CREATE SCHEMA IF NOT EXISTS \(settings.sharedSchema)") }
    if !extensions.isEmpty { fragments.append("CREATE SCHEMA IF NOT EXISTS \(settings.extensionsSchema)") }
    for name in extensions {
      let identifier: Identifier
      do { identifier = try Identifier(name.text) } catch { throw TenancyError(.database, error.message) }
      fragments.append("CREATE EXTENSION IF NOT EXISTS \(identifier) SCHEMA \(settings.extensionsSchema)")
    }
    if fragments.count > 1 { try await send(fragments) }
  }

  package func update(
    _ tenant: TenantRecord, to specification: TenantSpecification, _ stamp: ChangeStamp
  ) async throws(TenancyError) {
    let labels = Dictionary(uniqueKeysWithValues: specification.labels.map { ($0.key.text, $0.value.text) })
    try await send([
      """
      SELECT tenantry.update_tenant(\(tenant.name.text), \(specification.template?.text), \(specification.isolation.rawValue), \
      \(specification.state.rawValue), \(SQLValue.json(JSONText.object(labels))), \
      \(SQLValue.textArray(specification.domains.map(\.text))), \(home?.text), \(tenant.updatedAt), \
      \(tenant.action(to: specification)), \(stamp.run), \(stamp.actor), \(stamp.tool))
      """
    ])
  }

  // MARK: The directory

  package func enlist(_ entry: DirectoryEntry) async throws(TenancyError) {
    try await send([
      """
      SELECT tenantry.enlist(\(entry.name.text), \(entry.schema.text), \(entry.database.text), \(entry.phase.rawValue), \
      \(SQLValue.textArray(entry.domains.map(\.text))))
      """
    ])
  }

  package func delist(_ tenant: TenantName) async throws(TenancyError) {
    try await send(["DELETE FROM tenantry.directory WHERE name = \(tenant.text)"])
  }

  package func relist(_ former: TenantName, as entry: DirectoryEntry) async throws(TenancyError) {
    try await send([
      "DELETE FROM tenantry.directory WHERE name = \(former.text)",
      """
      SELECT tenantry.enlist(\(entry.name.text), \(entry.schema.text), \(entry.database.text), \(entry.phase.rawValue), \
      \(SQLValue.textArray(entry.domains.map(\.text))))
      """,
    ])
  }

  package func directory() async throws(TenancyError) -> [DirectoryEntry] {
    try await perform { lease in
      var entries: [DirectoryEntry] = []
      let rows = try await lease.query(
        """
        SELECT name, schema_name, database_name, phase,
          ARRAY(SELECT domain FROM tenantry.directory_domains x WHERE x.name = d.name ORDER BY domain)
        FROM tenantry.directory d ORDER BY name
        """)
      for row in rows { entries.append(try DirectoryEntry(ledgerRow: row)) }
      return entries
    }
  }
}
