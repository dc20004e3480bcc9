import Database
import Migrations
package import Names
import SQL

extension PostgresLedger {
  package func tenants(_ filter: TenantFilter) async throws(TenancyError) -> [TenantRecord] {
    let fragment = Self.selection + Self.conditions(filter) + " ORDER BY t.name"
    return try await perform { lease in
      var records: [TenantRecord] = []
      for row in try await lease.query(fragment) { records.append(try TenantRecord(ledgerRow: row)) }
      return records
    }
  }

  /// The columns of ``TenantRecord/init(ledgerRow:)``.
  ///
  /// A schema without a stamp is no fault: somebody replaced its comment.
  private static let selection: SQLFragment = """
    SELECT t.id, t.name, t.schema_name, t.schema_oid::int8, t.template, t.isolation, t.phase,
      ARRAY(SELECT key FROM pg_catalog.jsonb_each_text(t.labels) ORDER BY key COLLATE "C"),
      ARRAY(SELECT value FROM pg_catalog.jsonb_each_text(t.labels) ORDER BY key COLLATE "C"),
      t.domains, h.sets, h.heads, h.migrations, h.positions, t.created_at, t.updated_at, f.fault, NULL::text
    FROM tenantry.tenants t
    LEFT JOIN pg_catalog.pg_namespace n ON n.oid = t.schema_oid
    LEFT JOIN LATERAL (
      SELECT pg_catalog.array_agg(set_name ORDER BY set_name) AS sets, pg_catalog.array_agg(head ORDER BY set_name) AS heads,
        pg_catalog.array_agg(migration ORDER BY set_name) AS migrations,
        pg_catalog.array_agg(position::text ORDER BY set_name) AS positions
      FROM tenantry.heads WHERE tenant_id = t.id
    ) h ON true
    LEFT JOIN LATERAL (
      SELECT CASE
        WHEN n.oid IS NULL OR n.nspname <> t.schema_name THEN 'schema-missing'
        WHEN pg_catalog.substring(pg_catalog.obj_description(n.oid, 'pg_namespace'), '(?n)^tenantry:.*$') <> t.stamp
          THEN 'stamp-differs'
      END AS fault
    ) f ON true
    WHERE t.phase <> 'dropped'
    """

  private static func conditions(_ filter: TenantFilter) -> SQLFragment {
    var conditions = SQLFragment()
    if let names = filter.names { conditions.append(" AND t.name = ANY (\(SQLValue.textArray(names.map(\.text))))") }
    if !filter.labels.isEmpty {
      let labels = Dictionary(uniqueKeysWithValues: filter.labels.map { ($0.key.text, $0.value.text) })
      conditions.append(" AND t.labels @> \(SQLValue.json(JSONText.object(labels)))")
    }
    if let targets = filter.behind { conditions.append(" AND (f.fault IS NOT NULL OR " + isBehind(targets) + ")") }
    return conditions
  }

  /// True for a tenant that is not where its template's sets end, and for one whose template is none of those named.
  private static func isBehind(_ targets: [TemplateSets]) -> SQLFragment {
    var (templates, sets, heads): ([String], [String], [String]) = ([], [], [])
    for target in targets {
      for set in target.sets {
        guard let template = target.template, let point = target.point(in: set) else { continue }
        templates.append(template.text)
        sets.append(set.name.text)
        heads.append(point.head.hex)
      }
    }
    let known = SQLValue.textArray(targets.compactMap(\.template?.text))
    return """
      (t.template IS NOT NULL AND t.template <> ALL (\(known))) OR EXISTS (
        SELECT FROM ROWS FROM (
          pg_catalog.unnest(\(SQLValue.textArray(templates))), pg_catalog.unnest(\(SQLValue.textArray(sets))),
          pg_catalog.unnest(\(SQLValue.textArray(heads)))
        ) AS w (template, set_name, head)
        WHERE w.template = t.template AND NOT EXISTS (
          SELECT FROM tenantry.heads x WHERE x.tenant_id = t.id AND x.set_name = w.set_name AND x.head = w.head))
      """
  }

  package func sharedHead() async throws(TenancyError) -> AppliedHead? {
    try await perform { lease in
      let rows = try await lease.query(
        "SELECT head, migration, position::int8 FROM tenantry.shared_heads WHERE set_name = \(MigrationSetName.shared.text)")
      guard let row = rows.first else { return nil }
      return try AppliedHead(ledgerRow: row)
    }
  }

  package func history(of tenant: TenantName?) async throws(TenancyError) -> [HistoryEntry] {
    let fragment: SQLFragment = """
      SELECT action, migrations, at, actor, run, tool FROM tenantry.history
      WHERE tenant_id = \(Self.number(of: tenant)) ORDER BY id
      """
    return try await perform { lease in
      var entries: [HistoryEntry] = []
      for row in try await lease.query(fragment) { entries.append(try HistoryEntry(ledgerRow: row)) }
      return entries
    }
  }

  package func auditTrail(of tenant: TenantName?) async throws(TenancyError) -> [AuditRecord] {
    let fragment: SQLFragment = """
      SELECT sequence, at, actor, action, detail, previous_hash, hash FROM tenantry.audit
      WHERE tenant_id = \(Self.number(of: tenant)) ORDER BY sequence
      """
    return try await perform { lease in
      var records: [AuditRecord] = []
      for row in try await lease.query(fragment) { records.append(try AuditRecord(ledgerRow: row)) }
      return records
    }
  }

  /// The number of the tenant that has a name, or had it last; 0 is the shared schema.
  private static func number(of tenant: TenantName?) -> SQLFragment {
    guard let tenant else { return "0" }
    return "(SELECT id FROM tenantry.tenants WHERE name = \(tenant.text) ORDER BY phase = 'dropped', id DESC LIMIT 1)"
  }
}
