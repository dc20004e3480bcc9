import Names
import SQL
import Testing

@testable import Migrations

@Suite struct RefusalTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var sql: String
    var refusals: [String]
    var testDescription: String { sql }
    init(_ sql: String, _ refusals: String...) { (self.sql, self.refusals) = (sql, refusals) }
  }

  static let transactions = [
    Case("BEGIN;", "1:1 transaction-control"),
    Case("begin work;", "1:1 transaction-control"),
    Case("SELECT 1;\n  CoMMiT ;", "2:3 transaction-control"),
    Case("/* c */ ROLLBACK TO a", "1:9 transaction-control"),
    Case("-- c\n\tSAVEPOINT a;", "2:2 transaction-control"),
    Case("RELEASE a;", "1:1 transaction-control"),
    Case("RELEASE SAVEPOINT a;", "1:1 transaction-control"),
    Case("START TRANSACTION READ ONLY;", "1:1 transaction-control"),
    Case("START/**/TRANSACTION;", "1:1 transaction-control"),
    Case("END;", "1:1 transaction-control"),
    Case("ABORT;", "1:1 transaction-control"),
    Case("PREPARE TRANSACTION 'a';", "1:1 transaction-control"),
    Case("COMMIT PREPARED 'a';", "1:1 transaction-control"),
    Case("COMMIT AND CHAIN", "1:1 transaction-control"),
    Case("SET TRANSACTION READ ONLY;", "1:1 transaction-control"),
    Case("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY;", "1:1 transaction-control"),
    Case("SELECT 'größe😀'; COMMIT;", "1:18 transaction-control"),
    Case("BEGIN;\nSELECT 1;\nCOMMIT;", "1:1 transaction-control", "3:1 transaction-control"),
  ]

  @Test(arguments: transactions, Dialect.Engine.allCases)
  func `what begins or ends a transaction is refused at its first token`(example: Case, engine: Dialect.Engine) {
    #expect(refusalsOfUp(example.sql, engine) == example.refusals)
  }

  @Test func `a function whose columns are called case and end hides no COMMIT`() {
    let function = "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1 case; END;"
    #expect(refusalsOfUp(function + "\nCOMMIT;\nSELECT 2 end;") == ["2:1 transaction-control"])
    #expect(refusalsOfUp(function) == [])
  }

  static let session = [
    Case("SET search_path = x;", "1:1 session-scope"),
    Case("SET search_path TO x, y;", "1:1 session-scope"),
    Case("set local Search_Path to x", "1:1 session-scope"),
    Case("SET SESSION search_path = x", "1:1 session-scope"),
    Case("SET LOCAL \"search_path\" = x", "1:1 session-scope"),
    Case("SET /* a */ LOCAL -- b\n \"Search_Path\" = x", "1:1 session-scope"),
    Case("SET U&\"search\\005fpath\" = x", "1:1 session-scope"),
    Case("SET SCHEMA 'x';", "1:1 session-scope"),
    Case("SET LOCAL SCHEMA 'x';", "1:1 session-scope"),
    Case("SET ROLE x;", "1:1 session-scope"),
    Case("SET LOCAL ROLE x;", "1:1 session-scope"),
    Case("SET SESSION ROLE x;", "1:1 session-scope"),
    Case("SET role TO x;", "1:1 session-scope"),
    Case("SET SESSION AUTHORIZATION x;", "1:1 session-scope"),
    Case("SET LOCAL SESSION AUTHORIZATION x;", "1:1 session-scope"),
    Case("SET SESSION SESSION AUTHORIZATION x;", "1:1 session-scope"),
    Case("SET session_authorization = x;", "1:1 session-scope"),
    Case("RESET search_path", "1:1 session-scope"),
    Case("RESET \"search_path\"", "1:1 session-scope"),
    Case("RESET ROLE", "1:1 session-scope"),
    Case("RESET SESSION AUTHORIZATION", "1:1 session-scope"),
    Case("RESET ALL", "1:1 session-scope"),
    Case("DISCARD ALL", "1:1 session-scope"),
    Case("SELECT set_config('search_path', 'x', true)", "1:8 session-scope"),
    Case("SELECT pg_catalog.set_config('search_path', '', false)", "1:19 session-scope"),
    Case("SELECT 1,\n  SET_CONFIG ( 'Search_Path', 'x', true)", "2:3 session-scope"),
    Case("SELECT \"set_config\"('role', 'x', true)", "1:8 session-scope"),
    Case("SELECT set_config('search'\n'_path', 'x', true)", "1:8 session-scope"),
    Case("SELECT set_config(E'search\\x5fpath', 'x', true)", "1:8 session-scope"),
    Case("SELECT set_config('app.x', 'x', false)", "1:8 set-without-local"),
    Case("SET statement_timeout = 0", "1:1 set-without-local"),
    Case("SET SESSION statement_timeout = 0", "1:1 set-without-local"),
    Case("SET TIME ZONE 'UTC'", "1:1 set-without-local"),
    Case("SET SESSION TIME ZONE 'UTC'", "1:1 set-without-local"),
    Case("SET NAMES 'UTF8'", "1:1 set-without-local"),
    Case("SET my.setting TO 'local'", "1:1 set-without-local"),
    Case("RESET statement_timeout", "1:1 set-without-local"),
    Case("LISTEN x", "1:1 session-state"),
    Case("PREPARE p AS SELECT 1", "1:1 session-state"),
    Case("DO $$BEGIN\n  SET search_path = x;\nEND$$;", "2:3 session-scope"),
    Case("DO $$ BEGIN IF true THEN SET LOCAL ROLE x; END IF; END $$", "1:26 session-scope"),
    Case("DO LANGUAGE plpgsql $a$ BEGIN SET statement_timeout = 0; END $a$", "1:31 set-without-local"),
    Case("DO $$ BEGIN PERFORM set_config('role', 'x', true); END $$", "1:21 session-scope"),
    Case("DO $$ BEGIN EXECUTE $q$ SET ROLE x $q$; END $$", "1:25 session-scope"),
    Case(
      "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$\nBEGIN\nSET LOCAL search_path = x;\nEND$$;",
      "3:1 session-scope"),
    Case("CREATE FUNCTION f() RETURNS void AS 'a', $$SET ROLE x$$ LANGUAGE sql"),
    Case("CREATE FUNCTION f() RETURNS void AS $$SELECT 1; SET ROLE x$$ LANGUAGE 'SQL'", "1:49 session-scope"),
  ]

  @Test(arguments: session)
  func `what changes the session is refused`(example: Case) { #expect(refusalsOfUp(example.sql) == example.refusals) }

  static let schemas = [
    Case("CREATE SCHEMA x;", "1:1 schema-statement"),
    Case("CREATE SCHEMA IF NOT EXISTS x;", "1:1 schema-statement"),
    Case("DROP SCHEMA x CASCADE;", "1:1 schema-statement"),
    Case("ALTER SCHEMA x RENAME TO y;", "1:1 schema-statement"),
    Case("COMMENT ON SCHEMA x IS 'y';", "1:1 schema-statement"),
    Case("DO $$ BEGIN CREATE SCHEMA x; END $$", "1:13 schema-statement"),
    Case("CREATE TABLE public.a (b int);", "1:14 literal-schema"),
    Case(
      "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET search_path = t_globex, pg_temp AS 'SELECT 1';", "1:64 literal-schema"),
    Case("ALTER FUNCTION f() SET search_path TO pg_temp, 't_globex, x';", "1:48 literal-schema"),
    Case(
      "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET \"search_path\" = ${tenant_schema}, public AS 'SELECT 1';",
      "1:84 literal-schema"),
    Case("CREATE FUNCTION f() RETURNS int LANGUAGE sql SET search_path = ${tenant_schema}, pg_temp AS 'SELECT 1';"),
    Case("CREATE TABLE PUBLIC.a (b int);", "1:14 literal-schema"),
    Case("CREATE TABLE \"public\".a (b int);", "1:14 literal-schema"),
    Case("CREATE TABLE U&\"publi\\0063\".a (b int);", "1:14 literal-schema"),
    Case("CREATE TABLE U&\"publi!0063\" UESCAPE '!' . a (b int);", "1:14 literal-schema"),
    Case("CREATE TABLE public . \n a (b int);", "1:14 literal-schema"),
    Case("CREATE TABLE public/**/./**/a (b int);", "1:14 literal-schema"),
    Case("SELECT 1\nFROM\n\tt_acme.a, t_globex.b", "3:2 literal-schema", "3:12 literal-schema"),
    Case("SELECT * FROM app.public.users", "1:19 literal-schema"),
    Case("SELECT * FROM tenantry.tenants", "1:15 literal-schema"),
    Case("SELECT public.f(1) OPERATOR(public.+) 2", "1:8 literal-schema", "1:29 literal-schema"),
    Case("CREATE TABLE a (b public.citext REFERENCES \"order\".x)", "1:19 literal-schema", "1:44 literal-schema"),
    Case("ALTER TABLE a SET SCHEMA public", "1:26 literal-schema"),
    Case("CREATE EXTENSION citext SCHEMA public", "1:32 literal-schema"),
    Case("CREATE EXTENSION citext WITH SCHEMA \"public\"", "1:37 literal-schema"),
    Case("GRANT SELECT ON ALL TABLES IN SCHEMA public TO x", "1:38 literal-schema"),
    Case("GRANT USAGE ON SCHEMA a, public TO x", "1:26 literal-schema"),
    Case("DO $$ BEGIN\n  DELETE FROM public.a;\nEND $$", "2:15 literal-schema"),
    Case("DO $$ BEGIN FOR i IN 1..public.f() LOOP END LOOP; END $$", "1:25 literal-schema"),
    Case("DO $$ BEGIN EXECUTE format($q$SELECT * FROM public.%I$q$, x); END $$", "1:45 literal-schema"),
    Case(
      "CREATE FUNCTION f(language text) RETURNS int LANGUAGE sql AS $f$\nSELECT 1 FROM \"public\".a\n$f$;",
      "2:15 literal-schema"),
    Case(
      "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1 FROM public.a; END;", "1:73 literal-schema"),
  ]

  @Test(arguments: schemas)
  func `schemas that are made or written literally are refused`(example: Case) {
    #expect(refusalsOfUp(example.sql) == example.refusals)
  }

  static let clients = [
    Case("COPY a FROM STDIN;", "1:1 client-copy"),
    Case("COPY a (b, c) FROM stdin WITH (FORMAT csv);", "1:1 client-copy"),
    Case("COPY (SELECT * FROM stdin) TO STDOUT;", "1:1 client-copy"),
    Case("COPY a TO STDOUT", "1:1 client-copy"),
    Case("COPY a FROM STDOUT", "1:1 client-copy"),
    Case("COPY a FROM stdin;\n1\tit's\n$$ (\n\\.\nCOMMIT;", "1:1 client-copy", "5:1 transaction-control"),
    Case("COPY a FROM stdin;\nCOMMIT;", "1:1 client-copy", "2:1 transaction-control"),
    Case("\\connect x", "1:1 client-command"),
    Case("SELECT 1;\n  \\echo it's\nSELECT 2;", "2:3 client-command"),
    Case("SELECT 1 \\gexec\nSELECT 2;", "1:10 client-command"),
    Case("\\set a 1\n\\set b 2", "1:1 client-command", "2:1 client-command"),
  ]

  @Test(arguments: clients)
  func `what needs a client program is refused`(example: Case) { #expect(refusalsOfUp(example.sql) == example.refusals) }

  static let outside = [
    Case("CREATE INDEX CONCURRENTLY i ON a (b)", "1:14 needs-no-transaction"),
    Case("create unique index concurrently if not exists i on a (b)", "1:21 needs-no-transaction"),
    Case("DROP INDEX CONCURRENTLY i", "1:12 needs-no-transaction"),
    Case("REINDEX INDEX CONCURRENTLY i", "1:15 needs-no-transaction"),
    Case("REINDEX (VERBOSE, CONCURRENTLY) TABLE a", "1:19 needs-no-transaction"),
    Case("ALTER TABLE a DETACH PARTITION b CONCURRENTLY", "1:34 needs-no-transaction"),
    Case("VACUUM a", "1:1 needs-no-transaction"),
  ]

  @Test(arguments: outside)
  func `what cannot run in a transaction is refused in one, and taken without`(example: Case) {
    #expect(refusalsOfUp(example.sql) == example.refusals)
    #expect(refusalsOfUp(example.sql, options: " transaction:false") == [])
  }

  @Test func `an index that is built concurrently has a name that can be found again`() {
    let name = String(repeating: "x", count: 64)
    let sql = "CREATE INDEX CONCURRENTLY \(name) ON a (b)"
    #expect(refusalsOfUp(sql, options: " transaction:false") == ["1:27 index-name-too-long"])
  }

  static let sqlite = [
    Case("ATTACH 'x' AS y", "1:1 attach"),
    Case("DETACH y", "1:1 attach"),
    Case("PRAGMA journal_mode = DELETE", "1:1 pragma"),
    Case("pragma main.Writable_Schema(1)", "1:1 pragma"),
    Case("PRAGMA foreign_keys = OFF", "1:1 pragma"),
    Case("PRAGMA \"journal_mode\"", "1:1 pragma"),
    Case("PRAGMA unheard_of", "1:1 pragma"),
    Case("VACUUM", "1:1 needs-no-transaction"),
    Case("VACUUM INTO 'x'", "1:1 vacuum-into"),
    Case("SELECT * FROM T_ACME.a", "1:15 literal-schema"),
    Case(
      "SELECT * FROM [T_Acme].a, `t_acme` . b, 't_acme'.c", "1:15 literal-schema", "1:27 literal-schema", "1:41 literal-schema"),
    Case("CREATE TABLE a (b int REFERENCES ${shared_schema}.c)", "1:34 shared-schema-unreachable"),
    Case("SELECT '${shared_schema}'", "1:9 shared-schema-unreachable"),
    Case(".read x.sql\nSELECT 1;", "1:1 client-command"),
    Case("SELECT 1;\n.dump it's", "2:1 client-command"),
    Case("CREATE TRIGGER t AFTER INSERT ON a BEGIN INSERT INTO t_acme.b VALUES (1); END", "1:54 literal-schema"),
  ]

  @Test(arguments: sqlite)
  func `what leaves the tenant's file or the transaction is refused on SQLite`(example: Case) {
    #expect(refusalsOfUp(example.sql, .sqlite) == example.refusals)
  }

  @Test func `a vacuum runs on SQLite without a transaction, but never into another file`() {
    #expect(refusalsOfUp("VACUUM", .sqlite, options: " transaction:false") == [])
    #expect(refusalsOfUp("VACUUM INTO 'x'", .sqlite, options: " transaction:false") == ["1:1 vacuum-into"])
  }

  @Test func `a refusal carries the line, a hint and the exit code's severity`() throws {
    let error = #expect(throws: DiagnosticsError.self) { try up("  COMMIT; -- now") }
    let diagnostic = try #require(error?.diagnostics.first)
    #expect(diagnostic.sourceLine == "  COMMIT; -- now")
    #expect(diagnostic.location.description == "0001_x.sql:2:3")
    #expect(diagnostic.severity == .malformed && diagnostic.hint != nil && diagnostic.message.contains("COMMIT"))
  }

  @Test func `the first fifty findings are reported`() {
    #expect(refusalsOfUp(String(repeating: "COMMIT;", count: 70)).count == 50)
  }
}
