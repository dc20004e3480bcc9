/// The functions of the ledger on PostgreSQL that guard a tenant's message: what they refuse, nobody commits.
///
/// Their own errors have states of class `TN`: see `TenancyError+Postgres.swift`.
enum PostgresLedgerFunctions {
  static let statements = [audit, enlist, checkSession, checkFree, createTenant, enter, stamp, leave]

  /// Adds a link to a tenant's chain of audit records.
  ///
  /// The tenant's row is locked by the caller.
  private static let audit = #"""
    CREATE OR REPLACE FUNCTION tenantry.record_audit(p_tenant bigint, p_name text, p_actor text, p_action text, p_detail text)
    RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $fn$
    DECLARE
      v_sequence bigint := 1;
      v_previous text := '';
      v_at timestamptz := clock_timestamp();
    BEGIN
      SELECT a.sequence + 1, a.hash INTO v_sequence, v_previous FROM tenantry.audit a
        WHERE a.tenant_id = p_tenant ORDER BY a.sequence DESC LIMIT 1;
      IF NOT FOUND THEN
        v_sequence := 1;
        v_previous := '';
      END IF;
      INSERT INTO tenantry.audit VALUES (p_tenant, v_sequence, p_name, v_at, p_actor, p_action, p_detail, v_previous,
        encode(sha256(convert_to(concat(v_previous, E'\n', p_tenant, E'\n', v_sequence, E'\n', p_name, E'\n',
          to_char(v_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), E'\n', p_actor, E'\n', p_action, E'\n', p_detail),
          'UTF8')), 'hex'));
    END $fn$
    """#

  /// Enters a tenant into the directory, or changes its entry.
  ///
  /// It refuses a name or a domain that is another's.
  private static let enlist = #"""
    CREATE OR REPLACE FUNCTION tenantry.enlist(p_name text, p_schema text, p_database text, p_phase text, p_domains text[])
    RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $fn$
    DECLARE
      v_domain text;
      v_owner text;
    BEGIN
      INSERT INTO tenantry.directory AS d VALUES (p_name, p_schema, p_database, p_phase)
        ON CONFLICT (name) DO UPDATE SET phase = EXCLUDED.phase, updated_at = clock_timestamp()
        WHERE d.schema_name = EXCLUDED.schema_name AND d.database_name = EXCLUDED.database_name;
      IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'TN005',
          MESSAGE = format('Tenant %s exists already, on another database or with another schema.', p_name);
      END IF;
      DELETE FROM tenantry.directory_domains WHERE name = p_name AND domain <> ALL (p_domains);
      INSERT INTO tenantry.directory_domains SELECT u, p_name FROM unnest(p_domains) u ON CONFLICT DO NOTHING;
      SELECT domain, name INTO v_domain, v_owner FROM tenantry.directory_domains
        WHERE domain = ANY (p_domains) AND name <> p_name LIMIT 1;
      IF FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'TN007', MESSAGE = format('Domain %s leads to tenant %s.', v_domain, v_owner);
      END IF;
    END $fn$
    """#

  /// Raises when statements left the search path or the role changed.
  private static let checkSession = #"""
    CREATE OR REPLACE FUNCTION tenantry.check_session(p_path text, p_actual_path text, p_role text)
    RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $fn$
    BEGIN
      IF p_actual_path <> p_path OR p_role IS DISTINCT FROM current_setting('tenantry.role', true) THEN
        RAISE EXCEPTION USING ERRCODE = 'TN004',
          MESSAGE = format('The statements left the session with search path %s and role %s.', p_actual_path, p_role);
      END IF;
    END $fn$
    """#

  /// Raises unless a name and a schema are free for a tenant, 0 for a new one.
  ///
  /// A schema that stays what it is, is no schema to ask for: NULL. What the tenant itself gave up, it may take back.
  private static let checkFree = #"""
    CREATE OR REPLACE FUNCTION tenantry.check_free(p_name text, p_schema text, p_tenant bigint, p_retention interval)
    RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $fn$
    DECLARE
      v_free timestamptz;
      v_owner text;
    BEGIN
      IF EXISTS (SELECT 1 FROM tenantry.tenants WHERE name = p_name AND phase <> 'dropped' AND id <> p_tenant) THEN
        RAISE EXCEPTION USING ERRCODE = 'TN005', MESSAGE = format('Tenant %s exists already.', p_name);
      END IF;
      SELECT name INTO v_owner FROM tenantry.tenants
        WHERE schema_name = p_schema AND phase <> 'dropped' AND id <> p_tenant;
      IF FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'TN006', MESSAGE = format('Schema %s belongs to tenant %s.', p_schema, v_owner),
          HINT = 'Choose another schema.';
      END IF;
      IF EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = p_schema) THEN
        RAISE EXCEPTION USING ERRCODE = 'TN006', MESSAGE = format('Schema %s exists already.', p_schema);
      END IF;
      SELECT max(updated_at) + p_retention INTO v_free FROM tenantry.tenants
        WHERE schema_name = p_schema AND phase = 'dropped';
      IF v_free > clock_timestamp() THEN
        RAISE EXCEPTION USING ERRCODE = 'TN008',
          MESSAGE = format('Schema %s was dropped a moment ago. Its name is free in %s s.', p_schema,
            ceil(extract(epoch FROM v_free - clock_timestamp())));
      END IF;
      SELECT max(retired_at) + p_retention INTO v_free FROM tenantry.retired_names
        WHERE (name = p_name OR schema_name = p_schema) AND tenant_id <> p_tenant;
      IF v_free > clock_timestamp() THEN
        RAISE EXCEPTION USING ERRCODE = 'TN008',
          MESSAGE = format('The name %s was given up by another tenant a moment ago. It is free in %s s.', p_name,
            ceil(extract(epoch FROM v_free - clock_timestamp())));
      END IF;
    END $fn$
    """#

  /// Makes the tenant's row and its schema.
  ///
  /// One creation of a name runs at a time.
  private static let createTenant = #"""
    CREATE OR REPLACE FUNCTION tenantry.create_tenant(p_name text, p_schema text, p_template text, p_isolation text, p_phase text,
      p_labels jsonb, p_domains text[], p_home text, p_retention interval)
    RETURNS bigint LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $fn$
    DECLARE
      v_id bigint;
    BEGIN
      PERFORM pg_advisory_xact_lock(1952804466, hashtext('tenant ' || p_name));
      PERFORM pg_advisory_xact_lock(1952804466, hashtext('schema ' || p_schema));
      PERFORM tenantry.check_free(p_name, p_schema, 0, p_retention);
      EXECUTE format('CREATE SCHEMA %I', p_schema);
      INSERT INTO tenantry.tenants (name, schema_name, schema_oid, template, isolation, phase, labels, domains)
        VALUES (p_name, p_schema, (SELECT oid FROM pg_namespace WHERE nspname = p_schema), p_template, p_isolation, p_phase,
          p_labels, p_domains)
        RETURNING id INTO v_id;
      IF p_home IS NOT NULL THEN
        PERFORM tenantry.enlist(p_name, p_schema, p_home, p_phase, p_domains);
      END IF;
      PERFORM set_config('tenantry.role', current_user, true);
      RETURN v_id;
    END $fn$
    """#

  /// Locks the tenant and raises unless it is what the sender of the message thinks it is.
  private static let enter = #"""
    CREATE OR REPLACE FUNCTION tenantry.enter(p_name text, p_schema text, p_oid bigint, p_heads jsonb)
    RETURNS bigint LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $fn$
    DECLARE
      v_tenant tenantry.tenants;
      v_heads jsonb;
    BEGIN
      SELECT * INTO v_tenant FROM tenantry.tenants WHERE name = p_name AND phase <> 'dropped' FOR UPDATE;
      IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'TN001', MESSAGE = format('Tenant %s does not exist.', p_name);
      END IF;
      IF v_tenant.schema_oid <> p_oid::oid
        OR NOT EXISTS (SELECT 1 FROM pg_namespace WHERE oid = p_oid::oid AND nspname = p_schema) THEN
        RAISE EXCEPTION USING ERRCODE = 'TN002',
          MESSAGE = format('Schema %s of tenant %s is gone, or another one has its name.', p_schema, p_name);
      END IF;
      SELECT coalesce(jsonb_object_agg(set_name, head), '{}') INTO v_heads FROM tenantry.heads
        WHERE tenant_id = v_tenant.id;
      IF v_heads <> p_heads THEN
        RAISE EXCEPTION USING ERRCODE = 'TN003', MESSAGE = format('Tenant %s was migrated by somebody else.', p_name);
      END IF;
      PERFORM set_config('tenantry.role', current_user, true);
      RETURN v_tenant.id;
    END $fn$
    """#

  /// Writes the stamp into the schema's comment, under what a person wrote there.
  private static let stamp = #"""
    CREATE OR REPLACE FUNCTION tenantry.write_stamp(p_schema text, p_oid oid, p_stamp text)
    RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $fn$
    DECLARE
      v_text text := regexp_replace(coalesce(obj_description(p_oid, 'pg_namespace'), ''), E'(^|\n)tenantry:[^\n]*', '', 'g');
    BEGIN
      EXECUTE format('COMMENT ON SCHEMA %I IS %L', p_schema,
        CASE WHEN v_text = '' THEN p_stamp ELSE v_text || E'\n' || p_stamp END);
    END $fn$
    """#

  /// Checks that the session is as it was and records what was done: heads, stamp, history and audit.
  ///
  /// A head that is null is taken away: nothing of its set is left.
  private static let leave = #"""
    CREATE OR REPLACE FUNCTION tenantry.leave(p_name text, p_heads jsonb, p_action text, p_migrations text[], p_path text,
      p_actual_path text, p_role text, p_run text, p_actor text, p_tool text)
    RETURNS text LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $fn$
    DECLARE
      v_tenant tenantry.tenants;
      v_stamp text;
      v_heads jsonb;
    BEGIN
      PERFORM tenantry.check_session(p_path, p_actual_path, p_role);
      SELECT * INTO STRICT v_tenant FROM tenantry.tenants WHERE name = p_name AND phase <> 'dropped' FOR UPDATE;
      INSERT INTO tenantry.heads
        SELECT v_tenant.id, e.key, e.value ->> 'head', e.value ->> 'migration', (e.value ->> 'position')::integer
        FROM jsonb_each(p_heads) e WHERE e.value <> 'null'
        ON CONFLICT (tenant_id, set_name)
        DO UPDATE SET head = EXCLUDED.head, migration = EXCLUDED.migration, position = EXCLUDED.position;
      DELETE FROM tenantry.heads h USING jsonb_each(p_heads) e
        WHERE h.tenant_id = v_tenant.id AND h.set_name = e.key AND e.value = 'null';
      SELECT 'tenantry:1' || coalesce(string_agg(format(' %s=%s@%s', set_name, left(head, 16), migration), '' ORDER BY set_name),
          ''), coalesce(jsonb_object_agg(set_name, head), '{}')
        INTO v_stamp, v_heads FROM tenantry.heads WHERE tenant_id = v_tenant.id;
      PERFORM tenantry.write_stamp(v_tenant.schema_name, v_tenant.schema_oid, v_stamp);
      UPDATE tenantry.tenants SET stamp = v_stamp, updated_at = clock_timestamp() WHERE id = v_tenant.id;
      DELETE FROM tenantry.pending_steps WHERE tenant_id = v_tenant.id;
      INSERT INTO tenantry.history (tenant_id, action, migrations, heads, run, actor, tool)
        VALUES (v_tenant.id, p_action, p_migrations, v_heads, p_run, p_actor, p_tool);
      PERFORM tenantry.record_audit(v_tenant.id, p_name, p_actor, p_action,
        jsonb_build_object('migrations', p_migrations, 'heads', v_heads, 'run', p_run)::text);
      RETURN v_stamp;
    END $fn$
    """#
}
