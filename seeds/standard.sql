-- What a new tenant of the template "standard" starts with. It runs once, in the transaction that creates the tenant,
-- after the migrations. Rows are found by their words and never by a number, so the engines count identities themselves.

INSERT INTO statuses (key, name, category, position) VALUES
  ('backlog', 'Backlog', 'todo', 1),
  ('ready', 'Ready', 'todo', 2),
  ('in_progress', 'In progress', 'doing', 3),
  ('in_review', 'In review', 'doing', 4),
  ('done', 'Done', 'done', 5),
  ('rejected', 'Will not do', 'done', 6);

INSERT INTO priorities (key, name, rank) VALUES
  ('urgent', 'Urgent', 1),
  ('high', 'High', 2),
  ('normal', 'Normal', 3),
  ('low', 'Low', 4);

INSERT INTO ticket_types (key, name, is_subtask) VALUES
  ('task', 'Task', false),
  ('bug', 'Bug', false),
  ('story', 'Story', false),
  ('subtask', 'Subtask', true);

INSERT INTO labels (name, colour) VALUES
  ('documentation', '#1d76db'),
  ('good first issue', '#7057ff'),
  ('regression', '#d73a4a');

INSERT INTO teams (name) VALUES ('Everybody');

INSERT INTO projects (key, name, description, team_id)
SELECT 'START', 'Getting started', 'Delete this project when you know your way around.', id
FROM teams WHERE name = 'Everybody';

INSERT INTO milestones (project_id, name)
SELECT id, 'First week' FROM projects WHERE key = 'START';

INSERT INTO tickets (project_id, number, type_key, status_key, priority_key, title, milestone_id, estimate_minutes)
SELECT projects.id, 1, 'task', 'ready', 'high', 'Invite your team', milestones.id, 10
FROM projects JOIN milestones ON milestones.project_id = projects.id
WHERE projects.key = 'START';

INSERT INTO tickets (project_id, number, type_key, status_key, priority_key, title, estimate_minutes)
SELECT id, 2, 'task', 'backlog', 'normal', 'Create your first project', 15
FROM projects WHERE key = 'START';

INSERT INTO ticket_labels (ticket_id, label)
SELECT id, 'good first issue' FROM tickets;

INSERT INTO saved_filters (name, filter) VALUES
  ('My open tickets', '{"assignee": "me", "open": true}'),
  ('Due this week', '{"open": true, "due_within_days": 7}');

INSERT INTO workspace (id, name, plan_code) VALUES (1, 'New workspace', 'free');
