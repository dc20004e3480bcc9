-- The tenant's own settings and its members' saved filters. The twin is 0008_workspace.postgres.sql; change both.

-- migrate:up
CREATE TABLE saved_filters (
  id INTEGER PRIMARY KEY,
  owner_id bigint REFERENCES members (id) ON DELETE CASCADE,
  name text NOT NULL CHECK (name <> ''),
  filter json NOT NULL CHECK (json_valid(filter) AND json_type(filter) = 'object')
);
-- A filter without an owner is everybody's. Two indexes, because nulls never collide in one.
CREATE UNIQUE INDEX saved_filters_own_key ON saved_filters (owner_id, name) WHERE owner_id IS NOT NULL;
CREATE UNIQUE INDEX saved_filters_common_key ON saved_filters (name) WHERE owner_id IS NULL;

-- One row: the check on its key allows no second one. The plan is a row of the shared schema, which is another file
-- here, and a foreign key of SQLite cannot leave its file. So plan_code is plain text on this engine, and the
-- application checks it when it writes.
CREATE TABLE workspace (
  id integer PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  name text NOT NULL DEFAULT 'Workspace',
  plan_code text NOT NULL DEFAULT 'free' CHECK (plan_code <> ''),
  time_zone text NOT NULL DEFAULT 'UTC',
  settings json NOT NULL DEFAULT '{}' CHECK (json_valid(settings) AND json_type(settings) = 'object'),
  created_at timestamptz NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'))
);

-- migrate:down
DROP TABLE workspace;
DROP TABLE saved_filters;
