-- Projects, who may see them, and their milestones. The twin is 0002_projects.postgres.sql; change both.

-- migrate:up
CREATE TABLE projects (
  id INTEGER PRIMARY KEY,
  key text NOT NULL UNIQUE CHECK (key = upper(key) AND length(key) BETWEEN 2 AND 10),
  name text NOT NULL CHECK (name <> ''),
  description text NOT NULL DEFAULT '',
  team_id bigint REFERENCES teams (id) ON DELETE SET NULL,
  is_private boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')),
  archived_at timestamptz CHECK (archived_at >= created_at)
);
CREATE INDEX projects_team_idx ON projects (team_id);
CREATE INDEX projects_active_idx ON projects (name) WHERE archived_at IS NULL;

CREATE TABLE project_members (
  project_id bigint NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  member_id bigint NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  access text NOT NULL DEFAULT 'write' CHECK (access IN ('read', 'write', 'manage')),
  PRIMARY KEY (project_id, member_id)
);
CREATE INDEX project_members_member_idx ON project_members (member_id);

CREATE TABLE milestones (
  id INTEGER PRIMARY KEY,
  project_id bigint NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  name text NOT NULL CHECK (name <> ''),
  starts_on date,
  ends_on date,
  reached_at timestamptz,
  UNIQUE (project_id, name),
  CHECK (ends_on >= starts_on)
);

-- migrate:down
DROP TABLE milestones;
DROP TABLE project_members;
DROP TABLE projects;
