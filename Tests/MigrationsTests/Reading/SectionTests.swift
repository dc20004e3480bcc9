import Names
import SQL
import Testing

@testable import Migrations

@Suite struct SectionTests {
  @Test func `the sections' statements have their text and their place`() throws {
    let text = """
      -- Why this is.
      -- migrate:up
      -- The first.
      CREATE TABLE a (
        b int -- kept
      );

        SELECT 1; SELECT 2

      -- migrate:down
      DROP TABLE a;
      """
    let migration = try migration(text)
    #expect(migration.up.map(\.acmeText) == ["CREATE TABLE a (\n  b int -- kept\n)", "SELECT 1", "SELECT 2"])
    #expect(migration.up.map(\.location.description) == ["0001_x.sql:4:1", "0001_x.sql:8:3", "0001_x.sql:8:13"])
    #expect(migration.down.map(\.acmeText) == ["DROP TABLE a"])
    #expect(migration.down.map(\.location.description) == ["0001_x.sql:11:1"])
    #expect(migration.isTransactional && migration.isDownTransactional)
  }

  @Test(
    arguments: [
      "-- migrate:up\nSELECT 1", "--migrate:up\nSELECT 1", "--\t migrate:up  \nSELECT 1", "\n\n  -- migrate:up\nSELECT 1",
      "/* a\n-- migrate:down\n*/\n-- migrate:up\nSELECT 1", "-- migrate:up transaction:true\nSELECT 1",
      "\u{FEFF}-- migrate:up\nSELECT 1", "-- migrate:up\r\nSELECT 1\r\n", "-- migrate:up\rSELECT 1",
      "-- migrate:up\nSELECT 1\n-- migrate:down",
    ])
  func `an up section is found`(text: String) throws {
    let migration = try migration(text)
    #expect(migration.up.map(\.acmeText) == ["SELECT 1"])
    #expect(migration.down.isEmpty && migration.isTransactional)
  }

  @Test(
    arguments: [
      ("-- migrate:up transaction:false\nVACUUM a\n-- migrate:down\nSELECT 1", false, true),
      ("-- migrate:up\nSELECT 1\n-- migrate:down transaction:false\nDROP INDEX CONCURRENTLY a", true, false),
      ("-- tenantry: transaction=false\n-- migrate:up\nVACUUM a", false, true),
      ("-- migrate:up\n-- tenantry: transaction=false\nVACUUM a", false, true),
      ("-- migrate:up\nVACUUM a\n-- tenantry:transaction=false", false, true),
      ("-- migrate:up\nVACUUM\n-- tenantry:  transaction=false \na", false, true),
      ("-- migrate:up\nSELECT 1\n-- migrate:down\n-- tenantry: transaction=false\nVACUUM a", true, false),
    ])
  func `a section runs without a transaction when its marker or a directive says so`(text: String, up: Bool, down: Bool) throws {
    let migration = try migration(text)
    #expect(migration.isTransactional == up && migration.isDownTransactional == down)
  }

  @Test(
    arguments: [
      ("", ["1:1 missing-up"]),
      ("-- nothing\n", ["1:1 missing-up"]),
      ("SELECT 1;", ["1:1 text-before-section"]),
      ("-- a\n SELECT 1;\nSELECT 2;\n-- migrate:up\nSELECT 3", ["2:2 text-before-section"]),
      ("-- a\n SELECT 1\n-- migrate:up\nSELECT 3", ["2:2 text-before-section"]),
      ("-- migrate:down\nSELECT 1", ["1:1 missing-up"]),
      ("-- migrate:down\nSELECT 1;\n-- migrate:up\nSELECT 2", ["1:1 section-order"]),
      ("-- migrate:up\n-- migrate:up\n", ["2:1 repeated-section"]),
      ("-- migrate:up\n-- migrate:down\n-- migrate:down\n", ["3:1 repeated-section"]),
      ("-- migrate:up\n-- migrate:down\n-- migrate:up\n", ["3:1 repeated-section"]),
      ("-- migrate:dwon\n", ["1:1 unknown-section"]),
      ("-- migrate:pu\nSELECT 1;\nCOMMIT;", ["1:1 unknown-section", "3:1 transaction-control"]),
      ("-- migrate:up\n-- Migrate:Down\n", ["2:1 unknown-section"]),
      ("-- migrate:up\n-- migrate: down\n", ["2:1 unknown-section"]),
      ("-- migrate:up\n-- migrate :down\n", ["2:1 unknown-section"]),
      ("-- migrate:up\nSELECT 1; -- migrate:down\nSELECT 2", ["2:11 marker-line"]),
      ("-- migrate:up\nSELECT (1\n-- migrate:down\n)", ["2:8 unterminated-parenthesis"]),
      ("-- migrate:up transaction:maybe", ["1:15 unknown-option"]),
      ("-- migrate:up  transaction=false\nSELECT 1", ["1:16 unknown-option"]),
      ("-- migrate:up transaction:false transaction:true\nVACUUM", ["1:33 repeated-option"]),
      ("-- migrate:up transaction:false\n-- tenantry: transaction=false\nVACUUM", ["2:1 repeated-option"]),
      ("-- tenantry: transaction=false\n-- migrate:up transaction:true\nSELECT 1", ["2:1 repeated-option"]),
      ("-- migrate:up\n-- tenantry: transacton=false\n", ["2:14 unknown-directive"]),
      ("-- migrate:up\n-- tenantry: a=1 b=2\n", ["2:14 unknown-directive", "2:18 unknown-directive"]),
      ("-- migrate:up\n-- tenantry: transaction=no\n", ["2:26 directive-value"]),
      ("-- migrate:up\n-- tenantry: transaction\n", ["2:14 directive-syntax"]),
      ("-- migrate:up\n-- tenantry:\n", ["2:1 directive-syntax"]),
      ("-- migrate:up\n-- Tenantry: transaction=false\nSELECT 1", ["2:1 directive-syntax"]),
      ("-- migrate:up\nSELECT 1; -- tenantry: transaction=false", ["2:11 marker-line"]),
      ("-- migrate:up transaction:false\nSELECT 1;\n  SELECT 2;\nSELECT 3", ["3:3 statement-count"]),
      ("-- a\n-- migrate:up transaction:false\n", ["2:1 statement-count"]),
      ("-- migrate:up\nSELECT 1;\n-- migrate:down transaction:false\nSELECT 1;SELECT 2", ["4:10 statement-count"]),
      ("-- migrate:up\nSELECT 'a\n-- migrate:down\n", ["2:8 unterminated-string"]),
      ("-- migrate:up\nBEGIN;\n-- migrate:down\nCOMMIT;", ["2:1 transaction-control", "4:1 transaction-control"]),
    ])
  func `a wrong section is refused where it is wrong`(text: String, expected: [String]) {
    #expect(refusals(text) == expected)
    #expect(refusals("\u{FEFF}" + text.replacing("\n", with: "\r\n")) == expected)
  }

  @Test(
    arguments: [
      ("-- migrate:dwon", "Did you mean \"-- migrate:down\"?"),
      ("-- migrate:up transacton:false", "Did you mean transaction:false?"),
      ("-- tenantry: transacton=false", "Did you mean transaction?"),
    ])
  func `a slip is answered with the nearest known word`(line: String, hint: String) throws {
    let error = #expect(throws: DiagnosticsError.self) { try migration(line) }
    #expect(error?.diagnostics.contains { $0.hint == hint } == true)
  }

  @Test func `an empty up section is a migration, for an engine that needs nothing`() throws {
    #expect(try migration("-- migrate:up\n-- Nothing to do on SQLite.\n").up.isEmpty)
  }
}
