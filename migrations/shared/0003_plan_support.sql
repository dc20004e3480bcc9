-- A column that came later: a constant default fills the rows that exist, on both engines.

-- migrate:up
ALTER TABLE plans ADD COLUMN support text NOT NULL DEFAULT 'community'
  CHECK (support IN ('community', 'email', 'phone'));
UPDATE plans SET support = 'email' WHERE code = 'team';
UPDATE plans SET support = 'phone' WHERE code IN ('enterprise', 'internal');

-- migrate:down
ALTER TABLE plans DROP COLUMN support;
