-- What ties tickets to labels, to people and to each other. Only keys, so both engines read the same text.

-- migrate:up
CREATE TABLE ticket_labels (
  ticket_id bigint NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
  label text NOT NULL REFERENCES labels (name) ON UPDATE CASCADE ON DELETE CASCADE,
  PRIMARY KEY (ticket_id, label)
);
CREATE INDEX ticket_labels_label_idx ON ticket_labels (label);

CREATE TABLE ticket_links (
  source_id bigint NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
  target_id bigint NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
  kind text NOT NULL DEFAULT 'relates' CHECK (kind IN ('relates', 'blocks', 'duplicates')),
  PRIMARY KEY (source_id, target_id, kind),
  CHECK (source_id <> target_id)
);
CREATE INDEX ticket_links_target_idx ON ticket_links (target_id);

CREATE TABLE ticket_watchers (
  ticket_id bigint NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
  member_id bigint NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  PRIMARY KEY (ticket_id, member_id)
);
CREATE INDEX ticket_watchers_member_idx ON ticket_watchers (member_id);

-- migrate:down
DROP TABLE ticket_watchers;
DROP TABLE ticket_links;
DROP TABLE ticket_labels;
