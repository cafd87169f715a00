"""The kinds of recordings: which surface, which motion, which photometry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ._attitude import CanonicalFace
from ._head import HeadSurface
from ._motion import HAND_MANNER, HEAD_GESTURES, HEAD_MANNER, Gesture, Manner, Moment, exaggerated
from ._photo import Photo
from ._photometry import BLURRED, DARK, ORDINARY, Photometry
from ._print import PrintSurface
from ._surface import Surface

NEUTRAL = "neutral"
RESPONSIVE = (NEUTRAL, *HEAD_GESTURES)
"""The clips of a responsive recording."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A surface, where it stands, and what it does.

    stands shifts everything it does; it follows instructions only when it has gestures for them.
    """

    surface: Surface
    manner: Manner
    gestures: dict[str, Gesture] = field(default_factory=dict)
    stands: Moment = field(default_factory=Moment)


@dataclass(frozen=True, slots=True)
class Script:
    """What a cast is made of; other is the second person, for the kinds that need one."""

    photo: Photo
    other: Photo | None
    canonical: CanonicalFace


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of recording.

    cast makes the actors, farthest first.
    clips are sub-folders in a responsive recording; in a plain one they follow each other in the folder itself.
    """

    cast: Callable[[Script], Sequence[Actor]]
    clips: tuple[str, ...] = RESPONSIVE
    plain: bool = False
    photometry: Photometry = ORDINARY
    needs_other: bool = False


PRINT_TURNS = 1.35
"""A flat picture looks less turned than it is, so whoever holds one turns it further."""

BESIDE_CM = 10.5
"""Of each of two people from the middle of the picture."""


def _head(script: Script) -> Sequence[Actor]:
    return [Actor(HeadSurface(script.photo, script.canonical), HEAD_MANNER, HEAD_GESTURES)]


def _flat(script: Script) -> Sequence[Actor]:
    return [Actor(PrintSurface(script.photo), HAND_MANNER, exaggerated(HEAD_GESTURES, PRINT_TURNS))]


def _nobody(_script: Script) -> Sequence[Actor]:
    return []


def _two_people(script: Script) -> Sequence[Actor]:
    main = Actor(HeadSurface(script.photo, script.canonical), HEAD_MANNER, HEAD_GESTURES, Moment(right_cm=-BESIDE_CM))
    if script.other is None:
        return [main]
    beside = Actor(
        HeadSurface(script.other, script.canonical), HEAD_MANNER, stands=Moment(right_cm=BESIDE_CM, nearer_cm=-4.0)
    )
    return [beside, main]


KINDS: dict[str, Kind] = {
    "head": Kind(_head),
    "flat": Kind(_flat),
    # Long enough for a kiosk to wait for somebody and give up.
    "nobody": Kind(_nobody, clips=(NEUTRAL, NEUTRAL, NEUTRAL), plain=True),
    "two-people": Kind(_two_people, needs_other=True),
    "dark": Kind(_head, photometry=DARK),
    "blurred": Kind(_head, photometry=BLURRED),
}
