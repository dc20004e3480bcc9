# shellcheck shell=bash
# The PostgreSQL driver beside a C loop over libpq: Benchmarks/floor/floor.c, Benchmarks/Sources/driver-rounds.

readonly driver_rounds=9

build_driver_rounds() {
  step "Building the driver's rounds and their floor (release)"
  run_child swift build -c release --package-path Benchmarks --product driver-rounds >&2
  driver_binary=$(swift build -c release --package-path Benchmarks --show-bin-path)/driver-rounds
  # shellcheck disable=SC2046  # Flags are words.
  cc -O2 -Wall -Wextra $(pkg-config --cflags libpq) Benchmarks/floor/floor.c -o "$work/floor" $(pkg-config --libs libpq) -lpthread
}

# round NAME PROGRAM WORK COUNT: one round; the program prints wall and CPU nanoseconds, and a sum of what it has read.
round() {
  local wall cpu
  read -r wall cpu round_sum < <("$2" "$3" "$4") || fail "a round of $2 $3 ended without figures"
  keep "$1" "$wall"
  keep "$1.cpu" "$cpu"
}

# same_sum SUM: the driver has read what the floor has read.
same_sum() { [[ $round_sum == "$1" ]] || fail "the driver and its floor have not read the same: $round_sum and $1"; }

measure_driver() {
  local scale=${BENCH_SCALE:-100} number
  use_new_database driver_bench
  psql -qX -v ON_ERROR_STOP=1 -f Benchmarks/floor/tables.sql
  # A multiple of 16, so that tasks and threads have equal shares.
  local sum keys=$((320 * scale)) fetches=$((scale > 10 ? scale / 10 : 1))
  for ((number = 0; number < driver_rounds; number++)); do
    step "driver, round $((number + 1)) of $driver_rounds"
    round floor-key "$work/floor" key "$keys"
    sum=$round_sum
    round key "$driver_binary" key "$keys"
    same_sum "$sum"
    round pool "$driver_binary" pool "$keys"
    same_sum "$sum"
    round floor-concurrent "$work/floor" concurrent "$keys"
    sum=$round_sum
    round concurrent "$driver_binary" concurrent "$keys"
    same_sum "$sum"
    round floor-fetch "$work/floor" fetch "$fetches"
    sum=$round_sum
    round fetch "$driver_binary" fetch "$fetches"
    same_sum "$sum"
  done
  show_title "driver: $driver_rounds rounds" "A round is $keys rows by key, or $fetches times 100,000 rows."
  show_driver wall ''
  show_driver "CPU of the client" .cpu
}

# show_driver KIND SUFFIX: one kind of time.
show_driver() {
  show "row by key, C, $1" "floor-key$2"
  show "row by key, one connection, $1" "key$2" "floor-key$2"
  show "row by key, borrowed from the pool each time, $1" "pool$2" "floor-key$2"
  show "row by key, C, 8 threads and connections, $1" "floor-concurrent$2"
  show "row by key, 16 tasks on 8 connections, $1" "concurrent$2" "floor-concurrent$2"
  show "100,000 rows of 5 columns, C, $1" "floor-fetch$2"
  show "100,000 rows of 5 columns, $1" "fetch$2" "floor-fetch$2"
}
