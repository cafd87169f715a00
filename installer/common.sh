# Shared by the scripts of this folder. Sourced, never run: a script names its step first (step="Build"), and from here
# on runs from the repository's root.
# shellcheck shell=bash

set -Eeuo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

step=${step:?a script names its step before it sources this}
told=

# die WHY FIX: says that this step failed, why, and what to do, and ends the script.
die() {
    told=yes
    printf '%s failed: %s\n  What to do: %s\n' "$step" "$1" "$2" >&2
    exit 1
}

usual_fix="make room if the disk is full; if rights are missing, run it as the user whom $PWD belongs to; then run it again"

# A command that fails where no script expects it, say on a full disk, ends the script too. It said the cause itself;
# the step and what to do are said here. What fails in a subshell is told by whoever waits for it.
unforeseen() {
    local status=$?
    if [[ -z $told ]] && ((BASH_SUBSHELL == 0)); then
        told=yes
        printf '%s failed: %s ended with status %d, and said why above\n  What to do: %s\n' \
            "$step" "$1" "$status" "$usual_fix" >&2
    fi
}
trap 'unforeseen "$BASH_COMMAND"' ERR

# logged NAME COMMAND...: runs a command without a terminal's input, its output kept in
# .cache/logs/NAME.log. When it fails, shows the log's end and returns the command's status.
logged() {
    local name=$1 status=0
    local log=".cache/logs/$name.log"
    shift
    # Whoever calls this takes a failure for the command's own.
    { mkdir -p .cache/logs && : >"$log"; } || die "$log can't be written" "$usual_fix"
    "$@" >"$log" 2>&1 </dev/null || status=$?
    if ((status != 0)); then
        printf '  The end of %s:\n' "$log" >&2
        tail -n 15 "$log" | cut -c 1-300 | sed 's/^/    /' >&2
    fi
    return "$status"
}

# need_cargo: ends the script where Rust is missing.
need_cargo() {
    command -v cargo >/dev/null ||
        die "cargo is not on the PATH" "install Rust 1.95 or newer with rustup, open a new terminal, then run it again"
}
