-- The words that tickets are sorted by. Their keys are words too, so no engine has to number them.

-- migrate:up
CREATE TABLE statuses (
  key text NOT NULL PRIMARY KEY CHECK (key <> ''),
  name text NOT NULL UNIQUE,
  category text NOT NULL CHECK (category IN ('todo', 'doing', 'done')),
  position integer NOT NULL UNIQUE
);

CREATE TABLE priorities (
  key text NOT NULL PRIMARY KEY CHECK (key <> ''),
  name text NOT NULL UNIQUE,
  rank integer NOT NULL UNIQUE CHECK (rank > 0)
);

CREATE TABLE ticket_types (
  key text NOT NULL PRIMARY KEY CHECK (key <> ''),
  name text NOT NULL UNIQUE,
  is_subtask boolean NOT NULL DEFAULT false
);

CREATE TABLE labels (
  name text NOT NULL PRIMARY KEY CHECK (name <> ''),
  colour text NOT NULL DEFAULT '#808080' CHECK (colour LIKE '#______')
);
-- "Bug" and "bug" are one label.
CREATE UNIQUE INDEX labels_name_folded_key ON labels (lower(name));

-- migrate:down
DROP TABLE labels;
DROP TABLE ticket_types;
DROP TABLE priorities;
DROP TABLE statuses;
