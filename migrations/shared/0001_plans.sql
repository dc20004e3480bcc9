-- What customers can buy. The shared schema is migrated before any tenant, so tenants may count on these rows.
-- This file has no engine suffix: every statement means the same on PostgreSQL and on SQLite.

-- migrate:up
CREATE TABLE plans (
  code text NOT NULL PRIMARY KEY CHECK (code <> ''),
  name text NOT NULL UNIQUE,
  monthly_cents integer NOT NULL CHECK (monthly_cents >= 0),
  max_members integer CHECK (max_members > 0),
  is_public boolean NOT NULL DEFAULT true
);

-- Rows that the schema cannot do without belong in a migration. A null in max_members is "no limit".
INSERT INTO plans (code, name, monthly_cents, max_members, is_public) VALUES
  ('free', 'Free', 0, 5, true),
  ('team', 'Team', 4900, 50, true),
  ('enterprise', 'Enterprise', 49000, NULL, true),
  ('internal', 'Internal', 0, NULL, false);

-- migrate:down
DROP TABLE plans;
