import Names
import SQL
import Testing

@testable import Migrations

@Suite struct CorpusTests {
  /// What real migrations look like, one per concern; each is taken by both readers of its engine, whole.
  @Test(
    arguments: [
      """
      -- migrate:up
      CREATE TYPE state AS ENUM ('open', 'done');
      CREATE TABLE projects (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        owner_id bigint NOT NULL REFERENCES ${shared_schema}.users (id) ON DELETE CASCADE,
        title text NOT NULL CHECK (title <> ''),
        commit text, state state NOT NULL DEFAULT 'open',
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $body$
      BEGIN
        -- Don't touch ${other}.
        NEW.updated_at := now();
        UPDATE counters SET value = value + 1 WHERE name = TG_TABLE_NAME;
        RETURN NEW;
      END
      $body$;
      CREATE TRIGGER touch BEFORE UPDATE ON projects FOR EACH ROW EXECUTE FUNCTION touch();
      CREATE VIEW late AS SELECT p.*, CASE WHEN p.state = 'open' THEN 1 ELSE 0 END AS open FROM projects p;
      COMMENT ON TABLE projects IS $$It's the public.projects; of old$$;
      -- migrate:down
      DROP VIEW late; DROP TABLE projects; DROP FUNCTION touch(); DROP TYPE state;
      """
    ])
  func `a migration of PostgreSQL is taken`(text: String) throws {
    let migration = try migration(text)
    #expect(migration.up.count == 6 && migration.down.count == 4)
  }

  @Test func `a migration of SQLite is taken`() throws {
    let text = """
      -- migrate:up
      CREATE TABLE "projects" (id integer PRIMARY KEY, [title] text NOT NULL, `end` text);
      CREATE TRIGGER touch AFTER UPDATE ON projects WHEN old.title <> new.title BEGIN
        UPDATE projects SET title = CASE WHEN new.title = '' THEN ';' ELSE new.title END WHERE id = new.id;
        INSERT INTO log VALUES ('END;');
      END;
      CREATE INDEX ${tenant_schema}.projects_title ON projects (title);
      -- migrate:down
      DROP TRIGGER touch; DROP TABLE projects;
      """
    let migration = try migration(text, .sqlite)
    #expect(migration.up.count == 3 && migration.down.count == 2)
    #expect(migration.up.map(\.location.line) == [2, 3, 7])
  }
}
