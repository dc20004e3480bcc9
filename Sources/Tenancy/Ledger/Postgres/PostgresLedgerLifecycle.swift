/// The functions of the ledger on PostgreSQL that change what a tenant is, and those of the shared schema.
enum PostgresLedgerLifecycle {
  static let statements = [update, rename, drop, enterShared, leaveShared]

  /// Changes what the ledger says of a tenant, unless somebody else did since it was read.
  private static let update = #"""
    CREATE OR REPLACE FUNCTION tenantry.update_tenant(p_name text, p_template text, p_isolation text, p_phase text,
      p_labels jsonb, p_domains text[], p_home text, p_read_at timestamptz, p_action text, p_run text, p_actor text, p_tool text)
    RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $fn$
    DECLARE
      v_tenant tenantry.tenants;
    BEGIN
      SELECT * INTO v_tenant FROM tenantry.tenants WHERE name = p_name AND phase <> 'dropped' FOR UPDATE;
      IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'TN001', MESSAGE = format('Tenant %s does not exist.', p_name);
      END IF;
      IF v_tenant.updated_at <> p_read_at THEN
        RAISE EXCEPTION USING ERRCODE = 'TN003', MESSAGE = format('Tenant %s was changed by somebody else.', p_name);
      END IF;
      UPDATE tenantry.tenants SET template = p_template, isolation = p_isolation, phase = p_phase, labels = p_labels,
        domains = p_domains, updated_at = clock_timestamp() WHERE id = v_tenant.id;
      IF p_home IS NOT NULL THEN
        PERFORM tenantry.enlist(p_name, v_tenant.schema_name, p_home, p_phase, p_domains);
      END IF;
      INSERT INTO tenantry.history (tenant_id, action, migrations, heads, run, actor, tool)
        VALUES (v_tenant.id, p_action, '{}', '{}', p_run, p_actor, p_tool);
      PERFORM tenantry.record_audit(v_tenant.id, p_name, p_actor, p_action, jsonb_build_object('template', p_template,
        'isolation', p_isolation, 'state', p_phase, 'labels', p_labels, 'domains', p_domains, 'run', p_run)::text);
    END $fn$
    """#

  /// Gives a tenant another name, and its schema with it where that changes.
  ///
  /// Names are locked in one order: two tenants that swap their names must not wait for each other.
  private static let rename = #"""
    CREATE OR REPLACE FUNCTION tenantry.rename_tenant(p_name text, p_new text, p_schema text, p_oid bigint, p_home text,
      p_retention interval, p_run text, p_actor text, p_tool text)
    RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $fn$
    DECLARE
      v_tenant tenantry.tenants;
    BEGIN
      PERFORM pg_advisory_xact_lock(1952804466, hashtext('tenant ' || least(p_name, p_new)));
      PERFORM pg_advisory_xact_lock(1952804466, hashtext('tenant ' || greatest(p_name, p_new)));
      PERFORM pg_advisory_xact_lock(1952804466, hashtext('schema ' || p_schema));
      SELECT * INTO v_tenant FROM tenantry.tenants WHERE name = p_name AND phase <> 'dropped' FOR UPDATE;
      IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'TN001', MESSAGE = format('Tenant %s does not exist.', p_name);
      END IF;
      IF v_tenant.schema_oid <> p_oid::oid
        OR NOT EXISTS (SELECT 1 FROM pg_namespace WHERE oid = p_oid::oid AND nspname = v_tenant.schema_name) THEN
        RAISE EXCEPTION USING ERRCODE = 'TN002',
          MESSAGE = format('Schema %s of tenant %s is gone, or another one has its name.', v_tenant.schema_name, p_name);
      END IF;
      PERFORM tenantry.check_free(p_new, nullif(p_schema, v_tenant.schema_name), v_tenant.id, p_retention);
      IF p_schema <> v_tenant.schema_name THEN
        EXECUTE format('ALTER SCHEMA %I RENAME TO %I', v_tenant.schema_name, p_schema);
      END IF;
      UPDATE tenantry.tenants SET name = p_new, schema_name = p_schema, updated_at = clock_timestamp()
        WHERE id = v_tenant.id;
      DELETE FROM tenantry.retired_names WHERE tenant_id = v_tenant.id AND name = p_new;
      INSERT INTO tenantry.retired_names (tenant_id, name, schema_name)
        VALUES (v_tenant.id, p_name, nullif(v_tenant.schema_name, p_schema));
      IF p_home IS NOT NULL THEN
        DELETE FROM tenantry.directory WHERE name = p_name;
        PERFORM tenantry.enlist(p_new, p_schema, p_home, v_tenant.phase, v_tenant.domains);
      END IF;
      INSERT INTO tenantry.history (tenant_id, action, migrations, heads, run, actor, tool)
        VALUES (v_tenant.id, 'rename', '{}', '{}', p_run, p_actor, p_tool);
      PERFORM tenantry.record_audit(v_tenant.id, p_new, p_actor, 'rename', jsonb_build_object('from', p_name, 'to', p_new,
        'schema_from', v_tenant.schema_name, 'schema', p_schema, 'run', p_run)::text);
    END $fn$
    """#

  /// Renames the schema to a tombstone.
  ///
  /// What still knows the old name meets nothing.
  private static let drop = #"""
    CREATE OR REPLACE FUNCTION tenantry.drop_tenant(p_name text, p_oid bigint, p_tombstone text, p_home boolean, p_run text, p_actor text,
      p_tool text)
    RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $fn$
    DECLARE
      v_tenant tenantry.tenants;
      v_tombstone text;
    BEGIN
      SELECT * INTO v_tenant FROM tenantry.tenants WHERE name = p_name AND phase <> 'dropped' FOR UPDATE;
      IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'TN001', MESSAGE = format('Tenant %s does not exist.', p_name);
      END IF;
      IF v_tenant.schema_oid <> p_oid::oid THEN
        RAISE EXCEPTION USING ERRCODE = 'TN003', MESSAGE = format('Tenant %s was changed by somebody else.', p_name);
      END IF;
      IF EXISTS (SELECT 1 FROM pg_namespace WHERE oid = v_tenant.schema_oid AND nspname = v_tenant.schema_name) THEN
        v_tombstone := p_tombstone;
        EXECUTE format('ALTER SCHEMA %I RENAME TO %I', v_tenant.schema_name, v_tombstone);
      END IF;
      UPDATE tenantry.tenants SET phase = 'dropped', tombstone = v_tombstone, updated_at = clock_timestamp()
        WHERE id = v_tenant.id;
      IF p_home THEN
        DELETE FROM tenantry.directory WHERE name = p_name;
      END IF;
      INSERT INTO tenantry.history (tenant_id, action, migrations, heads, run, actor, tool)
        VALUES (v_tenant.id, 'drop', '{}', '{}', p_run, p_actor, p_tool);
      PERFORM tenantry.record_audit(v_tenant.id, p_name, p_actor, 'drop',
        jsonb_build_object('schema', v_tenant.schema_name, 'tombstone', v_tombstone, 'run', p_run)::text);
    END $fn$
    """#

  private static let enterShared = #"""
    CREATE OR REPLACE FUNCTION tenantry.enter_shared(p_set text, p_head text)
    RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $fn$
    DECLARE
      v_head text;
    BEGIN
      PERFORM pg_advisory_xact_lock(1952804466, 0);
      SELECT head INTO v_head FROM tenantry.shared_heads WHERE set_name = p_set;
      IF v_head IS DISTINCT FROM p_head THEN
        RAISE EXCEPTION USING ERRCODE = 'TN003', MESSAGE = 'The shared schema was migrated by somebody else.';
      END IF;
      PERFORM set_config('tenantry.role', current_user, true);
    END $fn$
    """#

  private static let leaveShared = #"""
    CREATE OR REPLACE FUNCTION tenantry.leave_shared(p_set text, p_head text, p_migration text, p_position bigint, p_migrations text[],
      p_path text, p_actual_path text, p_role text, p_run text, p_actor text, p_tool text)
    RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $fn$
    BEGIN
      PERFORM tenantry.check_session(p_path, p_actual_path, p_role);
      INSERT INTO tenantry.shared_heads VALUES (p_set, p_head, p_migration, p_position::integer)
        ON CONFLICT (set_name)
        DO UPDATE SET head = EXCLUDED.head, migration = EXCLUDED.migration, position = EXCLUDED.position;
      DELETE FROM tenantry.pending_steps WHERE tenant_id = 0;
      INSERT INTO tenantry.history (tenant_id, action, migrations, heads, run, actor, tool)
        VALUES (0, 'migrate', p_migrations, jsonb_build_object(p_set, p_head), p_run, p_actor, p_tool);
      PERFORM tenantry.record_audit(0, '', p_actor, 'migrate',
        jsonb_build_object('migrations', p_migrations, 'heads', jsonb_build_object(p_set, p_head), 'run', p_run)::text);
    END $fn$
    """#
}
