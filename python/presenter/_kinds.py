"""The kinds of recordings: who stands there, what is filmed of them, and with which camera.

A kind is named SPECIES or SPECIES-VARIANT. `python -m presenter --list` prints the table.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, product

from ._cast import (
    ASKED,
    FAR_TURNS,
    Casting,
    cutout,
    filmed,
    head,
    head_far,
    nobody,
    parametric,
    sheet,
    slides,
    slides_short,
    slides_swiped,
    swapped,
    swapped_photo,
    two_people,
)
from ._motion import CIRCLE, HEAD_GESTURES, NEUTRAL, SHAKE, SHAKY_MANNER, UNSTEADY_MANNER
from ._parametric import LOW_NOSES_OUT
from ._photometry import BLURRED, DARK, GLARING, NOISY, ORDINARY, SMEARED, Photometry
from ._sheet import BEZEL, Sheet

RESPONSIVE = (NEUTRAL, *HEAD_GESTURES)
"""The clips of a responsive recording."""

TURNS = ("left", "right", "up", "down")
"""What a challenge may ask."""

RADII_CM = (7, 8, 10, 12, 15, 20)
"""Of the cylinders on which prints are bent: from a little under a face's own roundness to hardly any."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of recording.

    about: one line for people
    clips: sub-folders in a responsive recording; in a plain one they follow each other in the folder itself
    replayed_turns: of a plain recording of a session, whose seed chooses which, in which order
    needs_other: the second person's photo can't be left out
    """

    about: str
    cast: Casting
    clips: tuple[str, ...] = RESPONSIVE
    plain: bool = False
    replayed_turns: int = 0
    photometry: Photometry = ORDINARY
    needs_other: bool = False

    def clips_of(self, seed: int) -> tuple[str, ...]:
        """The clips of one recording, in order. Seeds that follow each other go through all orders of turns."""
        if not self.replayed_turns:
            return self.clips
        orders = turn_orders(self.replayed_turns)
        return (NEUTRAL, *orders[seed % len(orders)], NEUTRAL)


def turn_orders(length: int) -> list[tuple[str, ...]]:
    """All orders in which a challenge may ask for turns: no one twice in a row, left and right both among them."""
    return [
        order
        for order in product(TURNS, repeat=length)
        if {"left", "right"} <= set(order) and all(earlier != later for earlier, later in pairwise(order))
    ]


def _bent() -> dict[str, Kind]:
    """Every radius, about each axis, held bent or bent during the turn."""
    kinds = {}
    for radius, across, bending in product(RADII_CM, (False, True), (False, True)):
        name = f"bent-{radius}{'-across' if across else ''}{'-bending' if bending else ''}"
        about = (
            f"a print on a cylinder of {radius} cm with {'a level' if across else 'an upright'} axis"
            f"{', flat until it is turned' if bending else ''}"
        )
        kinds[name] = Kind(about, sheet(Sheet(radius_cm=float(radius), across=across, bending=bending)))
    return kinds


PHONE = Sheet(size=0.41, sideways_cm=8.5, above_cm=13.7, below_cm=22.0, border=BEZEL)
"""A face as large as a phone of 7 by 15 cm shows it."""

KINDS: dict[str, Kind] = {
    "head": Kind("the person, who turns 27 degrees when asked", head()),
    "head-20": Kind("the person, who turns 20 degrees", head(20.0)),
    "head-15": Kind("the person, who turns 15 degrees", head(15.0)),
    "head-far": Kind("the person, who turns 50 degrees to the sides", head_far),
    "short-turn": Kind("the person, who turns only 10 degrees", head(10.0)),
    "head-quick": Kind(
        "the person, who turns twice as fast, smeared by a slow camera", head(pace=2.0), photometry=SMEARED
    ),
    "head-shaky": Kind("the person, whose head shakes all the time", head(manner=SHAKY_MANNER)),
    "head-glare": Kind("the person with glasses, on which lamps flash", head(), photometry=GLARING),
    "parametric": Kind("the photo on a head of our own making, a different one for each seed", parametric()),
    "parametric-20": Kind("a head of our own making that turns 20 degrees", parametric(20.0)),
    "parametric-15": Kind("a head of our own making that turns 15 degrees", parametric(15.0)),
    "parametric-low-20": Kind(
        "a head of our own making with a low nose, that turns 20 degrees", parametric(20.0, noses_out=LOW_NOSES_OUT)
    ),
    "parametric-quick": Kind(
        "a head of our own making that turns twice as fast, smeared", parametric(pace=2.0), photometry=SMEARED
    ),
    "flat": Kind("a life-size print", sheet(Sheet())),
    "flat-life-size": Kind("the same", sheet(Sheet())),
    "flat-phone": Kind("the photo on a phone, held at 24 cm", sheet(PHONE, nearer_cm=26.0)),
    "flat-near": Kind("a life-size print, held at 35 cm", sheet(Sheet(), nearer_cm=15.0)),
    "flat-far": Kind("a life-size print, held at 70 cm", sheet(Sheet(), nearer_cm=-20.0)),
    "flat-noisy": Kind(
        "a life-size print in unsteady hands before a noisy camera",
        sheet(Sheet(), manner=UNSTEADY_MANNER),
        photometry=NOISY,
    ),
    "flat-turned": Kind("a life-size print, turned up to 60 degrees", sheet(Sheet(), turns=FAR_TURNS)),
    **_bent(),
    "folded-30": Kind("a print folded along the nose, each half 30 degrees back", sheet(Sheet(fold_degrees=30.0))),
    "folded-45": Kind("a print folded along the nose, each half 45 degrees back", sheet(Sheet(fold_degrees=45.0))),
    "folded-30-bending": Kind(
        "a print that is folded along the nose while it is turned", sheet(Sheet(fold_degrees=30.0, bending=True))
    ),
    "folded-strip": Kind(
        "a print folded back on both sides of the nose, by 45 degrees", sheet(Sheet(fold_degrees=45.0, strip_cm=1.3))
    ),
    "cutout": Kind(
        "a print with holes for the eyes of a face that moves behind it", cutout(Sheet(eye_holes=True, worn=True))
    ),
    "cutout-bent": Kind(
        "a print with eye holes, bent round the face behind it",
        cutout(Sheet(eye_holes=True, worn=True, radius_cm=10.0)),
    ),
    "cutout-nose": Kind(
        "a print with a hole for the nose of the face behind it", cutout(Sheet(nose_hole=True, worn=True))
    ),
    "cutout-nose-bent": Kind(
        "a print with a hole for the nose, bent round the face behind it",
        cutout(Sheet(nose_hole=True, worn=True, radius_cm=10.0)),
    ),
    "slides": Kind("pictures of the person, of which the one that is asked for is held up", slides),
    "slides-short": Kind("pictures of the person turned by 12 degrees, held up as is asked", slides_short),
    "slides-swiped": Kind("two pictures of each turn's way, swiped as is asked", slides_swiped),
    "replayed-circling": Kind(
        "a film of the person, whose head goes round and round", filmed, clips=(NEUTRAL, CIRCLE, NEUTRAL), plain=True
    ),
    "replayed-shaking": Kind(
        "a film of the person, who shakes the head", filmed, clips=(NEUTRAL, SHAKE, NEUTRAL), plain=True
    ),
    "replayed": Kind(
        "a plain recording of a session of three turns; the seed chooses their order",
        head(),
        plain=True,
        replayed_turns=3,
    ),
    "replayed-4": Kind("a plain recording of a session of four turns", head(), plain=True, replayed_turns=4),
    "swapped": Kind("the person, whom another relieves whenever something is asked", swapped(ASKED), needs_other=True),
    "swapped-half": Kind(
        "the person, whom another relieves for turns right and down",
        swapped(frozenset({"right", "down"})),
        needs_other=True,
    ),
    "swapped-photo": Kind("the person's print, and another who makes the turns", swapped_photo, needs_other=True),
    # Long enough for a kiosk to wait for somebody and give up.
    "nobody": Kind("an empty room", nobody, clips=(NEUTRAL, NEUTRAL, NEUTRAL), plain=True),
    "two-people": Kind("the person, and another beside", two_people, needs_other=True),
    "dark": Kind("the person in hardly any light", head(), photometry=DARK),
    "blurred": Kind("the person out of focus", head(), photometry=BLURRED),
}
