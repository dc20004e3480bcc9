-- Who works in this tenant, and in which teams. The twin is 0001_members.postgres.sql; change both.

-- migrate:up

-- user_id names a row of the shared directory and is not a foreign key on purpose: each such key would add a trigger to
-- the shared table for every tenant, and removing one person would look into every schema.
CREATE TABLE members (
  id INTEGER PRIMARY KEY,
  user_id bigint UNIQUE,
  email text NOT NULL CHECK (email LIKE '%_@_%'),
  name text NOT NULL CHECK (name <> ''),
  role text NOT NULL DEFAULT 'member' CHECK (role IN ('owner', 'admin', 'member', 'guest')),
  preferences json NOT NULL DEFAULT '{}' CHECK (json_valid(preferences) AND json_type(preferences) = 'object'),
  joined_at timestamptz NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')),
  left_at timestamptz CHECK (left_at >= joined_at)
);
-- An address is free again once its member has left.
CREATE UNIQUE INDEX members_email_key ON members (lower(email)) WHERE left_at IS NULL;

CREATE TABLE teams (
  id INTEGER PRIMARY KEY,
  name text NOT NULL UNIQUE CHECK (name <> ''),
  lead_id bigint REFERENCES members (id) ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'))
);
CREATE INDEX teams_lead_idx ON teams (lead_id);

CREATE TABLE team_members (
  team_id bigint NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
  member_id bigint NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  added_at timestamptz NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')),
  PRIMARY KEY (team_id, member_id)
);
CREATE INDEX team_members_member_idx ON team_members (member_id);

-- migrate:down
DROP TABLE team_members;
DROP TABLE teams;
DROP TABLE members;
