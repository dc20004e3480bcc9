# shellcheck shell=bash
# A migration of the fleet that finds nothing to do.

readonly noop_rounds=10

measure_noop() {
  local number tenants=${BENCH_TENANTS:-2000}
  fleet=$work/fleet
  prepare_fleet "$tenants"
  use_new_database noop_bench
  postgres_url=$DATABASE_URL
  sqlite_url=sqlite:$fleet/data
  step "Creating $tenants tenants on each engine"
  on_fleet "$postgres_url" full create --all >/dev/null
  on_fleet "$sqlite_url" full create --all >/dev/null
  for ((number = 0; number <= noop_rounds; number++)); do
    # The first round warms caches up and does not count.
    [[ $number -ne 1 ]] || forget_figures
    step "noop, round $number of $noop_rounds"
    time_process psql psql -qXAt -c 'SELECT 1'
    time_process postgres on_fleet "$postgres_url" empty migrate --all
    time_process postgres-full on_fleet "$postgres_url" full migrate --all
    time_process version "$tenantctl" --version
    time_process sqlite on_fleet "$sqlite_url" empty migrate --all
    time_process sqlite-full on_fleet "$sqlite_url" full migrate --all
  done
  show_title "noop: tenantctl migrate --all, $tenants tenants, $noop_rounds rounds"
  show "psql -c 'SELECT 1'" psql
  show "PostgreSQL, no tenant in the manifest" postgres psql
  show "PostgreSQL, all tenants in the manifest" postgres-full psql
  show "tenantctl --version" version
  show "SQLite, no tenant in the manifest" sqlite version
  show "SQLite, all tenants in the manifest" sqlite-full version
}

# on_fleet URL MANIFEST ARGUMENT…: runs tenantctl with the manifest "full" or "empty".
on_fleet() {
  local url=$1 manifest=$2
  shift 2
  DATABASE_URL=$url "$tenantctl" --manifest "$fleet/$manifest.yaml" "$@"
}

# prepare_fleet COUNT: a template of three tables, and two manifests that differ in their tenants alone.
prepare_fleet() {
  local number
  mkdir -p "$fleet/migrations"
  for number in 1 2 3; do
    printf -- '-- migrate:up\nCREATE TABLE table_%s (id bigint NOT NULL PRIMARY KEY, note text NOT NULL);\n' "$number" \
      >"$fleet/migrations/000${number}_table.sql"
  done
  # shellcheck disable=SC2016  # The variable is tenantctl's.
  printf '%s\n' 'version: 1' 'databases: {main: {url: "${DATABASE_URL}"}}' 'templates: {small: {migrations: migrations}}' \
    'defaults: {database: main, template: small, schema_prefix: t_}' >"$fleet/empty.yaml"
  {
    cat "$fleet/empty.yaml"
    printf 'tenants:\n'
    seq -f '  - {name: tenant-%05.0f, labels: {plan: team}}' 1 "$1"
  } >"$fleet/full.yaml"
}
