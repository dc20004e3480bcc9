# shellcheck shell=bash
# Long commands that end when the script is told to end.
#
# Bash runs a trap only after the command in front has ended. So a long command runs behind, in a process group of its
# own, and a signal ends that whole group first.

child=''

# run_child COMMAND…: runs it and answers with its exit code.
run_child() {
  local status=0
  set -m
  "$@" &
  child=$!
  set +m
  wait "$child" || status=$?
  child=''
  return "$status"
}

# end_child: ends what run_child has under way.
end_child() {
  [[ -n "$child" ]] || return 0
  kill -TERM -- "-$child" 2>/dev/null || true
  wait "$child" 2>/dev/null || true
  child=''
}

# on_the_way_out COMMAND: calls it once, however the script ends.
on_the_way_out() {
  # The command is a name given by the script itself, so it is meant to be expanded now.
  # shellcheck disable=SC2064
  trap "end_child; $1" EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
}
