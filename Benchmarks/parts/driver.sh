# shellcheck shell=bash
# The PostgreSQL driver beside the same work in C over libpq: Benchmarks/driver-bench, Benchmarks/floor.

readonly driver_rounds=9

build_driver_bench() {
  step "Building the driver's benchmark and its floor (release)"
  run_child swift build -c release --package-path Benchmarks --product driver-bench >&2
  driver_bench=$(swift build -c release --package-path Benchmarks --show-bin-path)/driver-bench
}

measure_driver() {
  local number workload
  "$driver_bench" prepare
  for ((number = 1; number <= driver_rounds; number++)); do
    step "driver, round $number of $driver_rounds"
    for workload in key fetch stream pipe pool tasks8 tasks16; do
      round floor "$workload"
      round driver "$workload"
    done
  done
  show_title "driver: $driver_rounds rounds of 3 measurements, a process for each side and round" \
    "10,000 rows by key, or 100,000 rows of 5 columns, in each measurement"
  show_driver wall ''
  show_driver "CPU of the client" .cpu
}

# round SIDE WORKLOAD: one process. The floor comes first; the driver has to read the same.
round() {
  local sum wall cpu
  {
    read -r sum || fail "driver-bench $1 $2 has not measured anything"
    if [[ $1 == floor ]]; then floor_sum=$sum; fi
    [[ $sum == "$floor_sum" ]] || fail "the two sides of $2 have not read the same: $floor_sum and $sum"
    while read -r wall cpu; do
      keep "$1-$2" "$wall"
      keep "$1-$2.cpu" "$cpu"
    done
  } < <("$driver_bench" "$1" "$2")
}

# show_driver KIND SUFFIX: one kind of time.
show_driver() {
  show_pair key "row by key, one connection, $1" "$2"
  show_pair fetch "100,000 rows, one connection, $1" "$2"
  show_pair stream "100,000 rows, decoded as they arrive, $1" "$2"
  show_pair pipe "row by key, 100 statements in one round trip, $1" "$2"
  show_pair pool "row by key, borrowed for each row, $1" "$2"
  show_pair tasks8 "the same, 8 tasks on 8 connections, $1" "$2"
  show_pair tasks16 "the same, 16 tasks on 8 connections, $1" "$2"
}

# show_pair WORKLOAD LABEL SUFFIX: the floor, and the driver beside it.
show_pair() {
  show "C: $2" "floor-$1$3"
  show "driver: $2" "driver-$1$3" "floor-$1$3"
}
