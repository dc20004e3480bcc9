import Database
import Migrations
package import Names
import SQL

extension SQLiteLedger {
  package func tenants(_ filter: TenantFilter) async throws(TenancyError) -> [TenantRecord] {
    let present: [SchemaName]
    do { present = try files.list() } catch { throw TenancyError(.database, error.message, underlying: error) }
    let fragment = Self.selection(present) + Self.conditions(filter) + " ORDER BY name"
    return try await perform(.shared) { lease in
      var records: [TenantRecord] = []
      for row in try await lease.query(fragment) { records.append(try TenantRecord(ledgerRow: row)) }
      return records
    }
  }

  /// The columns of ``TenantRecord/init(ledgerRow:)``.
  private static func selection(_ present: [SchemaName]) -> SQLFragment {
    """
    SELECT * FROM (
      SELECT t.id, t.name, t.schema_name, NULL, t.template AS template, t.isolation, t.phase, k.keys, k.vals, t.domains,
        h.sets, h.heads, h.migrations, h.positions, t.created_at, t.updated_at,
        CASE WHEN t.phase IN ('active', 'suspended') AND t.schema_name NOT IN (
          SELECT value FROM json_each(\(SQLValue.textArray(present.map(\.text))))) THEN 'schema-missing' END AS fault,
        r.name AS successor, t.labels AS labels
      FROM tenantry_tenants t
      LEFT JOIN tenantry_renames r ON r.tenant_id = t.id
      LEFT JOIN (
        SELECT l.id AS tenant, json_group_array(l.key) AS keys, json_group_array(l.value) AS vals
        FROM (SELECT x.id, j.key, j.value FROM tenantry_tenants x, json_each(x.labels) j ORDER BY j.key) l GROUP BY l.id
      ) k ON k.tenant = t.id
      LEFT JOIN (
        SELECT tenant_id, json_group_array(set_name) AS sets, json_group_array(head) AS heads,
          json_group_array(migration) AS migrations, json_group_array(CAST(position AS TEXT)) AS positions
        FROM tenantry_heads GROUP BY tenant_id
      ) h ON h.tenant_id = t.id
      WHERE t.phase <> 'dropped'
    ) AS t WHERE 1 = 1
    """
  }

  private static func conditions(_ filter: TenantFilter) -> SQLFragment {
    var conditions = SQLFragment()
    if let names = filter.names {
      conditions.append(" AND t.name IN (SELECT value FROM json_each(\(SQLValue.textArray(names.map(\.text)))))")
    }
    for (key, value) in filter.labels.sorted(by: { $0.key < $1.key }) {
      conditions.append(
        " AND EXISTS (SELECT 1 FROM json_each(t.labels) j WHERE j.key = \(key.text) AND j.value = \(value.text))")
    }
    if let targets = filter.behind {
      conditions.append(" AND (t.fault IS NOT NULL OR t.phase IN ('creating', 'dropping') OR " + isBehind(targets) + ")")
    }
    return conditions
  }

  /// True for a tenant that is not where its template's sets end, and for one whose template is none of those named.
  private static func isBehind(_ targets: [TemplateSets]) -> SQLFragment {
    let known = SQLValue.textArray(targets.compactMap(\.template?.text))
    var alternatives: [SQLFragment] = ["(t.template IS NOT NULL AND t.template NOT IN (SELECT value FROM json_each(\(known))))"]
    for target in targets {
      for set in target.sets {
        guard let template = target.template, let point = target.point(in: set) else { continue }
        alternatives.append(
          """
          (t.template = \(template.text) AND NOT EXISTS (SELECT 1 FROM tenantry_heads x
            WHERE x.tenant_id = t.id AND x.set_name = \(set.name.text) AND x.head = \(point.head.hex)))
          """)
      }
    }
    return alternatives.joined(separator: " OR ")
  }

  package func sharedHead() async throws(TenancyError) -> AppliedHead? {
    try await perform(.shared) { lease in try await Self.sharedHead(lease) }
  }

  static func sharedHead(_ lease: borrowing ConnectionLease) async throws(DatabaseError) -> AppliedHead? {
    let rows = try await lease.query(
      "SELECT head, migration, position FROM tenantry_shared_heads WHERE set_name = \(MigrationSetName.shared.text)")
    guard let row = rows.first else { return nil }
    return try AppliedHead(ledgerRow: row)
  }

  package func history(of tenant: TenantName?) async throws(TenancyError) -> [HistoryEntry] {
    let fragment: SQLFragment = """
      SELECT action, migrations, at, actor, run, tool FROM tenantry_history
      WHERE tenant_id = \(Self.number(of: tenant)) ORDER BY id
      """
    return try await perform(.shared) { lease in
      var entries: [HistoryEntry] = []
      for row in try await lease.query(fragment) { entries.append(try HistoryEntry(ledgerRow: row)) }
      return entries
    }
  }

  package func auditTrail(of tenant: TenantName?) async throws(TenancyError) -> [AuditRecord] {
    let fragment: SQLFragment = """
      SELECT sequence, at, actor, action, detail, previous_hash, hash FROM tenantry_audit
      WHERE tenant_id = \(Self.number(of: tenant)) ORDER BY sequence
      """
    return try await perform(.shared) { lease in
      var records: [AuditRecord] = []
      for row in try await lease.query(fragment) { records.append(try AuditRecord(ledgerRow: row)) }
      return records
    }
  }

  /// The number of the tenant that has a name, or had it last; 0 is the shared schema.
  private static func number(of tenant: TenantName?) -> SQLFragment {
    guard let tenant else { return "0" }
    return "(SELECT id FROM tenantry_tenants WHERE name = \(tenant.text) ORDER BY phase = 'dropped', id DESC LIMIT 1)"
  }

  package func directory() async throws(TenancyError) -> [DirectoryEntry] {
    try await perform(.shared) { lease in
      var entries: [DirectoryEntry] = []
      let rows = try await lease.query(
        """
        SELECT name, schema_name, database_name, phase, (
          SELECT json_group_array(domain) FROM (
            SELECT domain FROM tenantry_directory_domains x WHERE x.name = d.name ORDER BY domain))
        FROM tenantry_directory d ORDER BY name
        """)
      for row in rows { entries.append(try DirectoryEntry(ledgerRow: row)) }
      return entries
    }
  }
}
