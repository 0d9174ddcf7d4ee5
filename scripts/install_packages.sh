#!/usr/bin/env bash
# Installs a locked set of packages in .venv: runtime, dev, or node (only where npm is missing).
# uv is used where it is found, because it is faster; pip does the same with the same hashes.
set -euo pipefail
cd "$(dirname "$0")/.."
what=$1
venv=.venv

make_environment() {
  local python
  for python in python3.11 python3; do
    if command -v "$python" >/dev/null && "$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))'; then
      echo "Virtual environment ..."
      "$python" -m venv "$venv" && return
      rm -rf "$venv"
      echo "Python 3.11 is there, its venv module is not. On Debian: apt-get install python3.11-venv" >&2
      exit 1
    fi
  done
  echo "Python 3.11 is needed. On Debian 12: apt-get install python3.11 python3.11-venv" >&2
  exit 1
}

[ -x "$venv/bin/python" ] || make_environment
if [ "$what" = node ]; then
  # The virtual environment's own bin/ is on the path of make: an npm installed by us is found as well.
  if command -v npm >/dev/null; then exit 0; fi
  echo "npm is not there: Node.js comes from a Python package ..."
fi
[ "$what" != runtime ] || echo "Packages ..."
[ "$what" != dev ] || echo "Packages for development ..."
if command -v uv >/dev/null; then
  uv pip install --quiet --python "$venv/bin/python" --require-hashes -r "requirements/$what.txt"
else
  "$venv/bin/python" -m pip install --quiet --quiet --disable-pip-version-check --require-hashes -r "requirements/$what.txt"
fi
