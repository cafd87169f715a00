#!/usr/bin/env bash
# Builds the program and its engine in release, into target/release.
step="Build"
# shellcheck source=installer/common.sh
source "$(dirname "$0")/common.sh"

need_cargo
echo "Build: target/release/secure-biometric (the first time takes some minutes)."
cargo build --release --locked --target-dir target ||
    die "cargo says why above" \
        "after a change of Cargo.toml run 'cargo update --workspace'; with an older Rust run 'rustup update'"
