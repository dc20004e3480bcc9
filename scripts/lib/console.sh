# shellcheck shell=bash
# What scripts say and how: colours on terminals only, progress and errors on stderr.

if [[ -t 2 && -z "${NO_COLOR:-}" && "${TERM:-dumb}" != dumb ]]; then
  readonly bold=$'\e[1m' red=$'\e[31m' green=$'\e[32m' plain=$'\e[0m'
else
  readonly bold='' red='' green='' plain=''
fi

# step TEXT: what happens next.
step() { printf '%s==>%s %s%s%s\n' "$green" "$plain" "$bold" "$*" "$plain" >&2; }

# note TEXT: a line of detail.
note() { printf '    %s\n' "$*" >&2; }

# fail TEXT…: says what is wrong, a line for each argument, and ends the script.
fail() {
  printf '%serror:%s %s\n' "$red" "$plain" "$1" >&2
  shift
  local line
  for line in "$@"; do printf '       %s\n' "$line" >&2; done
  exit 1
}

# show_usage SCRIPT: prints the comment at the top of a script, without its marks.
show_usage() { awk 'NR == 1 { next } !/^#/ { exit } { sub(/^# ?/, ""); print }' "$1"; }
