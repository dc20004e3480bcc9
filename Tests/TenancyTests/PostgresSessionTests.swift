import Database
import Migrations
import Names
import SQL
import TenantryTestSupport
import Testing

@testable import Tenancy

/// What the ledger's functions on PostgreSQL watch over.
@Suite(.requiresPostgres) struct PostgresSessionTests {
  @Test(arguments: [
    "DO $$ BEGIN EXECUTE 'SET search' || '_path TO public'; END $$;",
    "DO $$ BEGIN EXECUTE 'SET LOCAL search' || '_path TO public'; END $$;",
    "DO $$ BEGIN EXECUTE 'SET LOCAL ro' || 'le pg_monitor'; END $$;",
    "DO $$ BEGIN EXECUTE 'SET ro' || 'le pg_monitor'; END $$;",
  ])
  func `statements that change the session are not committed`(_ statement: String) async throws {
    try await LedgerScope.with(.postgres) { scope in
      let record = try await scope.create(from: scope.target(Samples.two))
      let target = try scope.target([
        "0001_items.sql": "CREATE TABLE items (id integer PRIMARY KEY, note text);",
        "0002_counter.sql": "CREATE TABLE counter (n integer); INSERT INTO counter VALUES (2);",
        "0003_sly.sql": "INSERT INTO counter VALUES (3); " + statement,
      ])
      let error = await failure { _ = try await scope.engine.migrate(record, to: target, Samples.stamp) }
      // Under a role that may not even call the function, the server itself refuses.
      #expect(error?.code == .sessionChanged || error?.underlying?.sqlState == .insufficientPrivilege)
      #expect(try await scope.numbers("SELECT n FROM $.counter") == [2])
      #expect(try await scope.record() == record)
      // Nothing of it stays on the connection either.
      #expect(try await scope.texts("SELECT current_user::text") == ["postgres"])
      #expect(try await scope.texts("SELECT current_setting('search_path')") == ["\"$user\", public"])
    }
  }

  @Test func `a tenant's message leaves nothing behind in its session`() async throws {
    try await LedgerScope.with(.postgres) { scope in
      let settings = LedgerSettings(lockTimeout: .milliseconds(4321), statementTimeout: .milliseconds(54_321))
      let schema = try SchemaName("t_acme")
      var message = try TenantMessage(settings: settings)
      try message.append(
        [], path: settings.searchPath(of: schema, extensions: []), schemas: SchemaTexts(tenant: schema, shared: .public))
      // In one lease: what a pool does for its next borrower, a pooler in transaction mode does not.
      try await scope.database.withConnection(.shared) { lease in
        let clean = try await SessionFingerprint(of: lease)
        try await lease.run(message.message)
        #expect(try await SessionFingerprint(of: lease) == clean)
      }
    }
  }

  @Test func `a block that commits in the middle is refused by the server`() async throws {
    try await LedgerScope.with(.postgres) { scope in
      let record = try await scope.create(from: scope.target(Samples.two))
      let target = try scope.target([
        "0001_items.sql": "CREATE TABLE items (id integer PRIMARY KEY, note text);",
        "0002_counter.sql": "CREATE TABLE counter (n integer); INSERT INTO counter VALUES (2);",
        "0003_sly.sql": "DO $$ BEGIN INSERT INTO counter VALUES (3); COMMIT; END $$;",
      ])
      let error = await failure { _ = try await scope.engine.migrate(record, to: target, Samples.stamp) }
      #expect(error?.code == .statementFailed)
      #expect(error?.underlying?.sqlState == SQLState("2D000"))
      #expect(try await scope.numbers("SELECT n FROM $.counter") == [2])
    }
  }

  @Test func `the stamp stands under a person's comment and both stay`() async throws {
    try await LedgerScope.with(.postgres) { scope in
      let record = try await scope.create(from: scope.target(Samples.two))
      let comment = "SELECT obj_description('t_acme'::regnamespace, 'pg_namespace')"
      let first = try #require(try await scope.texts(comment)[0])
      #expect(first.hasPrefix("tenantry:1 standard=") && first.hasSuffix("@0002_counter"))
      try await scope.run("COMMENT ON SCHEMA t_acme IS E'Kept by Zoë.\\n\(first)\\nIt''s \"hers\".'")
      _ = try await scope.engine.migrate(record, to: scope.target(), Samples.stamp)
      let second = try #require(try await scope.texts(comment)[0])
      #expect(second.hasPrefix("Kept by Zoë.\nIt's \"hers\".\ntenantry:1 standard="))
      #expect(second.hasSuffix("@0003_more"))
      #expect(second.split(separator: "\n").count == 3)
      #expect(try await scope.record()?.fault == nil)
    }
  }

  @Test func `a comment that was replaced is no fault, another stamp is one`() async throws {
    try await LedgerScope.with(.postgres) { scope in
      try await scope.create(from: scope.target(Samples.two))
      try await scope.run("COMMENT ON SCHEMA t_acme IS 'mine'")
      #expect(try await scope.record()?.fault == nil)
      try await scope.run("COMMENT ON SCHEMA t_acme IS 'tenantry:1 standard=0000000000000000@0001_items'")
      let record = try #require(try await scope.record())
      #expect(record.fault == .stampDiffers)
      let target = try scope.target()
      let error = await failure { _ = try await scope.engine.migrate(record, to: target, Samples.stamp) }
      #expect(error?.code == .stampDiffers)
    }
  }

  @Test func `another schema under the tenant's name is not touched`() async throws {
    try await LedgerScope.with(.postgres) { scope in
      let record = try await scope.create(from: scope.target(Samples.two))
      try await scope.run("ALTER SCHEMA t_acme RENAME TO moved")
      try await scope.run("CREATE SCHEMA t_acme")
      let target = try scope.target()
      let error = await failure { _ = try await scope.engine.migrate(record, to: target, Samples.stamp) }
      #expect(error?.code == .schemaMissing)
    }
  }

  @Test func `unqualified names never reach the shared schema`() async throws {
    try await LedgerScope.with(.postgres) { scope in
      try await scope.run("CREATE TABLE public.plans (n integer)")
      let target = try scope.target(["0001_x.sql": "INSERT INTO plans VALUES (1);"])
      let error = await failure { try await scope.create(from: target) }
      #expect(error?.underlying?.sqlState == .undefinedTable)
    }
  }

  @Test func `a lock that is held too long fails the tenant alone`() async throws {
    try await LedgerScope.with(.postgres, settings: LedgerSettings(lockTimeout: .milliseconds(50))) { scope in
      let record = try await scope.create(from: scope.target(Samples.two))
      let target = try scope.target()
      try await scope.database.withConnection(.shared) { lease in
        try await lease.query("BEGIN")
        try await lease.query("LOCK TABLE t_acme.counter IN ACCESS EXCLUSIVE MODE")
        let error = await failure { _ = try await scope.engine.migrate(record, to: target, Samples.stamp) }
        #expect(error?.underlying?.sqlState == .lockNotAvailable)
        try await lease.query("ROLLBACK")
      }
      #expect(try await scope.engine.migrate(record, to: target, Samples.stamp).count == 1)
    }
  }
}
