#!/usr/bin/env bash
# setup.sh [SECTION]: makes this machine ready to build, run and test the program; touches nothing that is already so.
# With `kiosk`, of Debian's packages those of that section alone, which is enough to build and to run.
step="Set-up"
# shellcheck source=installer/common.sh
source "$(dirname "$0")/common.sh"

# Two at once would build in the same place; the second waits and then finds the work done.
mkdir -p .cache
exec 9>.cache/setup.lock
flock --nonblock 9 || { echo "Waiting for another setup to end."; flock 9; }

# Each says itself what failed. Without the lock, lest a service that a package starts keep it.
installer/debian_packages.sh "$@" 9>&- || exit
installer/python_environment.sh || exit
.venv/bin/python installer/fetch_models.py || exit
