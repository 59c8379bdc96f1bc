#!/bin/sh
# Makes the virtual environment and installs the locked packages and the program into it.
# Usage: tools/virtual_environment.sh FOLDER STAMP. The stamp is written only when everything is in.
set -eu
folder=$1
stamp=$2
tools=$(dirname "$0")

in_range='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'

# The first Python that really runs, is one of ours and can make an environment. A name on the PATH proves nothing.
choose() {
  without_venv=
  for python in ${PYTHON:-python3.13 python3.12 python3.11 python3}; do
    "$python" -c "$in_range" >/dev/null 2>&1 || continue
    if "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
      return 0
    fi
    without_venv=${without_venv:-$python}
  done
  python=
  [ -n "$without_venv" ] || return 1
  version=$("$without_venv" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  "$tools/debian_install.sh" "what Python $version needs to make a virtual environment" "python$version-venv" || return 1
  python=$without_venv
}

no_python() {
  if [ -n "${without_venv:-}" ]; then
    echo "Python $version is here, but its module venv is not." >&2
  else
    echo "Alpaca needs Python 3.11, 3.12 or 3.13, and ${PYTHON:-python3.13, python3.12, python3.11 or python3} is none." >&2
    echo "Install one (on Debian or Ubuntu: sudo apt-get install python3 python3-venv)," >&2
    echo "or name it: make run PYTHON=/path/to/python3.12" >&2
  fi
  exit 1
}

# Keep an environment that works; make a new one where it does not, e.g. after its Python was removed or the folder moved.
if ! "$folder/bin/python" -c "$in_range" >/dev/null 2>&1 || ! "$folder/bin/python" -m pip --version >/dev/null 2>&1; then
  choose || no_python
  echo "Making $folder with $("$python" --version)."
  "$python" -m venv --clear "$folder"
fi

echo "Installing the locked packages into $folder (2 to 3 GB with TensorFlow: some minutes the first time)."
"$folder/bin/python" -m pip install --quiet --require-hashes --requirement requirements/lock.txt

echo "Installing Alpaca into $folder."
"$folder/bin/python" -m pip install --quiet --no-deps --no-build-isolation --editable .
touch "$stamp"
