#!/usr/bin/env bash
# Makes this machine ready to build, run and test the program; touches nothing that is already so.
source "$(dirname "$0")/common.sh"

# Two at once would build in the same place; the second waits and then finds the work done.
mkdir -p .cache
exec 9>.cache/setup.lock
flock --nonblock 9 || { echo "Waiting for another setup to end."; flock 9; }

installer/debian_packages.sh
installer/python_environment.sh
.venv/bin/python installer/fetch_models.py
