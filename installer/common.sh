# Shared by the scripts of this folder. Sourced, never run; every script runs from the repository's root.
# shellcheck shell=bash

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# die WHAT WHY FIX: says which step failed, why, and what to do, and ends the script.
die() {
    printf '%s failed: %s\n  What to do: %s\n' "$1" "$2" "$3" >&2
    exit 1
}

# logged NAME COMMAND...: runs a command without a terminal's input, its output kept in
# .cache/logs/NAME.log. When it fails, shows the log's end and returns the command's status.
logged() {
    local name=$1 status=0
    local log=".cache/logs/$name.log"
    shift
    mkdir -p .cache/logs
    "$@" >"$log" 2>&1 </dev/null || status=$?
    if ((status != 0)); then
        printf '  The end of %s:\n' "$log" >&2
        tail -n 15 "$log" | cut -c 1-300 | sed 's/^/    /' >&2
    fi
    return "$status"
}

# need_cargo STEP: ends the script where Rust is missing.
need_cargo() {
    command -v cargo >/dev/null ||
        die "$1" "cargo is not on the PATH" "install Rust 1.95 or newer with rustup, open a new terminal, then run it again"
}
