-- Every change of a ticket's status or assignee leaves a row. The twin is 0006_ticket_history.postgres.sql; change both.

-- migrate:up
CREATE TABLE ticket_events (
  id INTEGER PRIMARY KEY,
  ticket_id bigint NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('status', 'assignee')),
  old_value text,
  new_value text,
  happened_at timestamptz NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')),
  CHECK (old_value IS NOT new_value)
);
CREATE INDEX ticket_events_ticket_idx ON ticket_events (ticket_id, happened_at);

-- SQLite has no trigger that changes the row on its way in, so the moment is written by a second update. An update that
-- sets the moment itself is left alone, and so is this one.
CREATE TRIGGER tickets_touch AFTER UPDATE ON tickets
FOR EACH ROW WHEN NEW.updated_at IS OLD.updated_at
BEGIN
  UPDATE tickets SET updated_at = strftime('%Y-%m-%dT%H:%M:%f000Z', 'now') WHERE id = NEW.id;
END;

CREATE TRIGGER tickets_record_events AFTER UPDATE OF status_key, assignee_id ON tickets
FOR EACH ROW
BEGIN
  INSERT INTO ticket_events (ticket_id, kind, old_value, new_value)
  SELECT NEW.id, 'status', OLD.status_key, NEW.status_key
  WHERE OLD.status_key IS NOT NEW.status_key;
  INSERT INTO ticket_events (ticket_id, kind, old_value, new_value)
  SELECT NEW.id, 'assignee', OLD.assignee_id, NEW.assignee_id
  WHERE OLD.assignee_id IS NOT NEW.assignee_id;
END;

-- migrate:down
DROP TRIGGER tickets_record_events;
DROP TRIGGER tickets_touch;
DROP TABLE ticket_events;
