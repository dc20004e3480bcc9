/// The functions of the ledger on PostgreSQL that delete a tombstone, a part at a time.
enum PostgresLedgerPurging {
  static let statements = [objects, purge]

  /// What there is to drop in a schema: what ties others together first, tables next, partitions before what they are part of.
  ///
  /// What belongs to something else (a range type's constructors, what an extension brought) goes with it.
  private static let objects = #"""
    CREATE OR REPLACE FUNCTION tenantry.purgeable(p_schema oid, p_name text)
    RETURNS TABLE (stage integer, object oid, command text) LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $fn$
      SELECT CASE WHEN c.relkind IN ('v', 'm') THEN 1 WHEN c.relkind = 'S' THEN 5
          WHEN EXISTS (SELECT 1 FROM pg_inherits h WHERE h.inhparent = c.oid) THEN 4 ELSE 3 END, c.oid,
        format('DROP %s IF EXISTS %I.%I CASCADE', CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
          WHEN 'S' THEN 'SEQUENCE' WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END, p_name, c.relname)
      FROM pg_class c WHERE c.relnamespace = p_schema AND c.relkind IN ('v', 'm', 'S', 'r', 'p', 'f')
        AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
          AND (d.deptype = 'e' OR d.deptype IN ('a', 'i') AND c.relkind = 'S'))
      UNION ALL
      SELECT 1, r.oid, format('DROP ROUTINE IF EXISTS %s CASCADE', r.oid::regprocedure)
      FROM pg_proc r WHERE r.pronamespace = p_schema
        AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = r.oid
          AND d.deptype IN ('e', 'i'))
      UNION ALL
      SELECT 2, k.oid, format('ALTER TABLE IF EXISTS %I.%I DROP CONSTRAINT IF EXISTS %I CASCADE', p_name, c.relname, k.conname)
      FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
      WHERE c.relnamespace = p_schema AND c.relkind IN ('r', 'p') AND k.contype = 'f' AND k.conparentid = 0
      UNION ALL
      SELECT 5, t.oid, format('DROP TYPE IF EXISTS %I.%I CASCADE', p_name, t.typname)
      FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
      WHERE t.typnamespace = p_schema AND (t.typtype IN ('e', 'd', 'r') OR c.relkind = 'c')
        AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid
          AND d.deptype = 'e')
    $fn$
    """#

  /// Deletes as much of a tombstone as the server's lock table has room for, and says whether that was the rest.
  ///
  /// `DROP SCHEMA CASCADE` locks every object of the schema at once: some 1,500 tables of ordinary shape exhaust the lock table
  /// of a server with default settings. A quarter of it leaves the rest to everybody else.
  private static let purge = #"""
    CREATE OR REPLACE FUNCTION tenantry.purge_part(p_id bigint, p_run text, p_actor text, p_tool text)
    RETURNS boolean LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $fn$
    DECLARE
      v_tenant tenantry.tenants;
      v_commands text[];
      v_command text;
      v_budget bigint := greatest(64, current_setting('max_locks_per_transaction')::bigint
        * (current_setting('max_connections')::bigint + current_setting('max_prepared_transactions')::bigint) / 4);
    BEGIN
      SELECT * INTO v_tenant FROM tenantry.tenants WHERE id = p_id AND phase = 'dropped' AND tombstone IS NOT NULL FOR UPDATE;
      IF NOT FOUND THEN
        RETURN true;
      END IF;
      SELECT array_agg(o.command ORDER BY o.stage, o.object) INTO v_commands FROM (
        SELECT c.*, sum(c.cost) OVER (ORDER BY c.stage, c.object) AS total FROM (
          SELECT p.*, CASE WHEN p.stage NOT IN (3, 4) THEN 10 ELSE
            8 + 3 * (SELECT count(*) FROM pg_index i WHERE i.indrelid = p.object)
              + 2 * (SELECT count(*) FROM pg_constraint k WHERE k.conrelid = p.object)
              + (SELECT count(*) FROM pg_trigger g WHERE g.tgrelid = p.object)
              + 2 * (SELECT count(*) FROM pg_depend d WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = p.object
                AND d.deptype IN ('a', 'i')) END AS cost
          FROM (SELECT * FROM tenantry.purgeable(
              (SELECT n.oid FROM pg_namespace n WHERE n.nspname = v_tenant.tombstone), v_tenant.tombstone) u
            ORDER BY u.stage, u.object LIMIT v_budget / 8) p
        ) c
      ) o WHERE o.total <= v_budget OR o.total = o.cost;
      IF v_commands IS NOT NULL THEN
        FOREACH v_command IN ARRAY v_commands LOOP
          EXECUTE v_command;
        END LOOP;
        RETURN false;
      END IF;
      EXECUTE format('DROP SCHEMA IF EXISTS %I CASCADE', v_tenant.tombstone);
      UPDATE tenantry.tenants SET tombstone = NULL WHERE id = p_id;
      INSERT INTO tenantry.history (tenant_id, action, migrations, heads, run, actor, tool)
        VALUES (p_id, 'purge', '{}', '{}', p_run, p_actor, p_tool);
      PERFORM tenantry.record_audit(v_tenant.id, v_tenant.name, p_actor, 'purge',
        jsonb_build_object('tombstone', v_tenant.tombstone, 'run', p_run)::text);
      RETURN true;
    END $fn$
    """#
}
