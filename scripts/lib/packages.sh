# shellcheck shell=bash
# What has to be on the machine: found out first, installed from Debian's packages where it is missing.

# has_library MODULE: whether pkg-config knows a C library with its headers.
has_library() { command -v pkg-config >/dev/null && pkg-config --exists "$1"; }

# missing_build_packages: prints the Debian packages that the build still needs, one a line.
missing_build_packages() {
  command -v pkg-config >/dev/null || echo pkg-config
  has_library libpq || echo libpq-dev
  has_library sqlite3 || echo libsqlite3-dev
  has_library yaml-0.1 || echo libyaml-dev
}

# as_root COMMAND…: runs it as root, through sudo where that is needed.
as_root() {
  if [[ $EUID -eq 0 ]]; then "$@"; else sudo "$@"; fi
}

# install_packages PACKAGE…: installs what is named; installed packages stay at their version.
install_packages() {
  [[ $# -gt 0 ]] || return 0
  command -v apt-get >/dev/null || fail "this is needed and missing: $*" \
    "These are the names of Debian's packages, and there is no apt-get here. Install what your system calls them."
  [[ $EUID -eq 0 ]] || command -v sudo >/dev/null || fail "these packages are missing: $*" \
    "Neither root nor sudo is at hand. Have somebody run: apt-get install $*"
  step "Installing $*"
  as_root apt-get update -qq >&2
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-upgrade --no-install-recommends "$@" >&2
}

# require_swift: ends the script when there is no Swift toolchain.
require_swift() {
  command -v swift >/dev/null || fail "there is no swift on the PATH" \
    "Tenantry is built with Swift 6.3: https://www.swift.org/install"
}

# require_build_packages: Swift, and the C libraries that the package links.
require_build_packages() {
  require_swift
  local missing
  mapfile -t missing < <(missing_build_packages)
  install_packages "${missing[@]}"
  mapfile -t missing < <(missing_build_packages)
  [[ ${#missing[@]} -eq 0 ]] || fail "still missing after the installation: ${missing[*]}"
}
