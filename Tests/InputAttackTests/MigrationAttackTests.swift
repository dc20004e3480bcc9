import Migrations
import Names
import SQL
import TenantryTestSupport
import Testing

/// Migration files that were changed at random.
@Suite struct MigrationAttackTests {
  private static let good = [
    """
    -- A table, and what goes with it.
    -- migrate:up
    CREATE TABLE items (id integer PRIMARY KEY, note text DEFAULT 'it''s; fine', "odd;name" text);
    CREATE INDEX items_note ON items (note); /* a comment; with a semicolon */
    INSERT INTO items (id, note) VALUES (1, 'BEGIN; COMMIT;'), (2, '-- no comment');
    UPDATE items SET note = CASE WHEN id = 1 THEN 'one' ELSE 'other' END;
    -- migrate:down
    DROP TABLE items;

    """,
    """
    -- migrate:up
    CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $fn$
    BEGIN
      NEW.note := 'x;y';
      RETURN NEW;
    END $fn$;
    CREATE FUNCTION twice(n integer) RETURNS integer BEGIN ATOMIC SELECT CASE WHEN n > 0 THEN n ELSE 0 END; SELECT n * 2; END;
    SET LOCAL work_mem = '8MB';
    INSERT INTO items VALUES (E'it\\'s; a trap', U&'\\0061', $$body; BEGIN$$);
    COMMENT ON TABLE ${shared_schema}.regions IS 'shared';
    -- migrate:down
    DROP FUNCTION touch();

    """,
    """
    -- migrate:up
    CREATE TRIGGER keep AFTER INSERT ON items BEGIN
      UPDATE items SET note = CASE WHEN id > 1 THEN 'a' ELSE 'b' END;
      DELETE FROM [items] WHERE `id` = 0;
    END;
    INSERT INTO items VALUES (1, 'end;'), (2, x'00ff');
    -- migrate:down
    DROP TRIGGER keep;

    """,
  ].map { Array($0.utf8) }

  private static let managed = ManagedSchemas(names: [
    .public, SchemaName(unchecked: "t_acme"), SchemaName(unchecked: "t_globex"),
  ])

  private func objection(to bytes: [UInt8], _ engine: Dialect.Engine) -> String? {
    let reader = MigrationSetReader(engine: engine, scope: .tenant, managedSchemas: Self.managed)
    let migration: Migration
    do {
      migration = try reader.read(id: MigrationID(unchecked: "0001_x"), file: "0001_x.sql", contents: bytes)
    } catch {
      let isPlaced = error.diagnostics.allSatisfy { $0.location.line >= 1 && $0.location.column >= 1 }
      return error.diagnostics.isEmpty || !isPlaced ? "refused without a place: \(error.diagnostics)" : nil
    }
    guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
      return "accepted and not UTF-8 without NUL"
    }
    let (schema, shared) = (SchemaName(unchecked: "t_acme"), SchemaName.public)
    for (statement, place) in zip(migration.up + migration.down, 1...) {
      // Each statement by itself: what the engine gets is one statement, and none that leaves the schema.
      let opinion = ScriptOpinion(statement.text(tenantSchema: schema, sharedSchema: shared), engine)
      if let forbidden = opinion.forbidden { return "\(engine) accepted \"\(forbidden)\" in \(text.debugDescription)" }
      if opinion.statements.count != 1 {
        return "\(engine): statement \(place) is \(opinion.statements.count) in \(text.debugDescription)"
      }
    }
    return nil
  }

  @Test(arguments: Dialect.Engine.allCases) func `the second opinion reads the good files as they are meant`(
    engine: Dialect.Engine
  ) {
    for bytes in Self.good { #expect(objection(to: bytes, engine) == nil) }
    for bad in ["COMMIT", "a; BEGIN", "/* x */ SAVEPOINT y", "rollback to x"] {
      #expect(ScriptOpinion(bad, engine).forbidden != nil, "\(bad)")
    }
    #expect(ScriptOpinion("INSERT INTO x VALUES ('a; COMMIT')", engine).forbidden == nil)
    #expect(ScriptOpinion("a; b", engine).statements.count == 2)
  }

  @Test(arguments: 0..<Attack.lanes)
  func `no mutant of a migration file gets out of its schema or its transaction`(lane: Int) async {
    await Attack.run("migration", lane: lane, share: 0.3) { generator in
      let engine: Dialect.Engine = Bool.random(using: &generator) ? .postgres : .sqlite
      let seed = Self.good.randomElement(using: &generator) ?? []
      return objection(to: Mutator.mutant(of: seed, using: &generator), engine)
    }
  }

  @Test(arguments: Dialect.Engine.allCases) func `a migration file that is cut off anywhere is refused or right`(
    engine: Dialect.Engine
  ) async {
    let objections = await onThreadOfItsOwn {
      Self.good.flatMap { bytes in (0..<bytes.count).compactMap { objection(to: Array(bytes[..<$0]), engine) } }
    }
    #expect(objections == [])
  }
}
