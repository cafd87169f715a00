#!/usr/bin/env bash
# Saves a picture of every widget and of every state of every screen, in both themes and every
# language, into target/pictures. Needs no display of its own.
# shellcheck source=installer/common.sh
source "$(dirname "$0")/common.sh"

need_cargo "Pictures"
cargo build --release --locked --features gallery --bin secure-biometric ||
    die "Pictures" "cargo says why above" "correct it and try again"
rm -rf target/pictures
# The window closes by itself after the last picture; X then complains about a window that is gone.
xvfb-run --auto-servernum --server-args="-screen 0 1400x900x24" \
    target/release/secure-biometric gallery --pictures target/pictures || true
saved=$(find target/pictures -name '*.png' | wc -l)
[ "$saved" -gt 0 ] ||
    die "Pictures" "none was saved" "see whether OpenGL works with: xvfb-run target/release/secure-biometric doctor"
echo "Pictures: $saved in target/pictures."
