#!/usr/bin/env bash
# Makes .venv from Debian's own Python 3.11 and the locks of python/. The engine links that
# Python's library, so another 3.11 that comes first on the PATH must not be taken.
#
# The environment is made beside the old one and takes its place only when every import
# works. .venv/.lock-sha256 holds the locks' hashes as sha256sum writes them; an environment
# whose hashes are the locks' own is left alone.
step="Python environment"
# shellcheck source=installer/common.sh
source "$(dirname "$0")/common.sh"

python=/usr/bin/python3.11
locks=(python/requirements.lock python/requirements-dev.lock)
new="$PWD/.cache/venv.new"
old="$PWD/.cache/venv.old"
unset PYTHONPATH PYTHONHOME

# Puts the old environment back where a run ended after moving it away and before the new one
# took its place.
take_old_back() {
    if [[ ! -e .venv && -e $old ]]; then mv "$old" .venv; fi
}
take_old_back

if sha256sum "${locks[@]}" | cmp --quiet - .venv/.lock-sha256 2>/dev/null &&
    .venv/bin/python -c '' 2>/dev/null; then
    echo "$step: .venv is as the locks say."
    exit 0
fi

[[ -x $python ]] ||
    die "$python is missing" "install Debian's python3.11 and python3.11-venv, or run 'make setup', which does"
[[ $(uname -m) == x86_64 ]] ||
    die "the locks are for x86_64 and this machine is $(uname -m)" "use an x86_64 machine"

echo "$step: making .venv from the locks (1.4 GB; about a minute)."
rm -rf "$new" "$old"
trap 'take_old_back; rm -rf "$new"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

logged venv "$python" -m venv "$new" ||
    die "$python can't make an environment" "install Debian's python3.11-venv, then run it again"

install=("$new/bin/python" -m pip install --disable-pip-version-check --no-input --progress-bar off
    --no-deps --only-binary ':all:' --require-hashes)
for lock in "${locks[@]}"; do install+=(--requirement "$lock"); done
logged pip "${install[@]}" ||
    die "pip could not install the locks" \
        "see above: check the network and the space on this disk, then run it again; after a change of python/*.in run 'make lock'"

logged imports "$new/bin/python" -c \
    'import ai_edge_litert.interpreter, cv2, mediapipe, mypy, open3d, pandas, plotly, pytest, schemathesis, skimage' ||
    die "its packages don't import" \
        "a missing library belongs into installer/debian-packages.txt, a missing module into python/requirements.in"

# Scripts and settings name the folder they were made in.
grep --binary-files=without-match --files-with-matches --fixed-strings "$new" "$new"/bin/* "$new/pyvenv.cfg" |
    xargs sed --in-place "s|$new|$PWD/.venv|g"
sha256sum "${locks[@]}" >"$new/.lock-sha256"

if [[ -e .venv ]]; then mv .venv "$old"; fi
mv "$new" .venv
rm -rf "$old"
