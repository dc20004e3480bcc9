-- The people of all tenants: who they are, and which tenants they may enter.
-- The twin is 0002_users.postgres.sql; change both.
-- Moments are text in UTC with six decimals, so that they sort as text as they do in time.

-- migrate:up
CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  email text NOT NULL CHECK (email LIKE '%_@_%'),
  display_name text NOT NULL CHECK (display_name <> ''),
  created_at timestamptz NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')),
  disabled_at timestamptz CHECK (disabled_at >= created_at)
);
CREATE UNIQUE INDEX users_email_key ON users (lower(email));
CREATE INDEX users_enabled_idx ON users (display_name) WHERE disabled_at IS NULL;

CREATE TABLE user_tenants (
  user_id bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  tenant text NOT NULL CHECK (tenant <> ''),
  added_at timestamptz NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')),
  PRIMARY KEY (user_id, tenant)
);
CREATE INDEX user_tenants_tenant_idx ON user_tenants (tenant);

-- migrate:down
DROP TABLE user_tenants;
DROP TABLE users;
