#!/usr/bin/env bash
# Checks formats, lints, types, licences and shell scripts: all of them, then names those that failed.
step="Check"
# shellcheck source=installer/common.sh
source "$(dirname "$0")/common.sh"

failed=()

# check NAME COMMAND...: runs one check and notes whether it failed.
check() {
    local name=$1
    shift
    echo "Check: $name."
    "$@" || failed+=("$name")
}

need_cargo
python=.venv/bin/python

check "Rust's format" cargo fmt --check
check "Rust's lints" cargo clippy --release --all-targets --features gallery --locked -- --deny warnings
check "Python's lints" "$python" -m ruff check python installer
check "Python's format" "$python" -m ruff format --check python installer
check "Python's types" env --chdir=python ../.venv/bin/python -m mypy --strict
check "the installer's types" "$python" -m mypy --strict --config-file python/pyproject.toml installer
check "shell scripts" shellcheck --external-sources installer/*.sh installer/examples/*.sh .ci/run
if command -v cargo-deny >/dev/null; then
    check "licences and sources of crates" cargo deny --offline check licenses bans sources
else
    echo "Check: licences and sources of crates, skipped: cargo-deny is not installed."
fi

if ((${#failed[@]} > 0)); then
    printf -v names '%s, ' "${failed[@]}"
    die "${names%, }" \
        "mend what is said above; 'cargo fmt' and '$python -m ruff format python installer' mend formats"
fi
echo "Check: all passed."
