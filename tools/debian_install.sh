#!/bin/sh
# Installs Debian packages where it may: as root, or with sudo where that asks for no password.
# Usage: tools/debian_install.sh WHAT PACKAGE...  Ends with 1, and the command to type, where it may not.
set -eu
what=$1
shift
command -v apt-get >/dev/null 2>&1 || exit 1

if [ "$(id -u)" = 0 ]; then
  as_root=
elif sudo -n true 2>/dev/null; then
  as_root=sudo
else
  echo "To install $what, type: sudo apt-get install $*" >&2
  exit 1
fi

echo "Installing $what: $*"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
install() {
  # shellcheck disable=SC2086
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >>"$log" 2>&1
}
# A new machine has no list of packages yet; one that has an old list may need a new one.
if ! install "$@"; then
  $as_root apt-get update >>"$log" 2>&1 || true
  if ! install "$@"; then
    tail -n 5 "$log" >&2
    echo "That did not work. To try again by hand, type: apt-get update && apt-get install $*" >&2
    exit 1
  fi
fi
