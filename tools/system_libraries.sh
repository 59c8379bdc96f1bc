#!/bin/sh
# Finds out which system libraries the installed Qt misses, and installs them where it may.
# Usage: tools/system_libraries.sh run|test. `test` also wants Xvfb and xdotool, which play a person at a screen,
# and stops where a library is missing; `run` goes on: the program says itself when it can show no window.
set -eu
purpose=${1:-run}
tools=$(dirname "$0")
[ "$(uname -s)" = Linux ] || exit 0

qt=$(ls -d .venv/lib/python3.*/site-packages/PySide6/Qt 2>/dev/null | head -n 1)
[ -n "$qt" ] || { echo "PySide6 is not in .venv: type make setup" >&2; exit 1; }

missing_libraries() {
  for name in lib/libQt6Gui.so.6 lib/libQt6Widgets.so.6 lib/libQt6DBus.so.6 lib/libQt6OpenGL.so.6 \
    plugins/platforms/libqxcb.so plugins/platforms/libqoffscreen.so plugins/platforms/libqwayland.so; do
    [ ! -e "$qt/$name" ] || ldd "$qt/$name" 2>/dev/null
  done | awk '/not found/ { print $1 }' | sort -u
}

# The Debian package of a library; nothing where it is not known.
package_of() {
  case $1 in
    libEGL.so.*) echo libegl1 ;;
    libGL.so.* | libGLX.so.*) echo libgl1 ;;
    libOpenGL.so.*) echo libopengl0 ;;
    libX11.so.*) echo libx11-6 ;;
    libX11-xcb.so.*) echo libx11-xcb1 ;;
    libdbus-1.so.*) echo libdbus-1-3 ;;
    libfontconfig.so.*) echo libfontconfig1 ;;
    libfreetype.so.*) echo libfreetype6 ;;
    libglib-2.0.so.* | libgthread-2.0.so.* | libgobject-2.0.so.* | libgio-2.0.so.*) echo libglib2.0-0 ;;
    libstdc++.so.*) echo libstdc++6 ;;
    libwayland-client.so.*) echo libwayland-client0 ;;
    libwayland-cursor.so.*) echo libwayland-cursor0 ;;
    libwayland-egl.so.*) echo libwayland-egl1 ;;
    libxcb.so.*) echo libxcb1 ;;
    libxcb-*.so.*) echo "${1%%.so.*}${1##*.so.}" ;; # libxcb-cursor.so.0 is in libxcb-cursor0
    libxkbcommon.so.*) echo libxkbcommon0 ;;
    libxkbcommon-x11.so.*) echo libxkbcommon-x11-0 ;;
    libz.so.*) echo zlib1g ;;
    libzstd.so.*) echo libzstd1 ;;
  esac
}

missing_programs() {
  [ "$purpose" = test ] || return 0
  command -v Xvfb >/dev/null 2>&1 || echo xvfb
  command -v xdotool >/dev/null 2>&1 || echo xdotool
}

libraries=$(missing_libraries)
programs=$(missing_programs)
[ -n "$libraries$programs" ] || exit 0

packages=$(for library in $libraries; do package_of "$library"; done | sort -u)
installed=yes
# shellcheck disable=SC2086
"$tools/debian_install.sh" "what Qt needs of the system" $packages $programs || installed=no

libraries=$(missing_libraries | tr '\n' ' ')
if [ -n "$libraries" ]; then
  echo "Qt still misses these system libraries: $libraries" >&2
  [ "$purpose" = run ] || exit 1
elif [ -n "$programs" ] && [ "$installed" = no ]; then
  echo "Tests that need" $programs "will be skipped." >&2
fi
