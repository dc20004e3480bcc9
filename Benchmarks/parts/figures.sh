# shellcheck shell=bash
# Figures: taking times, keeping them by name, and showing them beside their floor.
#
# A figure is a file in $work/figures with a number of nanoseconds on each line.

# forget_figures: starts with none.
forget_figures() {
  rm -rf "${work:?}/figures"
  mkdir -p "$work/figures"
}

# keep NAME NANOSECONDS: adds to a figure.
keep() { printf '%s\n' "$2" >>"$work/figures/$1"; }

# time_process NAME COMMAND…: runs a command and adds its wall time, from before the fork until it is reaped.
time_process() {
  local name=$1 start end
  shift
  start=${EPOCHREALTIME/[.,]/}
  "$@" >"$work/output" 2>&1 || {
    cat "$work/output" >&2
    fail "this failed while it was measured: $*"
  }
  end=${EPOCHREALTIME/[.,]/}
  keep "$name" $(((end - start) * 1000))
}

# minimum NAME, median NAME: of a figure.
minimum() { sort -n "$work/figures/$1" | head -n 1; }
median() { sort -n "$work/figures/$1" | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

# show_title TEXT…: what the lines below it are about.
show_title() {
  printf '\n%s\n' "$1"
  shift
  local line
  for line in "$@"; do printf '  %s\n' "$line"; done
  printf '  %-64s %11s %11s   %s\n' '' minimum median 'speed (of minima, of medians)'
}

# show LABEL NAME [FLOOR]: a figure, and how fast it is beside its floor.
show() {
  local floor=${3:-}
  awk -v label="$1" -v low="$(minimum "$2")" -v middle="$(median "$2")" \
    -v floor_low="${floor:+$(minimum "$floor")}" -v floor_middle="${floor:+$(median "$floor")}" '
    function shown(time) {
      if (time >= 1e9) return sprintf("%.2f s", time / 1e9)
      if (time >= 1e6) return sprintf("%.1f ms", time / 1e6)
      return sprintf("%.1f us", time / 1e3)
    }
    BEGIN {
      printf "  %-64s %11s %11s", label, shown(low), shown(middle)
      if (floor_low != "") printf "   %.2f, %.2f", floor_low / low, floor_middle / middle
      print ""
    }'
}

# show_machine: what the figures are figures of.
show_machine() {
  local processor
  processor=$(awk -F ': ' '/^model name/ { print $2; exit }' /proc/cpuinfo)
  printf '%s, %s cores (%s), Linux %s, load %s\n' \
    "$(date +%F)" "$(nproc)" "$processor" "$(uname -r)" "$(cut -d ' ' -f 1-3 /proc/loadavg)"
  swift --version 2>/dev/null | head -n 1
  if command -v psql >/dev/null; then psql --version; fi
  pkg-config --modversion sqlite3 | sed 's/^/SQLite /'
}
