-- Tickets and what people add to them. The twin is 0004_tickets.postgres.sql; change both.

-- migrate:up
CREATE TABLE tickets (
  id INTEGER PRIMARY KEY,
  project_id bigint NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  number integer NOT NULL CHECK (number > 0),
  type_key text NOT NULL REFERENCES ticket_types (key) ON UPDATE CASCADE,
  status_key text NOT NULL REFERENCES statuses (key) ON UPDATE CASCADE,
  priority_key text NOT NULL REFERENCES priorities (key) ON UPDATE CASCADE,
  parent_id bigint REFERENCES tickets (id) ON DELETE SET NULL CHECK (parent_id <> id),
  milestone_id bigint REFERENCES milestones (id) ON DELETE SET NULL,
  reporter_id bigint REFERENCES members (id) ON DELETE SET NULL,
  assignee_id bigint REFERENCES members (id) ON DELETE SET NULL,
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  body text NOT NULL DEFAULT '',
  attributes json NOT NULL DEFAULT '{}' CHECK (json_valid(attributes) AND json_type(attributes) = 'object'),
  created_at timestamptz NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')),
  updated_at timestamptz NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')),
  closed_at timestamptz CHECK (closed_at >= created_at),
  UNIQUE (project_id, number)
);
CREATE INDEX tickets_status_idx ON tickets (project_id, status_key);
CREATE INDEX tickets_parent_idx ON tickets (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX tickets_milestone_idx ON tickets (milestone_id) WHERE milestone_id IS NOT NULL;
CREATE INDEX tickets_reporter_idx ON tickets (reporter_id);
CREATE INDEX tickets_assignee_open_idx ON tickets (assignee_id, updated_at) WHERE closed_at IS NULL;
-- A ticket that came from another system keeps its key there, once.
CREATE UNIQUE INDEX tickets_external_key ON tickets (attributes ->> 'external_id')
  WHERE attributes ->> 'external_id' IS NOT NULL;

CREATE TABLE comments (
  id INTEGER PRIMARY KEY,
  ticket_id bigint NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
  author_id bigint REFERENCES members (id) ON DELETE SET NULL,
  body text NOT NULL CHECK (body <> ''),
  created_at timestamptz NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')),
  edited_at timestamptz CHECK (edited_at >= created_at)
);
CREATE INDEX comments_ticket_idx ON comments (ticket_id, created_at);
CREATE INDEX comments_author_idx ON comments (author_id);

CREATE TABLE attachments (
  id INTEGER PRIMARY KEY,
  ticket_id bigint NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
  uploader_id bigint REFERENCES members (id) ON DELETE SET NULL,
  file_name text NOT NULL CHECK (file_name <> ''),
  media_type text NOT NULL DEFAULT 'application/octet-stream',
  byte_count bigint NOT NULL CHECK (byte_count >= 0),
  storage_key text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'))
);
CREATE INDEX attachments_ticket_idx ON attachments (ticket_id);

CREATE TABLE time_entries (
  id INTEGER PRIMARY KEY,
  ticket_id bigint NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
  member_id bigint NOT NULL REFERENCES members (id) ON DELETE RESTRICT,
  spent_on date NOT NULL DEFAULT CURRENT_DATE,
  minutes integer NOT NULL CHECK (minutes BETWEEN 1 AND 1440),
  note text NOT NULL DEFAULT ''
);
CREATE INDEX time_entries_ticket_idx ON time_entries (ticket_id);
CREATE INDEX time_entries_member_idx ON time_entries (member_id, spent_on);

-- migrate:down
DROP TABLE time_entries;
DROP TABLE attachments;
DROP TABLE comments;
DROP TABLE tickets;
