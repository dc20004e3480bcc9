import SQL
import Testing

@testable import Migrations

@Suite struct SplitterTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var sql: String
    var statements: [String]
    var testDescription: String { sql }
    init(_ sql: String, _ statements: String...) { (self.sql, self.statements) = (sql, statements) }
  }

  static let both = [
    Case(""),
    Case(" \n\t ;; ; \n"),
    Case("-- only a comment"),
    Case("/* only */ -- comments"),
    Case("SELECT 1", "SELECT 1"),
    Case("SELECT 1;SELECT 2;", "SELECT 1", "SELECT 2"),
    Case("SELECT 1;;;SELECT 2", "SELECT 1", "SELECT 2"),
    Case("-- a\nSELECT 1 -- b\n;-- c\nSELECT 2 /* d */", "SELECT 1", "SELECT 2"),
    Case("SELECT /* in ; side */ 1;", "SELECT /* in ; side */ 1"),
    Case("SELECT -- in ; side '\n 1;", "SELECT -- in ; side '\n 1"),
    Case("SELECT ';', ';;';SELECT 2", "SELECT ';', ';;'", "SELECT 2"),
    Case("SELECT 'it''s; -- not a comment';SELECT 2", "SELECT 'it''s; -- not a comment'", "SELECT 2"),
    Case("SELECT '/*';SELECT '*/'", "SELECT '/*'", "SELECT '*/'"),
    Case("SELECT ''';''';SELECT 2", "SELECT ''';'''", "SELECT 2"),
    Case("SELECT '\\';SELECT 2", "SELECT '\\'", "SELECT 2"),
    Case("SELECT \"a;b\"\"c;d\";SELECT 2", "SELECT \"a;b\"\"c;d\"", "SELECT 2"),
    Case("SELECT \"it's\";SELECT 'say \"hi;\"'", "SELECT \"it's\"", "SELECT 'say \"hi;\"'"),
    Case("SELECT (1;2);SELECT 3", "SELECT (1;2)", "SELECT 3"),
    Case("SELECT 1-1;SELECT 1--1\n", "SELECT 1-1", "SELECT 1"),
    Case("SELECT 4/2*3;", "SELECT 4/2*3"),
    Case("SELECT 1/* -- */;SELECT 2", "SELECT 1", "SELECT 2"),
    Case("SELECT 1 -- /*\n;SELECT 2 -- */", "SELECT 1", "SELECT 2"),
    Case("SELECT 'größe😀;';SELECT ünïcode", "SELECT 'größe😀;'", "SELECT ünïcode"),
    Case("SELECT 1.5e10, .5, 1., 0x1F;SELECT 2", "SELECT 1.5e10, .5, 1., 0x1F", "SELECT 2"),
    Case("BEGIN; SELECT 1; END;", "BEGIN", "SELECT 1", "END"),
    Case("CREATE TABLE begin_end (a int);SELECT 1", "CREATE TABLE begin_end (a int)", "SELECT 1"),
  ]

  @Test(arguments: both, Dialect.Engine.allCases)
  func `semicolons end statements unless they are quoted, commented out or in parentheses`(
    example: Case, engine: Dialect.Engine
  ) throws {
    #expect(try split(example.sql, engine) == example.statements)
  }

  static let postgres = [
    Case("SELECT $$;$$;SELECT 2", "SELECT $$;$$", "SELECT 2"),
    Case("SELECT $a$;$$;$b$;$a$;SELECT 2", "SELECT $a$;$$;$b$;$a$", "SELECT 2"),
    Case("SELECT $a$ $a $a$;SELECT 2", "SELECT $a$ $a $a$", "SELECT 2"),
    Case("SELECT $ab$ $a$ab$;SELECT 2", "SELECT $ab$ $a$ab$", "SELECT 2"),
    Case("SELECT $ä$;$ä$;SELECT 2", "SELECT $ä$;$ä$", "SELECT 2"),
    Case("SELECT $_1$;$_1$;SELECT 2", "SELECT $_1$;$_1$", "SELECT 2"),
    Case("SELECT $A$;$a$;$A$;SELECT 2", "SELECT $A$;$a$;$A$", "SELECT 2"),
    Case("SELECT $1;SELECT $2", "SELECT $1", "SELECT $2"),
    Case("SELECT $1$1;SELECT 2", "SELECT $1$1", "SELECT 2"),
    Case("SELECT a$b$ ; SELECT c$b$", "SELECT a$b$", "SELECT c$b$"),
    Case("SELECT a$$;SELECT $$b", "SELECT a$$", ""),
    Case("SELECT $$a;'$$;SELECT 'b'", "SELECT $$a;'$$", "SELECT 'b'"),
    Case("SELECT E'\\';';SELECT 2", "SELECT E'\\';'", "SELECT 2"),
    Case("SELECT e'\\\\';SELECT 2", "SELECT e'\\\\'", "SELECT 2"),
    Case("SELECT E'a'';\\'';SELECT 2", "SELECT E'a'';\\''", ""),
    Case("SELECT typE'\\';SELECT 2", "SELECT typE'\\'", "SELECT 2"),
    Case("SELECT U&'\\0041;\\';SELECT 2", "SELECT U&'\\0041;\\'", "SELECT 2"),
    Case("SELECT U&\"d\\0061t;\";SELECT 2", "SELECT U&\"d\\0061t;\"", "SELECT 2"),
    Case("SELECT E'a'\n'\\';';SELECT 2", "SELECT E'a'\n'\\';'", "SELECT 2"),
    Case("SELECT E'a' -- it's\n  '\\';';SELECT 2", "SELECT E'a' -- it's\n  '\\';'", "SELECT 2"),
    Case("SELECT E'a' '\\';SELECT 2", "SELECT E'a' '\\'", "SELECT 2"),
    Case("SELECT 1 /* a /* b; */ c; */;SELECT 2", "SELECT 1", "SELECT 2"),
    Case("SELECT a[1];SELECT '{1}'::int[]", "SELECT a[1]", "SELECT '{1}'::int[]"),
    Case("SELECT a ~ '\\d;';SELECT 2", "SELECT a ~ '\\d;'", "SELECT 2"),
    Case("SELECT @-1, a@>b, a<-- ;\nb;", "SELECT @-1, a@>b, a<-- ;\nb"),
    Case(
      "CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO a VALUES (1); DELETE FROM b);SELECT 2",
      "CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO a VALUES (1); DELETE FROM b)", "SELECT 2"),
    Case(
      "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 1 END; END;SELECT 2",
      "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 1 END; END", "SELECT 2"),
    Case(
      "create or replace procedure p() begin atomic select case a when 1 then case b when 2 then 3 end end; end;select 2",
      "create or replace procedure p() begin atomic select case a when 1 then case b when 2 then 3 end end; end", "select 2"),
    Case(
      "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1 AS end; SELECT t.end FROM t; SELECT 'END'; END;SELECT 2",
      "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1 AS end; SELECT t.end FROM t; SELECT 'END'; END", "SELECT 2"),
    // CASE and END are the names of columns here.
    Case(
      "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1 case; END;COMMIT;SELECT 2 end",
      "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1 case; END", "COMMIT", "SELECT 2 end"),
    Case(
      "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1 end; SELECT 2; END;SELECT 3",
      "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1 end; SELECT 2; END", "SELECT 3"),
    Case(
      "CREATE FUNCTION f(begin int) RETURNS int AS $$SELECT 1;$$ LANGUAGE sql;SELECT 2",
      "CREATE FUNCTION f(begin int) RETURNS int AS $$SELECT 1;$$ LANGUAGE sql", "SELECT 2"),
    Case("DO $$BEGIN PERFORM 1; END$$;SELECT 2", "DO $$BEGIN PERFORM 1; END$$", "SELECT 2"),
    Case("FOO BEGIN ATOMIC;SELECT 2", "FOO BEGIN ATOMIC", "SELECT 2"),
  ].filter { $0.statements.last != "" }

  @Test(arguments: postgres)
  func `PostgreSQL's quotes, comments and bodies are read as its lexer reads them`(example: Case) throws {
    #expect(try split(example.sql, .postgres) == example.statements)
  }

  static let sqlite = [
    Case("SELECT $$;SELECT 2", "SELECT $$", "SELECT 2"),
    Case("SELECT $a, ?1, :b, @c;SELECT 2", "SELECT $a, ?1, :b, @c", "SELECT 2"),
    Case("SELECT E'\\';SELECT 2", "SELECT E'\\'", "SELECT 2"),
    Case("SELECT x'00FF';SELECT 2", "SELECT x'00FF'", "SELECT 2"),
    Case("SELECT `a;``b`;SELECT 2", "SELECT `a;``b`", "SELECT 2"),
    Case("SELECT [a;'\"b];SELECT 2", "SELECT [a;'\"b]", "SELECT 2"),
    Case("SELECT 1 /* a /* b; */;SELECT 2", "SELECT 1", "SELECT 2"),
    Case("SELECT 'a'\n'b;';SELECT 2", "SELECT 'a'\n'b;'", "SELECT 2"),
    Case("SELECT t\n.a FROM t;SELECT 2", "SELECT t\n.a FROM t", "SELECT 2"),
    Case(
      "CREATE TRIGGER t AFTER INSERT ON a BEGIN INSERT INTO b VALUES (1); DELETE FROM c; END;SELECT 2",
      "CREATE TRIGGER t AFTER INSERT ON a BEGIN INSERT INTO b VALUES (1); DELETE FROM c; END", "SELECT 2"),
    Case(
      "create temp trigger t before update on a when new.x > 0 begin select case when 1 then 2 end; end;select 2",
      "create temp trigger t before update on a when new.x > 0 begin select case when 1 then 2 end; end", "select 2"),
    Case(
      "CREATE TRIGGER IF NOT EXISTS begin AFTER INSERT ON a BEGIN UPDATE a SET x = 1; END",
      "CREATE TRIGGER IF NOT EXISTS begin AFTER INSERT ON a BEGIN UPDATE a SET x = 1; END"),
    Case(
      "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 'END;'; -- END;\n END ; SELECT 2",
      "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 'END;'; -- END;\n END", "SELECT 2"),
    Case(
      "CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM c; END = 0;END;",
      "CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM c; END = 0",
      "END"),
    Case("CREATE TABLE trigger (begin int);SELECT 2", "CREATE TABLE trigger (begin int)", "SELECT 2"),
  ]

  @Test(arguments: sqlite)
  func `SQLite's quotes, comments and triggers are read as its tokenizer reads them`(example: Case) throws {
    #expect(try split(example.sql, .sqlite) == example.statements)
  }

  @Test(arguments: [
    ("SELECT 'a;\n", ScanFailure(construct: .string, offset: 7)),
    ("SELECT 1;\nSELECT \"a;", ScanFailure(construct: .name, offset: 17)),
    ("SELECT /* a", ScanFailure(construct: .comment, offset: 7)),
    ("/*", ScanFailure(construct: .comment, offset: 0)),
    ("/*/", ScanFailure(construct: .comment, offset: 0)),
    ("SELECT (1", ScanFailure(construct: .parenthesis, offset: 7)),
    ("SELECT (1, (2);", ScanFailure(construct: .parenthesis, offset: 7)),
    ("SELECT 1);", ScanFailure(construct: .unopenedParenthesis, offset: 8)),
  ])
  func `what has no end is reported at its start`(sql: String, failure: ScanFailure) {
    for engine in Dialect.Engine.allCases { #expect(throws: failure) { try split(sql, engine) } }
  }

  @Test(arguments: [
    ("SELECT $a$ ;", Dialect.Engine.postgres, ScanFailure(construct: .dollarQuote(tag: "$a$"), offset: 7)),
    ("SELECT $$ $a$", .postgres, ScanFailure(construct: .dollarQuote(tag: "$$"), offset: 7)),
    ("SELECT E'\\'", .postgres, ScanFailure(construct: .string, offset: 7)),
    ("SELECT E'\\", .postgres, ScanFailure(construct: .string, offset: 7)),
    ("SELECT U&\"a", .postgres, ScanFailure(construct: .name, offset: 7)),
    ("SELECT 1 /* a /* b */", .postgres, ScanFailure(construct: .comment, offset: 9)),
    ("CREATE FUNCTION f() BEGIN ATOMIC SELECT 1;", .postgres, ScanFailure(construct: .body, offset: 20)),
    ("SELECT [a", .sqlite, ScanFailure(construct: .name, offset: 7)),
    ("SELECT `a``", .sqlite, ScanFailure(construct: .name, offset: 7)),
    ("CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1;", .sqlite, ScanFailure(construct: .body, offset: 35)),
    ("CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1 END;", .sqlite, ScanFailure(construct: .body, offset: 35)),
  ])
  func `what has no end for one engine is reported there`(sql: String, engine: Dialect.Engine, failure: ScanFailure) {
    #expect(throws: failure) { try split(sql, engine) }
  }
}
