import Testing

@testable import PostgresDriver

@Suite struct StatementTextTests {
  @Test(arguments: [
    ("COMMIT", "COMMIT"), ("  \n commit;", "COMMIT"), ("-- ROLLBACK\nCOMMIT", "COMMIT"), ("/* a /* b */ c */ end", "END"),
    ("", ""),
    ("-- only a comment", ""), ("/* open", ""), ("(SELECT 1)", "SELECT"),
  ])
  func `the first word is found past space and comments`(text: String, expected: String) {
    #expect(StatementText(text).firstWord == expected)
  }

  @Test(arguments: ["COMMIT", "END", "/* */ commit work", "PREPARE TRANSACTION 'x'", "COMMIT AND CHAIN"])
  func `a commit is known`(text: String) { #expect(StatementText(text).isCommit) }

  @Test(arguments: ["ROLLBACK", "SELECT 'COMMIT'", "PREPARE x AS SELECT 1", "COMMIT PREPARED 'x'", "COMMENT ON TABLE t IS ''"])
  func `what is no commit is known`(text: String) { #expect(!StatementText(text).isCommit) }

  @Test(arguments: ["COPY t FROM STDIN", "copy (select 1) to stdout", "/* */ COPY t(a)\nFROM\nSTDIN WITH (FORMAT csv)"])
  func `a copy with the client is known`(text: String) { #expect(StatementText(text).isCopyWithClient) }

  @Test(arguments: ["COPY t FROM '/tmp/stdin'", "SELECT 'COPY t FROM STDIN'", "COPY t FROM PROGRAM 'x STDIN'"])
  func `a copy without the client is known`(text: String) { #expect(!StatementText(text).isCopyWithClient) }

  @Test(arguments: [
    ("SET", "SET search_path = a", true), ("SET", "SET LOCAL search_path = a", false), ("SET", "set /* x */ local a = b", false),
    ("SET", "SET SESSION a = b", true), ("SET", "SET TRANSACTION READ ONLY", false), ("SET", "SET ROLE x", true),
    ("SET", "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY", true), ("RESET", "RESET ALL", true),
    ("LISTEN", "LISTEN x", true),
    ("PREPARE", "PREPARE x AS SELECT 1", true), ("DISCARD ALL", "DISCARD ALL", true), ("DEALLOCATE ALL", "DEALLOCATE ALL", true),
    ("DO", "DO $$ $$", true), ("CREATE TABLE", "CREATE TABLE t ()", false), ("BEGIN", "BEGIN", false),
  ])
  func `a tag tells what stays in the session`(tag: String, text: String, expected: Bool) {
    #expect(SessionEffects.outlivesTransaction(tag: tag, text: text) == expected)
  }

  @Test(arguments: [
    "CREATE TEMP TABLE t (a int)", "create local temporary view v as select 1", "SELECT 1 INTO TEMP x",
    "CREATE TABLE pg_temp.x ()",
    "SELECT set_config('search_path', 'a', false)", "SELECT set_config($1, $2, $3)", "SELECT pg_advisory_lock(1)",
    "SELECT set_config('a', 'true)', false)", "SELECT pg_catalog . set_config ( 'a' , ')' , FALSE )",
    "CREATE OR REPLACE TEMP VIEW v AS SELECT 1",
  ])
  func `what no tag shows is suspected from the text`(text: String) { #expect(SessionEffects.isSuspicious(text)) }

  @Test(arguments: [
    "SELECT temp FROM t", "SELECT set_config('search_path', $1, true)", "SELECT set_config('a', ')', TRUE), 1",
    "SELECT pg_advisory_xact_lock(1)", "SELECT 'CREATE TEMP TABLE'", "-- CREATE TEMP TABLE\nSELECT 1",
    "SET LOCAL search_path = a, pg_temp",
  ])
  func `what ends with the transaction is not suspected`(text: String) { #expect(!SessionEffects.isSuspicious(text)) }
}
