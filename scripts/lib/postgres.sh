# shellcheck shell=bash
# A throwaway PostgreSQL server: loopback only, in a temporary directory, gone when the script ends.
#
# start_postgres sets postgres_port and postgres_directory; stop_postgres may be called at any time and more than once.

readonly postgres_oldest=15
postgres_directory=''
postgres_port=''

# postgres_binaries: prints the folder of the newest server that is new enough, or nothing.
postgres_binaries() {
  local folder version best='' best_version=0
  for folder in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin "$(dirname "$(command -v initdb || echo /nowhere/initdb)")"; do
    [[ -x "$folder/initdb" && -x "$folder/pg_ctl" && -x "$folder/postgres" ]] || continue
    version=$("$folder/postgres" --version | sed -E 's/^[^0-9]*([0-9]+).*/\1/')
    [[ "$version" =~ ^[0-9]+$ ]] || continue
    if ((version >= postgres_oldest && version > best_version)); then best=$folder best_version=$version; fi
  done
  printf '%s' "$best"
}

# require_postgres: a server of our own can be started afterwards.
require_postgres() {
  [[ -n "$(postgres_binaries)" ]] && return
  note "Debian's package sets up a server of its own as well; it is not used here."
  install_packages postgresql
  [[ -n "$(postgres_binaries)" ]] || fail "the tests need a PostgreSQL server, version $postgres_oldest or later" \
    "The one that this system offers is older. https://www.postgresql.org/download has newer ones."
}

# has_pooler: whether PgBouncer is where the tests look for it.
has_pooler() { [[ -x /usr/sbin/pgbouncer || -x /usr/bin/pgbouncer || -x /usr/local/bin/pgbouncer ]]; }

# require_pooler: tests can put PgBouncer in front of a server.
require_pooler() {
  has_pooler && return
  install_packages pgbouncer
  has_pooler || fail "the tests need PgBouncer in /usr/sbin, /usr/bin or /usr/local/bin"
}

# as_server COMMAND…: runs it as the user that the server runs as: PostgreSQL refuses to run as root.
as_server() {
  if [[ $EUID -eq 0 ]]; then (cd / && runuser -u postgres -- "$@"); else (cd / && "$@"); fi
}

# port_is_free PORT: whether nobody listens there on the loopback address.
port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# free_port: prints a port below the range that the system gives to outgoing connections.
free_port() {
  local port
  for _ in {1..50}; do
    port=$((20000 + RANDOM % 12000))
    if port_is_free "$port"; then
      echo "$port"
      return
    fi
  done
  fail "no free port was found between 20000 and 32000"
}

# write_configuration DURABILITY: `fast` gives up what only matters when the machine loses power.
write_configuration() {
  local settings=(
    "listen_addresses = '127.0.0.1'" "unix_socket_directories = '$postgres_directory'"
    "max_connections = 200" "log_min_messages = warning"
  )
  if [[ "$1" == fast ]]; then
    settings+=("fsync = off" "synchronous_commit = off" "full_page_writes = off")
  fi
  printf '%s\n' "${settings[@]}" | as_server tee -a "$postgres_directory/data/postgresql.conf" >/dev/null
}

# start_postgres [fast|durable]: makes a cluster and starts it; the superuser is postgres, without a password.
start_postgres() {
  local durability=${1:-fast} binaries log
  binaries=$(postgres_binaries)
  # Not under TMPDIR: the path of a socket has to be short, and the server's user has to be able to reach it.
  postgres_directory=$(mktemp -d /tmp/tenantry-postgres.XXXXXX)
  [[ $EUID -ne 0 ]] || chown postgres "$postgres_directory"
  log=$postgres_directory/log
  as_server "$binaries/initdb" --pgdata="$postgres_directory/data" --username=postgres --auth=trust --encoding=UTF8 \
    --locale=C.UTF-8 --no-sync >/dev/null
  write_configuration "$durability"
  for _ in {1..5}; do
    postgres_port=$(free_port)
    if as_server "$binaries/pg_ctl" start --pgdata="$postgres_directory/data" --wait --timeout=60 --silent \
      --log="$log" --options="-p $postgres_port"; then
      return
    fi
    # Somebody took the port in between: the only failure that another try can mend.
    as_server grep -q 'could not bind' "$log" || break
  done
  as_server tail -n 20 "$log" >&2 || true
  fail "the PostgreSQL server for the tests did not start; its last lines are above"
}

# stop_postgres: ends the server without waiting for its clients, and removes its files.
stop_postgres() {
  [[ -n "$postgres_directory" ]] || return 0
  local directory=$postgres_directory
  postgres_directory=''
  if [[ -f "$directory/data/postmaster.pid" ]]; then
    as_server "$(postgres_binaries)/pg_ctl" stop --pgdata="$directory/data" --mode=immediate --silent >/dev/null || true
  fi
  rm -rf "$directory"
}
