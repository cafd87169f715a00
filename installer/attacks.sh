#!/usr/bin/env bash
# Measures how attacks and people fare: makes recordings of each species, prints what the depth cue says of them and
# what the whole program decides, with counts and exact bounds. Takes one and a half hours of one core the first time;
# the recordings are kept in FOLDER.
#
# PHOTOS: a folder of portraits, a person a name (ada.jpg, ada2.jpg are one); the rehearsals' subjects without.
# VARIANTS: recordings of the species of which a claim of 7 % is made; of the others half as many. 54 leave 43 of the
# rehearsals' subjects on whom nothing was tuned.
# REPLAYS: how many earlier sessions are played back.
step="Attacks"
# shellcheck source=installer/common.sh
source "$(dirname "$0")/common.sh"

PHOTOS=${PHOTOS:-.models/subjects}
VARIANTS=${VARIANTS:-54}
REPLAYS=${REPLAYS:-200}
FOLDER=${FOLDER:-target/attacks}
PROGRAM=${PROGRAM:-target/release/secure-biometric}
CLAIMED="head-20 head-15 flat-turned bent-10 bent-10-bending"
OTHERS="parametric-20 parametric-15 parametric-low-20 flat-life-size flat-near flat-far flat-phone flat-noisy bent-20 bent-15 bent-12 \
bent-12-bending bent-10-across bent-8 bent-8-bending bent-7 folded-30 folded-45 folded-30-bending folded-strip cutout \
cutout-bent cutout-nose cutout-nose-bent slides"

present() { # KIND COUNT
    [ -d "$FOLDER/$1" ] && return
    # Whoever stops this half-way finds no half of them taken for all.
    rm -rf "$FOLDER/.new"
    PYTHONPATH=python .venv/bin/python -m presenter "$PHOTOS" \
        --as "$1" --variants "$2" --clips left,right --fps 12 --out "$FOLDER/.new"
    mv "$FOLDER/.new" "$FOLDER/$1"
}

mkdir -p "$FOLDER"
for kind in $CLAIMED; do present "$kind" "$VARIANTS"; done
for kind in $OTHERS; do present "$kind" $(((VARIANTS + 1) / 2)); done
PYTHONPATH=python .venv/bin/python -m facelab.measure "$FOLDER"
"$PROGRAM" bench --attacks --replays "$REPLAYS"
