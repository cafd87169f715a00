#!/usr/bin/env bash
# Long runs of what the everyday tests do in short: the line to the centre is cut CUTS times while ROWS are sent, and a
# centre that was away is sent AWAY rows. Takes some minutes.
step="Soak"
# shellcheck source=installer/common.sh
source "$(dirname "$0")/common.sh"

need_cargo
SOAK_ROWS=${ROWS:-10000} SOAK_CUTS=${CUTS:-200} SOAK_AWAY=${AWAY:-100000} \
    cargo test --release --locked --test central -- --nocapture faults ||
    die "what is at the kiosk and what is at the centre differ, or a round failed" "see what the tests say above"
