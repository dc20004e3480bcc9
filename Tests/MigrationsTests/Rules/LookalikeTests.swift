import SQL
import Testing

@testable import Migrations

@Suite struct LookalikeTests {
  @Test(
    arguments: [
      "CREATE TABLE a (commit text, \"begin\" text, savepoint int, role text, search_path text, schema text, public boolean)",
      "SELECT commit, rollback FROM a WHERE a.commit = 'COMMIT; ROLLBACK'",
      "UPDATE users SET role = 'admin', search_path = 'x' WHERE id = 1",
      "UPDATE users u SET role = 'x'",
      "INSERT INTO a VALUES (1) ON CONFLICT (b) DO UPDATE SET role = excluded.role",
      "ALTER TABLE a ALTER COLUMN b SET DEFAULT 1",
      "ALTER TABLE a SET (fillfactor = 70)",
      "ALTER TABLE a ALTER b SET NOT NULL",
      "ALTER FUNCTION f() SET search_path = pg_catalog",
      "ALTER FUNCTION f() RESET search_path",
      "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET search_path FROM CURRENT AS $$ SELECT 1 $$",
      "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN UPDATE a SET role = 1; RETURN CASE WHEN true THEN 1 END; END $$",
      "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN SET LOCAL work_mem = '1MB'; COMMIT; END $$",
      "MERGE INTO a USING b ON a.x = b.x WHEN MATCHED THEN UPDATE SET role = 1",
      "SET LOCAL statement_timeout = '5s'",
      "SET LOCAL TIME ZONE 'UTC'",
      "SET CONSTRAINTS ALL DEFERRED",
      "SELECT set_config('app.tenant', 'x', true)",
      "SELECT current_setting('search_path')",
      "SELECT 'SET search_path = x'",
      "SELECT \"commit\" AS rollback",
      "SELECT CASE WHEN a THEN 1 ELSE 2 END FROM b",
      "SELECT 1 AS end",
      "DO $$ BEGIN PERFORM 1; EXCEPTION WHEN OTHERS THEN NULL; END $$",
      "DO $$ DECLARE a int; BEGIN BEGIN a := 1; END; END $$",
      "SELECT 'public.users', 'see public.users'",
      "SELECT public, a.public FROM a -- public.users",
      "SELECT /* public.users */ 1",
      "SELECT \"PUBLIC\".a FROM b AS \"PUBLIC\"",
      "SELECT public_x.a, xpublic.a FROM public_x, xpublic",
      "SELECT (r).public.x FROM r",
      "SELECT a.b.public FROM a",
      "GRANT SELECT ON a TO public",
      "REVOKE ALL ON a FROM PUBLIC",
      "COMMENT ON TABLE a IS $$ the public.users of it $$",
      "CREATE FUNCTION f() RETURNS int LANGUAGE plpython3u AS $$\n# don't touch public.users\nreturn 1\n$$",
      "SELECT public\n, '.x' FROM a",
      "CREATE TABLE schema_public (a int)",
      "SELECT schema, public FROM a",
      "COPY a FROM '/tmp/stdin'",
      "COPY a TO PROGRAM 'cat > stdout'",
      "SELECT copy, stdin FROM a",
      "CREATE TABLE copy (stdin int)",
      "REFRESH MATERIALIZED VIEW CONCURRENTLY a",
      "CREATE INDEX concurrently_built ON a (b)",
      "CREATE INDEX \"concurrently\" ON a (b)",
      "SELECT '\\d', E'\\\\d'",
      "SELECT '$' || '{x}'",
      "SELECT 1 -- ${whatever}\n",
      "SELECT 1 /* ${whatever} */",
      "DO $$ BEGIN -- ${whatever}\nNULL; END $$",
      "CREATE TABLE prepare (x int)",
      "SELECT start, release, abort FROM a",
      "EXPLAIN SELECT 1",
      "CALL commit()",
      "SELECT 1 -- migrate: the rows\n",
      "SELECT '-- migrate:down\n'",
      "SELECT 1 /*\n-- migrate:down\n*/",
      "DO $$ BEGIN\n-- migrate:down\nNULL; END $$",
    ])
  func `what only looks like a refused statement is taken`(sql: String) {
    #expect(refusalsOfUp(sql) == [])
  }

  @Test(
    arguments: [
      "CREATE TABLE a (commit text, [end] text, `begin` text, 'x' int)",
      "PRAGMA defer_foreign_keys = ON",
      "PRAGMA foreign_key_check",
      "PRAGMA main.user_version = 3",
      "SELECT 'ATTACH', attach FROM a",
      "CREATE TABLE vacuum (pragma int)",
      "CREATE TRIGGER t AFTER UPDATE ON a BEGIN UPDATE b SET role = 1; SELECT CASE WHEN 1 THEN 2 END; END",
      "INSERT INTO a VALUES ('public.x', \"t_acme\")",
      "SELECT t\n.x FROM t",
    ])
  func `what only looks like a refused statement is taken on SQLite`(sql: String) {
    #expect(refusalsOfUp(sql, .sqlite) == [])
  }
}
