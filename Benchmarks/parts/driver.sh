# shellcheck shell=bash
# The PostgreSQL driver beside the same work in C over libpq, in one process and in turns: Benchmarks/driver-bench.

readonly driver_rounds=9

build_driver_bench() {
  step "Building the driver's benchmark and its floor (release)"
  run_child swift build -c release --package-path Benchmarks --product driver-bench >&2
  driver_bench=$(swift build -c release --package-path Benchmarks --show-bin-path)/driver-bench
}

measure_driver() {
  printf '\ndriver: %s rounds; "= 0.80" is four fifths of the speed of the floor\n' "$driver_rounds"
  TENANTRY_TEST_PGHOST=$PGHOST TENANTRY_TEST_PGPORT=$PGPORT ROUNDS=$driver_rounds "$driver_bench" |
    sed 's/^/  /' || fail "the driver missed its goal, or could not be measured" "The lines above tell."
}
