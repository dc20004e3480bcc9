import Database
package import Migrations
package import Names
import SQL

extension SQLiteLedger {
  package func recordLineage(of set: MigrationSet) async throws(TenancyError) {
    guard let last = set.heads.last else { return }
    let isKnown = try await perform(.shared) { lease in
      try await !lease.query("SELECT 1 FROM tenantry_lineage WHERE head = \(last.hex)").isEmpty
    }
    guard !isKnown else { return }
    try await transact(.shared) { lease in
      for (index, migration) in set.migrations.enumerated() {
        let parent = index == 0 ? nil : set.heads[index - 1].hex
        try await lease.query(
          """
          INSERT OR IGNORE INTO tenantry_lineage
          VALUES (\(set.heads[index].hex), \(parent), \(set.name.text), \(index + 1), \(migration.id.text), \(migration.checksum),
            \(migration.remainderChecksum))
          """)
      }
    }
  }

  package func chain(to head: Head) async throws(TenancyError) -> [AppliedHead] {
    try await perform(.shared) { lease in
      let rows = try await lease.query(
        """
        WITH RECURSIVE chain AS (
          SELECT head, parent, migration, position FROM tenantry_lineage WHERE head = \(head.hex)
          UNION ALL
          SELECT l.head, l.parent, l.migration, l.position FROM tenantry_lineage l JOIN chain c ON l.head = c.parent)
        SELECT head, migration, position FROM chain ORDER BY position
        """)
      return try rows.map { try AppliedHead(ledgerRow: $0) }
    }
  }

  package func reachedHeads() async throws(TenancyError) -> [MigrationSetName: Set<AppliedHead>] {
    try await perform(.shared) { lease in
      let rows = try await lease.query(
        """
        SELECT DISTINCT h.head, h.migration, h.position, h.set_name FROM tenantry_heads h
        JOIN tenantry_tenants t ON t.id = h.tenant_id WHERE t.phase <> 'dropped'
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
      SELECT head, remainder_checksum FROM tenantry_lineage
      WHERE head IN (SELECT value FROM json_each(\(SQLValue.textArray(heads.map(\.hex)))))
      """
    return try await perform(.shared) { lease in try await lease.query(fragment).remainders() }
  }

  /// SQLite has neither schemas to make nor extensions.
  package func install(_ extensions: [ExtensionName]) async throws(TenancyError) {}

  package func update(
    _ tenant: TenantRecord, to specification: TenantSpecification, _ stamp: ChangeStamp
  ) async throws(TenancyError) {
    let labels = JSONText.object(
      Dictionary(uniqueKeysWithValues: specification.labels.map { ($0.key.text, $0.value.text) }))
    let domains = JSONText.array(specification.domains.map(\.text))
    let action = tenant.action(to: specification)
    try await transact(.shared) { lease in
      try await Self.checkUnchanged(tenant, lease)
      try await lease.query(
        """
        UPDATE tenantry_tenants SET template = \(specification.template?.text), isolation = \(specification.isolation.rawValue),
          phase = \(specification.state.rawValue), labels = \(labels), domains = \(domains), updated_at = \(Self.now)
        WHERE id = \(tenant.id)
        """)
      if let home {
        try await Self.enlist(
          DirectoryEntry(
            name: tenant.name, schema: tenant.schema, database: home,
            phase: specification.state == .active ? .active : .suspended, domains: specification.domains), lease)
      }
      let detail =
        "{\"template\":" + JSONText.string(specification.template?.text ?? "") + ",\"state\":"
        + JSONText.string(specification.state.rawValue) + ",\"labels\":" + labels + ",\"domains\":" + domains + ",\"run\":"
        + JSONText.string(stamp.run) + "}"
      try await Self.recordHistory(lease, tenantID: tenant.id, action: action, migrations: [], stamp)
      try await Self.audit(
        lease, tenantID: tenant.id, name: tenant.name.text, actor: stamp.actor, action: action, detail: detail)
    }
  }

  private static func checkUnchanged(_ tenant: TenantRecord, _ lease: borrowing ConnectionLease) async throws {
    let rows = try await lease.query(
      """
      SELECT t.updated_at, r.name FROM tenantry_tenants t LEFT JOIN tenantry_renames r ON r.tenant_id = t.id
      WHERE t.id = \(tenant.id) AND t.phase IN ('active', 'suspended')
      """)
    guard let row = rows.first else { throw TenancyError.isMissing(tenant.name) }
    if let name = try row.decode(1, as: String?.self) { throw TenancyError.isHalfRenamed(tenant.name, to: name) }
    guard try row.decode(0, as: Timestamp.self) == tenant.updatedAt else {
      throw TenancyError(.headMoved, "Tenant \(tenant.name) was changed by somebody else.", hint: "Run the command again.")
    }
  }

  // MARK: The directory

  package func enlist(_ entry: DirectoryEntry) async throws(TenancyError) {
    try await transact(.shared) { lease in try await Self.enlist(entry, lease) }
  }

  static func enlist(_ entry: DirectoryEntry, _ lease: borrowing ConnectionLease) async throws {
    let changed = try await lease.query(
      """
      INSERT INTO tenantry_directory VALUES (\(entry.name.text), \(entry.schema.text), \(entry.database.text), \
      \(entry.phase.rawValue), \(now))
      ON CONFLICT (name) DO UPDATE SET phase = excluded.phase, updated_at = excluded.updated_at
      WHERE schema_name = excluded.schema_name AND database_name = excluded.database_name
      """)
    guard changed.affectedRows == 1 else {
      throw TenancyError(
        .tenantExists, "Tenant \(entry.name) exists already, on another database or with another schema.")
    }
    let domains = SQLValue.textArray(entry.domains.map(\.text))
    try await lease.query(
      """
      DELETE FROM tenantry_directory_domains
      WHERE name = \(entry.name.text) AND domain NOT IN (SELECT value FROM json_each(\(domains)))
      """)
    let taken = try await lease.query(
      """
      SELECT domain, name FROM tenantry_directory_domains
      WHERE name <> \(entry.name.text) AND domain IN (SELECT value FROM json_each(\(domains))) LIMIT 1
      """)
    if let row = taken.first {
      throw TenancyError(
        .domainTaken, "Domain \(try row.decode(0, as: String.self)) leads to tenant \(try row.decode(1, as: String.self)).",
        hint: "Give the domain to one tenant only.")
    }
    try await lease.query(
      """
      INSERT OR IGNORE INTO tenantry_directory_domains SELECT value, \(entry.name.text) FROM json_each(\(domains))
      """)
  }

  package func relist(_ former: TenantName, as entry: DirectoryEntry) async throws(TenancyError) {
    try await transact(.shared) { lease in
      try await lease.query("DELETE FROM tenantry_directory WHERE name = \(former.text)")
      try await Self.enlist(entry, lease)
    }
  }

  package func delist(_ tenant: TenantName) async throws(TenancyError) {
    try await perform(.shared) { lease in
      _ = try await lease.query("DELETE FROM tenantry_directory WHERE name = \(tenant.text)")
    }
  }
}
