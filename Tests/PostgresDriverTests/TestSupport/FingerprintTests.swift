import Database
import Names
import SQL
import TenantryTestSupport
import Testing

@testable import PostgresDriver

@Suite(.needsServer) struct FingerprintTests {
  @Test(arguments: [
    ["SET search_path = pg_catalog"], ["SET ROLE pg_monitor"], ["SET SESSION AUTHORIZATION pg_monitor"], ["SET work_mem = '8MB'"],
    ["CREATE TEMP TABLE t (a int)"], ["CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'SELECT 1'"],
    ["SELECT pg_advisory_lock(42)"], ["LISTEN news"], ["PREPARE p AS SELECT 1"], ["SET app.tenant = 'acme'"],
    ["BEGIN", "DECLARE c CURSOR WITH HOLD FOR SELECT 1", "COMMIT"], ["BEGIN"], ["SET client_encoding = 'LATIN1'"],
  ])
  func `what is left in a session is seen`(commands: [String]) async throws {
    try await TestServer.withConnection { (connection) async throws in
      let clean = try await SessionFingerprint(of: connection, customSettings: ["app.tenant"])
      #expect(try await SessionFingerprint(of: connection, customSettings: ["app.tenant"]) == clean)
      for command in commands { try await connection.run(command) }
      let dirty = try await SessionFingerprint(of: connection, customSettings: ["app.tenant"])
      #expect(!dirty.differences(from: clean).isEmpty)
    }
  }

  @Test func `a number that was drawn is seen`() async throws {
    try await withTemporaryDatabase { database in
      try await database.withConnection(.shared) { lease in
        try await lease.query("CREATE SEQUENCE numbers")
        let clean = try await SessionFingerprint(of: lease)
        try await lease.query("SELECT nextval('numbers')")
        #expect(try await SessionFingerprint(of: lease).differences(from: clean) == ["+ last number 1"])
      }
    }
  }

  private static let changes = [
    "ALTER TABLE a ADD COLUMN c int", "ALTER TABLE a ALTER COLUMN n SET DEFAULT 2", "ALTER TABLE a ALTER COLUMN n TYPE bigint",
    "ALTER TABLE a ALTER COLUMN n SET NOT NULL", "ALTER TABLE a ADD CHECK (n > 0)", "CREATE INDEX ON a (n)",
    "ALTER SEQUENCE a_id_seq INCREMENT 2", "GRANT SELECT ON a TO pg_monitor", "ALTER TABLE a OWNER TO pg_monitor",
    "CREATE POLICY p ON a USING (true)", "ALTER TABLE a ENABLE ROW LEVEL SECURITY", "CREATE VIEW v AS SELECT n FROM a",
    "CREATE TYPE mood AS ENUM ('sad')", "CREATE DOMAIN d AS int", "COMMENT ON TABLE a IS 'x'",
    "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'a_pkey'::regclass",
    "CREATE TRIGGER t BEFORE UPDATE ON a FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
  ]

  @Test func `schemas that were made alike are equal, and every change is seen`() async throws {
    try await withTemporaryDatabase { database in
      try await database.withConnection(.shared) { lease in
        var prints: [SchemaFingerprint] = []
        for schema in try [SchemaName("first"), SchemaName("second")] {
          try await lease.query("CREATE SCHEMA \(schema)")
          try await lease.query("SET search_path = \(schema)")
          try await lease.query("CREATE TABLE a (id bigserial PRIMARY KEY, n int DEFAULT 1, parent bigint REFERENCES a)")
          prints.append(try await SchemaFingerprint(of: schema, lease))
        }
        #expect(prints[0] == prints[1], "\(prints[0].differences(from: prints[1]))")
        var last = prints[1]
        for change in Self.changes {
          try await lease.query(SQLFragment(raw: change))
          let next = try await SchemaFingerprint(of: try SchemaName("second"), lease)
          #expect(next != last, "\(change)")
          last = next
        }
        #expect(try await SchemaFingerprint(of: try SchemaName("nowhere"), lease).lines.isEmpty)
      }
    }
  }
}
