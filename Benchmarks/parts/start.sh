# shellcheck shell=bash
# How long the program takes to start.

readonly start_rounds=20

measure_start() {
  local number
  for ((number = 0; number < start_rounds; number++)); do
    time_process true /bin/true
    time_process version "$tenantctl" --version
  done
  show_title "start: $start_rounds rounds"
  show "true" "true"
  show "tenantctl --version" version "true"
}
