import Database
import SQL

extension CrashCells.Cell {
  /// All that the command is about, without what differs between two runs: numbers, times, hashes.
  func state() async throws -> String {
    let project = Project(
      kind: .postgres, folder: cells.project.folder, environment: cells.project.environment, observer: observer)
    var lines = try await project.texts(Self.ledger)
    for schema in try await schemas(project) {
      lines.append("== \(schema)")
      lines.append(try await project.fingerprint(of: schema))
    }
    return lines.joined(separator: "\n").replacing(#/tenantry_dropped_\d+/#, with: "tenantry_dropped_N")
  }

  /// What contradicts itself: every tenant in the ledger has its schema, and every schema its tenant.
  func contradictions() async throws -> [String] {
    try await Project(kind: .postgres, folder: "", environment: [:], observer: observer).texts(
      """
      SELECT 'schema without a tenant: ' || nspname FROM pg_namespace
      WHERE (nspname LIKE 't\\_%' OR nspname LIKE 'tenantry\\_%')
        AND nspname NOT IN (SELECT coalesce(tombstone, schema_name) FROM tenantry.tenants)
      UNION ALL
      SELECT 'tenant without a schema: ' || name FROM tenantry.tenants t
      WHERE (phase <> 'dropped' OR tombstone IS NOT NULL)
        AND NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = coalesce(tombstone, schema_name) AND oid = schema_oid)
      UNION ALL
      SELECT 'stamp differs: ' || name FROM tenantry.tenants t WHERE phase <> 'dropped'
        AND position(stamp IN coalesce(obj_description(schema_oid, 'pg_namespace'), '')) = 0
      UNION ALL
      SELECT 'directory differs: ' || coalesce(d.name, t.name) FROM tenantry.directory d
      FULL JOIN (SELECT * FROM tenantry.tenants WHERE phase <> 'dropped') t USING (name, schema_name, phase)
      WHERE d.name IS NULL OR t.name IS NULL
      UNION ALL
      SELECT 'role: ' || rolname FROM pg_roles WHERE rolname LIKE 't\\_%'
      UNION ALL
      SELECT 'step: ' || migration FROM tenantry.pending_steps
      """)
  }

  private func schemas(_ project: Project) async throws -> [String] {
    try await project.texts(
      "SELECT nspname::text FROM pg_namespace WHERE nspname LIKE 't\\_%' OR nspname LIKE 'tenantry\\_%' ORDER BY 1")
  }

  private static let ledger = """
    SELECT line FROM (
      SELECT concat_ws(' ', 'tenant', name, schema_name, template, isolation, phase, labels, domains, stamp, tombstone) AS line
      FROM tenantry.tenants
      UNION ALL SELECT concat_ws(' ', 'head', t.name, h.set_name, h.head, h.migration, h.position)
      FROM tenantry.heads h JOIN tenantry.tenants t ON t.id = h.tenant_id
      UNION ALL SELECT concat_ws(' ', 'history', t.name, h.action, h.migrations, h.heads, count(*))
      FROM tenantry.history h JOIN tenantry.tenants t ON t.id = h.tenant_id GROUP BY t.name, h.action, h.migrations, h.heads
      UNION ALL SELECT concat_ws(' ', 'audit', tenant_name, sequence, action) FROM tenantry.audit
      UNION ALL SELECT concat_ws(' ', 'directory', name, schema_name, database_name, phase) FROM tenantry.directory
      UNION ALL SELECT concat_ws(' ', 'domain', domain, name) FROM tenantry.directory_domains
    ) x ORDER BY line COLLATE "C"
    """
}
