#!/usr/bin/env bash
# Long runs of what the everyday tests do in short: the line to the centre is cut CUTS times while ROWS are sent, a centre
# that was away is sent AWAY rows, and a kiosk is killed KILLS times in its rounds. Takes half an hour or so.
step="Soak"
# shellcheck source=installer/common.sh
source "$(dirname "$0")/common.sh"

need_cargo
SOAK_ROWS=${ROWS:-10000} SOAK_CUTS=${CUTS:-200} SOAK_AWAY=${AWAY:-100000} SOAK_KILLS=${KILLS:-200} \
    cargo test --release --locked --test central -- --nocapture faults killed ||
    die "what is at the kiosk and what is at the centre differ, or a round failed" "see what the tests say above"
