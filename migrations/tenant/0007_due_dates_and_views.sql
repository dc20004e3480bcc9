-- Tickets get a due date and an estimate, and two views answer the questions of every morning.

-- migrate:up
ALTER TABLE tickets ADD COLUMN due_on date;
ALTER TABLE tickets ADD COLUMN estimate_minutes integer CHECK (estimate_minutes > 0);
CREATE INDEX tickets_due_idx ON tickets (due_on) WHERE due_on IS NOT NULL AND closed_at IS NULL;

CREATE VIEW open_tickets AS
SELECT
  tickets.id,
  projects.key || '-' || tickets.number AS reference,
  tickets.title,
  statuses.name AS status,
  priorities.name AS priority,
  priorities.rank AS priority_rank,
  members.name AS assignee,
  tickets.due_on,
  (SELECT count(*) FROM comments WHERE comments.ticket_id = tickets.id) AS comment_count
FROM tickets
JOIN projects ON projects.id = tickets.project_id
JOIN statuses ON statuses.key = tickets.status_key
JOIN priorities ON priorities.key = tickets.priority_key
LEFT JOIN members ON members.id = tickets.assignee_id
WHERE tickets.closed_at IS NULL AND projects.archived_at IS NULL;

CREATE VIEW project_progress AS
SELECT
  projects.id,
  projects.key,
  count(tickets.id) AS ticket_count,
  count(tickets.id) FILTER (WHERE statuses.category = 'done') AS done_count,
  coalesce(sum(tickets.estimate_minutes) FILTER (WHERE tickets.closed_at IS NULL), 0) AS minutes_left
FROM projects
LEFT JOIN tickets ON tickets.project_id = projects.id
LEFT JOIN statuses ON statuses.key = tickets.status_key
GROUP BY projects.id, projects.key;

-- migrate:down
DROP VIEW project_progress;
DROP VIEW open_tickets;
DROP INDEX tickets_due_idx;
ALTER TABLE tickets DROP COLUMN estimate_minutes;
ALTER TABLE tickets DROP COLUMN due_on;
