/// The tables of the ledger on SQLite.
///
/// Those in `main.db` say what tenants there are. A tenant's own heads and history live in its own file, in the transaction of
/// its statements: SQLite's transactions over two files are not atomic in WAL mode. `main.db` has a copy, which is put right
/// whenever the two differ.
enum SQLiteLedgerTables {
  /// What version 1 had in `main.db`.
  static let version1 = [
    "CREATE TABLE tenantry_ledger (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), version INTEGER NOT NULL)",
    """
    CREATE TABLE tenantry_tenants (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT NOT NULL,
      schema_name TEXT NOT NULL,
      template TEXT,
      isolation TEXT NOT NULL,
      phase TEXT NOT NULL CHECK (phase IN ('creating', 'active', 'suspended', 'dropping', 'dropped')),
      labels TEXT NOT NULL DEFAULT '{}',
      domains TEXT NOT NULL DEFAULT '[]',
      tombstone TEXT,
      created_at TEXT NOT NULL,
      updated_at TEXT NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX tenantry_tenants_name ON tenantry_tenants (name) WHERE phase <> 'dropped'",
    "CREATE UNIQUE INDEX tenantry_tenants_schema ON tenantry_tenants (schema_name) WHERE phase <> 'dropped'",
    """
    CREATE TABLE tenantry_heads (
      tenant_id INTEGER NOT NULL REFERENCES tenantry_tenants ON DELETE CASCADE,
      set_name TEXT NOT NULL,
      head TEXT NOT NULL,
      migration TEXT NOT NULL,
      position INTEGER NOT NULL,
      PRIMARY KEY (tenant_id, set_name)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE tenantry_shared_heads (
      set_name TEXT PRIMARY KEY,
      head TEXT NOT NULL,
      migration TEXT NOT NULL,
      position INTEGER NOT NULL
    )
    """,
    """
    CREATE TABLE tenantry_lineage (
      head TEXT PRIMARY KEY,
      parent TEXT,
      set_name TEXT NOT NULL,
      position INTEGER NOT NULL,
      migration TEXT NOT NULL,
      checksum TEXT NOT NULL,
      remainder_checksum TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE tenantry_history (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      tenant_id INTEGER NOT NULL DEFAULT 0,
      action TEXT NOT NULL,
      migrations TEXT NOT NULL,
      at TEXT NOT NULL,
      run TEXT NOT NULL,
      actor TEXT NOT NULL,
      tool TEXT NOT NULL
    )
    """,
    "CREATE INDEX tenantry_history_tenant ON tenantry_history (tenant_id, id)",
    """
    CREATE TABLE tenantry_audit (
      tenant_id INTEGER NOT NULL,
      sequence INTEGER NOT NULL,
      tenant_name TEXT NOT NULL,
      at TEXT NOT NULL,
      actor TEXT NOT NULL,
      action TEXT NOT NULL,
      detail TEXT NOT NULL,
      previous_hash TEXT NOT NULL,
      hash TEXT NOT NULL,
      PRIMARY KEY (tenant_id, sequence)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE tenantry_directory (
      name TEXT PRIMARY KEY,
      schema_name TEXT NOT NULL,
      database_name TEXT NOT NULL,
      phase TEXT NOT NULL,
      updated_at TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE tenantry_directory_domains (
      domain TEXT PRIMARY KEY,
      name TEXT NOT NULL REFERENCES tenantry_directory ON DELETE CASCADE
    )
    """,
    "CREATE INDEX tenantry_directory_domains_name ON tenantry_directory_domains (name)",
  ]

  /// What version 2 adds: names that a tenant gave up, which are kept back for a while, and renames that have begun.
  static let version2 = [
    """
    CREATE TABLE tenantry_retired_names (
      tenant_id INTEGER NOT NULL REFERENCES tenantry_tenants ON DELETE CASCADE,
      name TEXT NOT NULL,
      schema_name TEXT,
      retired_at TEXT NOT NULL,
      PRIMARY KEY (tenant_id, name)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX tenantry_retired_names_name ON tenantry_retired_names (name)",
    "CREATE INDEX tenantry_retired_names_schema ON tenantry_retired_names (schema_name)",
    """
    CREATE TABLE tenantry_renames (
      tenant_id INTEGER PRIMARY KEY REFERENCES tenantry_tenants ON DELETE CASCADE,
      name TEXT NOT NULL UNIQUE,
      schema_name TEXT NOT NULL UNIQUE
    )
    """,
  ]

  /// The stamp in a tenant's own file: whose it is, where it stands, and what made it so.
  static let tenant = [
    "CREATE TABLE tenantry_tenant (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), id INTEGER NOT NULL, name TEXT NOT NULL)",
    """
    CREATE TABLE tenantry_stamp (
      set_name TEXT PRIMARY KEY,
      head TEXT NOT NULL,
      migration TEXT NOT NULL,
      position INTEGER NOT NULL
    )
    """,
    """
    CREATE TABLE tenantry_history (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      action TEXT NOT NULL,
      migrations TEXT NOT NULL,
      at TEXT NOT NULL,
      run TEXT NOT NULL,
      actor TEXT NOT NULL,
      tool TEXT NOT NULL
    )
    """,
  ]
}
