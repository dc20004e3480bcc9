# shellcheck shell=bash
# Cold debug builds: nothing is built, the dependencies are there as source.

measure_build() {
  local folder=$work/build
  show_title "build: one round" "$(nproc) cores, load before: $(cut -d ' ' -f 1-3 /proc/loadavg)"
  swift package --scratch-path "$folder" resolve >&2
  time_process tenantctl swift build --scratch-path "$folder" --product tenantctl
  show "swift build --product tenantctl" tenantctl
  rm -rf "$folder"
  swift package --scratch-path "$folder" resolve >&2
  time_process tests swift build --scratch-path "$folder" --build-tests
  show "swift build --build-tests" tests
  rm -rf "$folder"
}
