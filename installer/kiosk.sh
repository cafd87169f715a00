#!/usr/bin/env bash
# kiosk.sh PROGRAM: opens the kiosk's window; without a display plays the rehearsals headless.
step="Kiosk"
# shellcheck source=installer/common.sh
source "$(dirname "$0")/common.sh"

[[ -x ${1:-} ]] || die "${1:-the program} is not built" "run 'make kiosk', which builds it first"

why="DISPLAY and WAYLAND_DISPLAY are unset"
if [[ -n ${DISPLAY:-} || -n ${WAYLAND_DISPLAY:-} ]]; then
    # A display may take the connection and then never answer.
    if timeout 30 "$1" doctor --probe-gl >/dev/null 2>&1; then
        echo "Kiosk: opening the window."
        exec "$1"
    fi
    why="the one that is named opens no window; see: $1 doctor"
fi
echo "Kiosk: there is no display ($why), so the rehearsals are played without a window."
exec "$1" rehearse --headless
