#!/usr/bin/env bash
# kiosk.sh PROGRAM: opens the kiosk's window; without a display plays the rehearsals headless.
# shellcheck source=installer/common.sh
source "$(dirname "$0")/common.sh"

if [[ -n ${DISPLAY:-} || -n ${WAYLAND_DISPLAY:-} ]]; then
    echo "Kiosk: opening the window."
    exec "$1"
fi
echo "Kiosk: there is no display (DISPLAY and WAYLAND_DISPLAY are unset), so the rehearsals are played without a window."
exec "$1" rehearse --headless
