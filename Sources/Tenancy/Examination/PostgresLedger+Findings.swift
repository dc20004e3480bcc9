import Names
import SQL

// What is looked for in the catalog, and what it means.
extension PostgresLedger {
  /// Tenants whose schema is theirs and carries no stamp.
  static let unstampedTenants: SQLFragment = """
    SELECT t.name FROM tenantry.tenants t
    JOIN pg_catalog.pg_namespace n ON n.oid = t.schema_oid AND n.nspname = t.schema_name
    WHERE t.phase <> 'dropped' AND t.stamp <> ''
      AND pg_catalog.substring(coalesce(pg_catalog.obj_description(n.oid, 'pg_namespace'), ''), '(?n)^tenantry:.*$') IS NULL
    ORDER BY 1
    """

  static func missingStamp(_ tenant: TenantRecord) -> LedgerFinding {
    LedgerFinding(
      .problem, code: "stamp-missing", subject: "tenant \(tenant.name)",
      "Schema \(tenant.schema) carries no stamp: after a dump and restore nobody would know where it stands.",
      remedy: "Run \"tenantctl doctor --repair\".", repair: .writeStamp(tenant))
  }

  /// Tenants whose schema has another number and carries exactly the stamp that the ledger expects.
  static let returnedTenants: SQLFragment = """
    SELECT t.name FROM tenantry.tenants t
    JOIN pg_catalog.pg_namespace n ON n.nspname = t.schema_name AND n.oid <> t.schema_oid
    WHERE t.phase <> 'dropped' AND t.stamp <> ''
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_namespace o WHERE o.oid = t.schema_oid)
      AND pg_catalog.substring(pg_catalog.obj_description(n.oid, 'pg_namespace'), '(?n)^tenantry:.*$') = t.stamp
    ORDER BY 1
    """

  static func returnedSchema(_ tenant: TenantRecord) -> LedgerFinding {
    LedgerFinding(
      .problem, code: "schema-returned", subject: "tenant \(tenant.name)",
      "Schema \(tenant.schema) was restored from a dump: it carries the tenant's stamp under a new number.",
      remedy: "Run \"tenantctl doctor --repair\".", repair: .adoptSchema(tenant))
  }

  /// Schemas that carry a stamp, or look like a tombstone, and belong to no tenant.
  static let orphans: SQLFragment = """
    SELECT n.nspname::text FROM pg_catalog.pg_namespace n
    WHERE (pg_catalog.obj_description(n.oid, 'pg_namespace') ~ '(?n)^tenantry:[0-9]' OR n.nspname ~ '^tenantry_dropped_[0-9]+$')
      AND NOT EXISTS (SELECT FROM tenantry.tenants t WHERE t.schema_oid = n.oid OR t.tombstone = n.nspname
        OR (t.schema_name = n.nspname AND t.phase <> 'dropped'))
    ORDER BY 1
    """

  static func orphan(_ schema: String) -> LedgerFinding {
    LedgerFinding(
      .problem, code: "orphan-schema", subject: "schema \(schema)",
      "Schema \(schema) was a tenant's once, and no tenant in this ledger has it.",
      remedy: "Look what is in it. Restore the ledger that knows it, or drop the schema with psql.")
  }

  /// Tenants whose schema is owned by a role that the login is not a member of.
  static let foreignSchemas: SQLFragment = """
    SELECT t.name, t.schema_name, pg_catalog.pg_get_userbyid(n.nspowner)::text FROM tenantry.tenants t
    JOIN pg_catalog.pg_namespace n ON n.oid = t.schema_oid
    WHERE t.phase <> 'dropped' AND NOT pg_catalog.pg_has_role(n.nspowner, 'USAGE') ORDER BY 1
    """

  static func foreign(_ tenant: String, _ schema: String, _ owner: String) -> LedgerFinding {
    LedgerFinding(
      .problem, code: "owner-differs", subject: "tenant \(tenant)",
      "Schema \(schema) belongs to \(owner), whose rights the login has not: it cannot be migrated or dropped.",
      remedy: "Make the login a member of \(owner), or its owner: ALTER SCHEMA \(schema) OWNER TO …")
  }

  /// Steps that run outside of a transaction and were not recorded as done.
  static let pendingSteps: SQLFragment = """
    SELECT coalesce(t.name, 'shared'), p.migration FROM tenantry.pending_steps p
    LEFT JOIN tenantry.tenants t ON t.id = p.tenant_id ORDER BY 1
    """

  static func pendingStep(_ tenant: String, _ migration: String) -> LedgerFinding {
    LedgerFinding(
      .problem, code: "step-pending", subject: "tenant \(tenant)",
      "Migration \(migration) runs outside of a transaction and was interrupted.",
      remedy: "Run \"tenantctl migrate \(tenant == "shared" ? "--all" : tenant)\": it cleans up and goes on.")
  }

  /// Indexes that are kept up to date and not used: `CREATE INDEX CONCURRENTLY` failed.
  static let invalidIndexes: SQLFragment = """
    SELECT t.name, c.relname::text FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
    JOIN tenantry.tenants t ON t.schema_oid = c.relnamespace AND t.phase <> 'dropped' WHERE NOT i.indisvalid ORDER BY 1, 2
    """

  static func invalidIndex(_ tenant: String, _ index: String) -> LedgerFinding {
    LedgerFinding(
      .problem, code: "index-invalid", subject: "tenant \(tenant)",
      "Index \(index) of tenant \(tenant) is invalid: it costs writes and serves no query.",
      remedy: "Run \"tenantctl migrate \(tenant)\"; if it stays, drop it and create it again.")
  }

  /// Tables of the ledger that the login may not change.
  static let closedTables: SQLFragment = """
    SELECT c.relname::text FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'tenantry' AND c.relkind = 'r' AND NOT (pg_catalog.has_table_privilege(c.oid, 'SELECT')
      AND pg_catalog.has_table_privilege(c.oid, 'INSERT') AND pg_catalog.has_table_privilege(c.oid, 'UPDATE')
      AND pg_catalog.has_table_privilege(c.oid, 'DELETE'))
    ORDER BY 1
    """

  static func closedTable(_ table: String) -> LedgerFinding {
    LedgerFinding(
      .problem, code: "grant-missing", subject: "table tenantry.\(table)",
      "The login may not read and change tenantry.\(table), a table of the ledger.",
      remedy: "Run as its owner: GRANT SELECT, INSERT, UPDATE, DELETE ON tenantry.\(table) TO the login.")
  }
}
