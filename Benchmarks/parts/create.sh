# shellcheck shell=bash
# A tenant with 20 tables: the sample's migrations and seed.

readonly create_rounds=7

measure_create() {
  local number
  prepare_sample
  use_new_database create_bench
  # The ledger and the shared schema are made once, and so is what the first statement of a server needs.
  create_with_tenantctl warm-up >&2
  render_floor warm_up
  run_floor
  for ((number = 1; number <= create_rounds; number++)); do
    step "create, round $number of $create_rounds"
    render_floor "floor_$number"
    time_process floor run_floor
    time_process create create_with_tenantctl "bench-$number"
  done
  check_tables
  show_title "create: a tenant of 20 tables, $create_rounds rounds"
  show "psql -1 -f of the same statements" floor
  show "tenantctl create NAME" create floor
  measure_server_share
  show "psql -1 -f, time in the server" floor-server
  show "tenantctl create NAME, time in the server" create-server floor-server
}

# prepare_sample: the sample without its tenants.
prepare_sample() {
  sample=$work/sample
  mkdir "$sample"
  cp -R migrations seeds "$sample"
  sed '/^tenants:/,$d' tenants.yaml >"$sample/tenants.yaml"
}

create_with_tenantctl() { "$tenantctl" --manifest "$sample/tenants.yaml" create "$1"; }

# render_floor SCHEMA: what psql runs: up sections and seed, without anything that tenantctl adds.
render_floor() {
  {
    printf 'CREATE SCHEMA %s;\nSET search_path = %s;\n' "$1" "$1"
    local file
    for file in "$sample"/migrations/tenant/*.sql; do
      [[ $file == *.sqlite.sql ]] || awk '/^-- migrate:up/ { up = 1; next } /^-- migrate:down/ { up = 0 } up' "$file"
    done
    cat "$sample/seeds/standard.sql"
  } | sed "s/\${tenant_schema}/$1/g; s/\${shared_schema}/public/g" >"$work/floor.sql"
}

run_floor() { psql -qX1 -v ON_ERROR_STOP=1 -f "$work/floor.sql"; }

# check_tables: both made the same.
check_tables() {
  local counts
  counts=$(psql -qXAt -c "SELECT count(*) FROM pg_tables WHERE schemaname IN ('floor_1', 't_bench_1') GROUP BY schemaname")
  [[ $counts == $'20\n20' ]] || fail "the two did not make the same tables:" "$counts"
}

# measure_server_share: how long the server worked on the statements of each, by its own log.
measure_server_share() {
  local number
  psql -qX -c "ALTER SYSTEM SET log_line_prefix = '%a|'" -c 'ALTER SYSTEM SET log_duration = on' -c 'SELECT pg_reload_conf()' >/dev/null
  sleep 1
  for ((number = 1; number <= create_rounds; number++)); do
    render_floor "logged_$number"
    keep floor-server "$(server_time psql run_floor)"
    keep create-server "$(server_time tenantctl create_with_tenantctl "logged-$number")"
  done
  psql -qX -c 'ALTER SYSTEM RESET log_duration' -c 'SELECT pg_reload_conf()' >/dev/null
}

# server_time APPLICATION COMMAND…: prints the nanoseconds that the server logged while a command ran.
server_time() {
  local application=$1 lines log=$postgres_directory/log
  shift
  lines=$(as_server cat "$log" | wc -l)
  "$@" >/dev/null 2>&1 || fail "this failed while it was measured: $*"
  as_server tail -n "+$((lines + 1))" "$log" |
    awk -F '|' -v application="$application" '$1 == application && /duration: / {
      sub(/.*duration: /, ""); total += $1
    } END { printf "%.0f\n", total * 1e6 }'
}
