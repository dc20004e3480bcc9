/// The tables of the ledger on PostgreSQL.
enum PostgresLedgerTables {
  /// What version 1 had.
  static let version1 = [
    #"CREATE SCHEMA tenantry"#,
    #"COMMENT ON SCHEMA tenantry IS 'Control tables of Tenantry: change them through tenantctl only.'"#,
    #"""
    CREATE TABLE tenantry.ledger (
      only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
      version integer NOT NULL,
      updated_at timestamptz NOT NULL DEFAULT clock_timestamp()
    )
    """#,
    #"""
    CREATE TABLE tenantry.tenants (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      name text COLLATE "C" NOT NULL,
      schema_name text COLLATE "C" NOT NULL,
      schema_oid oid NOT NULL,
      template text,
      isolation text NOT NULL,
      phase text NOT NULL CHECK (phase IN ('active', 'suspended', 'dropped')),
      labels jsonb NOT NULL DEFAULT '{}',
      domains text[] NOT NULL DEFAULT '{}',
      stamp text NOT NULL DEFAULT '',
      tombstone text COLLATE "C",
      created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      updated_at timestamptz NOT NULL DEFAULT clock_timestamp()
    )
    """#,
    #"CREATE UNIQUE INDEX tenants_name ON tenantry.tenants (name) WHERE phase <> 'dropped'"#,
    #"CREATE UNIQUE INDEX tenants_schema ON tenantry.tenants (schema_name) WHERE phase <> 'dropped'"#,
    #"CREATE INDEX tenants_dropped ON tenantry.tenants (schema_name, updated_at) WHERE phase = 'dropped'"#,
    #"""
    CREATE TABLE tenantry.heads (
      tenant_id bigint NOT NULL REFERENCES tenantry.tenants ON DELETE CASCADE,
      set_name text COLLATE "C" NOT NULL,
      head text COLLATE "C" NOT NULL,
      migration text NOT NULL,
      position integer NOT NULL,
      PRIMARY KEY (tenant_id, set_name)
    )
    """#,
    #"""
    CREATE TABLE tenantry.shared_heads (
      set_name text COLLATE "C" PRIMARY KEY,
      head text COLLATE "C" NOT NULL,
      migration text NOT NULL,
      position integer NOT NULL
    )
    """#,
    #"""
    CREATE TABLE tenantry.lineage (
      head text COLLATE "C" PRIMARY KEY,
      parent text COLLATE "C",
      set_name text COLLATE "C" NOT NULL,
      position integer NOT NULL,
      migration text NOT NULL,
      checksum text NOT NULL,
      remainder_checksum text NOT NULL
    )
    """#,
    #"""
    CREATE TABLE tenantry.history (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      tenant_id bigint NOT NULL DEFAULT 0,
      action text NOT NULL,
      migrations text[] NOT NULL,
      heads jsonb NOT NULL,
      at timestamptz NOT NULL DEFAULT clock_timestamp(),
      run text NOT NULL,
      actor text NOT NULL,
      tool text NOT NULL
    )
    """#,
    #"CREATE INDEX history_tenant ON tenantry.history (tenant_id, id)"#,
    #"""
    CREATE TABLE tenantry.audit (
      tenant_id bigint NOT NULL,
      sequence bigint NOT NULL,
      tenant_name text NOT NULL,
      at timestamptz NOT NULL,
      actor text NOT NULL,
      action text NOT NULL,
      detail text NOT NULL,
      previous_hash text NOT NULL,
      hash text NOT NULL,
      PRIMARY KEY (tenant_id, sequence)
    )
    """#,
    #"""
    CREATE TABLE tenantry.pending_steps (
      tenant_id bigint PRIMARY KEY,
      migration text NOT NULL,
      index_name text,
      started_at timestamptz NOT NULL DEFAULT clock_timestamp()
    )
    """#,
    #"""
    CREATE TABLE tenantry.directory (
      name text COLLATE "C" PRIMARY KEY,
      schema_name text COLLATE "C" NOT NULL,
      database_name text COLLATE "C" NOT NULL,
      phase text NOT NULL,
      updated_at timestamptz NOT NULL DEFAULT clock_timestamp()
    )
    """#,
    #"""
    CREATE TABLE tenantry.directory_domains (
      domain text COLLATE "C" PRIMARY KEY,
      name text COLLATE "C" NOT NULL REFERENCES tenantry.directory ON DELETE CASCADE
    )
    """#,
    #"CREATE INDEX directory_domains_name ON tenantry.directory_domains (name)"#,
  ]
  /// What version 2 adds: names that a tenant gave up, which are kept back for a while.
  static let version2 = [
    #"""
    CREATE TABLE tenantry.retired_names (
      tenant_id bigint NOT NULL REFERENCES tenantry.tenants ON DELETE CASCADE,
      name text COLLATE "C" NOT NULL,
      schema_name text COLLATE "C",
      retired_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      PRIMARY KEY (tenant_id, name)
    )
    """#,
    #"CREATE INDEX retired_names_name ON tenantry.retired_names (name)"#,
    #"CREATE INDEX retired_names_schema ON tenantry.retired_names (schema_name)"#,
    #"CREATE INDEX tenants_tombstones ON tenantry.tenants (name) WHERE tombstone IS NOT NULL"#,
  ]

  /// Functions of version 1 that have another signature now.
  static let replacedByVersion2 = [
    #"DROP FUNCTION tenantry.update_tenant(text, text, text, text, jsonb, text[], text, text, text)"#,
    #"DROP FUNCTION tenantry.purge_tenant(bigint, text, text)"#,
  ]
}
