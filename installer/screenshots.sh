#!/usr/bin/env bash
# Saves a picture of every widget and of every state of every screen, in both themes and every
# language, into target/pictures; lays them out on contact sheets, target/pictures/sheets; and
# compares them with the kept ones, tests/pictures. With ACCEPT=1 the new ones are kept instead,
# and the README's are made anew.
# Needs no display of its own.
step="Pictures"
# shellcheck source=installer/common.sh
source "$(dirname "$0")/common.sh"

need_cargo
cargo build --release --locked --features gallery --bin secure-biometric ||
    die "cargo says why above" "correct it and try again"
rm -rf target/pictures
# The window closes by itself after the last picture; X then complains about a window that is gone.
xvfb-run --auto-servernum --server-args="-screen 0 1400x900x24" \
    target/release/secure-biometric gallery --pictures target/pictures || true
saved=$(find target/pictures -name '*.png' 2>/dev/null | wc -l) || true
((saved > 0)) ||
    die "none was saved" "see whether OpenGL works with: xvfb-run target/release/secure-biometric doctor"
echo "Pictures: $saved in target/pictures."

# Both say themselves what failed.
.venv/bin/python installer/contact_sheets.py target/pictures || exit
accept=()
[[ ${ACCEPT:-} != 1 ]] || accept=(--accept --documents docs)
.venv/bin/python installer/kept_pictures.py target/pictures tests/pictures "${accept[@]}" || exit
