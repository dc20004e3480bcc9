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
    try await transact(.shared) { lease in
      let changed = try await lease.query(
        """
        UPDATE tenantry_tenants SET template = \(specification.template?.text), isolation = \(specification.isolation.rawValue),
          phase = \(specification.state.rawValue), labels = \(labels), domains = \(domains), updated_at = \(Self.now)
        WHERE id = \(tenant.id) AND phase IN ('active', 'suspended')
        """)
      guard changed.affectedRows == 1 else { throw TenancyError.isMissing(tenant.name) }
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
      try await Self.audit(
        lease, tenantID: tenant.id, name: tenant.name.text, actor: stamp.actor, action: "update", detail: detail)
    }
  }

  /// Records the intent, moves the file out of sight, then records that it is done.
  ///
  /// Each part can be repeated.
  package func drop(_ tenant: TenantRecord, purging: Bool, _ stamp: ChangeStamp) async throws(TenancyError) {
    try await transact(.shared) { lease in
      let changed = try await lease.query(
        """
        UPDATE tenantry_tenants SET phase = 'dropping', updated_at = \(Self.now)
        WHERE id = \(tenant.id) AND phase <> 'dropped'
        """)
      guard changed.affectedRows == 1 else { throw TenancyError.isMissing(tenant.name) }
    }
    let hadFile = files.exists(tenant.schema)
    do {
      if hadFile { try await files.bury(tenant.schema, as: tenant.tombstone) }
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
    if purging { try await purge(tenant, stamp) }
  }

  private func purge(_ tenant: TenantRecord, _ stamp: ChangeStamp) async throws(TenancyError) {
    do { try await files.purge(tenant.tombstone) } catch {
      throw TenancyError(.database, error.message, underlying: error)
    }
    try await transact(.shared) { lease in
      try await lease.query("UPDATE tenantry_tenants SET tombstone = NULL WHERE id = \(tenant.id)")
      try await Self.audit(
        lease, tenantID: tenant.id, name: tenant.name.text, actor: stamp.actor, action: "purge",
        detail: JSONText.object(["tombstone": tenant.tombstone.text, "run": stamp.run]))
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

  package func delist(_ tenant: TenantName) async throws(TenancyError) {
    try await perform(.shared) { lease in
      _ = try await lease.query("DELETE FROM tenantry_directory WHERE name = \(tenant.text)")
    }
  }
}
