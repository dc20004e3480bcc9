import Database
import Names
import SQL
import Tenancy
import Testing

/// A dropped tenant's schema is deleted, in parts where it is large.
@Suite struct PurgeTests {
  /// Tables of ordinary shape, some 10 locks each: more than one `DROP SCHEMA CASCADE` can take with default settings.
  ///
  /// A part is a transaction: creating them needs the same locks.
  private static let parts: [String] =
    ["CREATE TYPE mood AS ENUM ('good', 'bad')", "CREATE DOMAIN short AS text CHECK (length(VALUE) < 9)"]
    + (0..<17).map { hundred in
      """
      DO $$ BEGIN
        FOR n IN \(hundred * 100 + 1)..\(hundred * 100 + 100) LOOP
          EXECUTE format('CREATE TABLE table_%s (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text UNIQUE, '
            'parent bigint %s)', n, CASE WHEN n > 1 THEN format('REFERENCES table_%s', n - 1) ELSE '' END);
          IF n % 100 = 0 THEN EXECUTE format('CREATE VIEW view_%s AS SELECT * FROM table_%s', n, n); END IF;
        END LOOP;
      END $$
      """
    } + [
      "CREATE SEQUENCE lonely", "CREATE TYPE span AS RANGE (subtype = integer)",
      "CREATE TABLE parted (n integer) PARTITION BY RANGE (n)",
      "CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (1) TO (9)",
      "CREATE MATERIALIZED VIEW stored AS SELECT * FROM table_1",
      "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
      "CREATE TRIGGER touch BEFORE UPDATE ON table_2 FOR EACH ROW EXECUTE FUNCTION touch()",
    ]

  @Test(.enabled(if: TestEngine.available.contains(.postgres)))
  func `a schema of more tables than the lock table has room for is deleted, and a part that is left is taken up`() async throws {
    let settings = LedgerSettings(statementTimeout: .seconds(600), nameRetention: .zero)
    try await LedgerScope.with(.postgres, settings: settings) { scope in
      let record = try await scope.create(from: scope.target(["0001_a.sql": "SELECT 1;"]))
      try await scope.database.withConnection(.shared) { lease in
        try await lease.query("SELECT set_config('search_path', 't_acme', false)")
        for part in PurgeTests.parts { try await lease.run(SQLMessage([part])) }
        await lease.close()
      }
      try await scope.engine.drop(record, Samples.stamp)
      let tombstone = try #require(try await scope.ledger.tombstones(of: nil).first)
      let count =
        "SELECT count(*)::text FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = 'tenantry_dropped_1'"
      let before = try #require(try await scope.texts(count)[0].flatMap { Int($0) })
      // One part, and then a kill.
      let isDone = try await scope.texts("SELECT tenantry.purge_part(1, 'r', 'a', 't')::text")
      #expect(isDone == ["false"])
      let after = try #require(try await scope.texts(count)[0].flatMap { Int($0) })
      #expect(after < before && after > 0)
      #expect(try await scope.ledger.tombstones(of: nil) == [tombstone])
      try await scope.engine.purge(tombstone, Samples.stamp)
      #expect(try await scope.ledger.tombstones(of: nil).isEmpty)
      #expect(try await !scope.hasSchema("tenantry_dropped_1"))
      let actions = try await scope.texts("SELECT action FROM tenantry.audit WHERE tenant_id = 1 ORDER BY sequence")
      #expect(actions == ["create", "drop", "purge"])
    }
  }

  @Test(arguments: TestEngine.available)
  func `several tombstones of a name are known, the oldest first, and purged one by one`(_ kind: TestEngine) async throws {
    try await LedgerScope.with(kind, settings: LedgerSettings(nameRetention: .zero)) { scope in
      let target = try scope.target()
      for _ in 0..<2 { try await scope.engine.drop(scope.create(from: target), Samples.stamp) }
      try await scope.engine.drop(scope.create("globex", from: target), Samples.stamp)
      let found = try await scope.ledger.tombstones(of: [TenantName("acme")])
      #expect(found.map(\.tombstone.text) == ["tenantry_dropped_1", "tenantry_dropped_2"])
      #expect(found.map(\.schema.text) == ["t_acme", "t_acme"])
      for tombstone in found {
        try await scope.engine.purge(tombstone, Samples.stamp)
        // What is purged already is fine: the answer to it may have been lost.
        try await scope.engine.purge(tombstone, Samples.stamp)
      }
      #expect(try await scope.ledger.tombstones(of: nil).map(\.name.text) == ["globex"])
      #expect(try await scope.ledger.history(of: TenantName("acme")).map(\.action) == ["create", "drop", "purge"])
    }
  }
}
