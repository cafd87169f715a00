"""Who or what stands before the camera in each kind of recording, and how it moves."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from ._attitude import CanonicalFace, attitude_of
from ._head import HeadSurface, predicted_relief
from ._motion import (
    FILM_GESTURES,
    HAND_MANNER,
    HEAD_GESTURES,
    HEAD_MANNER,
    NEUTRAL,
    STEADY_MANNER,
    TURN_DEGREES,
    Gesture,
    Manner,
    Moment,
    Swing,
    Swipes,
    exaggerated,
    held_up,
    hurried,
    swiped,
)
from ._parametric import NOSES_OUT, parametric_relief
from ._photo import Photo
from ._sheet import Sheet, SheetSurface
from ._surface import Surface


@dataclass(frozen=True, slots=True)
class Actor:
    """A surface, where it stands, and what it does.

    stands shifts everything it does; it follows instructions only when it has gestures for them.
    clips: those in which it is there; None is all of them
    held: moves exactly as the actor before it does, who holds it
    """

    surface: Surface
    manner: Manner
    gestures: Mapping[str, Gesture | Swing | Swipes] = field(default_factory=dict)
    stands: Moment = field(default_factory=Moment)
    clips: frozenset[str] | None = None
    held: bool = False


@dataclass(frozen=True, slots=True)
class Script:
    """What a cast is made of.

    other: the second person, where one is given
    seed: chooses the build of a parametric head
    """

    photo: Photo
    other: Photo | None
    canonical: CanonicalFace
    seed: int


Casting: TypeAlias = Callable[[Script], Sequence[Actor]]
"""Makes the actors, farthest first."""

ASKED = frozenset(HEAD_GESTURES)
EVERY_CLIP = ASKED | {NEUTRAL}

PRINT_TURNS = 1.35
"""A flat picture looks less turned than it is, so whoever holds one turns it further."""

FAR_TURNS = 60.0 / TURN_DEGREES
"""For a sheet that is turned as far as a face can be made out on it."""

FAR_HEAD_DEGREES = 50.0
"""Of a head that turns further than a face can be told in."""

SHORT_SLIDE_DEGREES = 12.0
SWIPED_DEGREES = 17.5
"""How far pictures show the head turned, of whom there are one or two a turn."""

BESIDE_CM = 10.5
"""Of each of two people from the middle of the picture."""


def head(turn_degrees: float = TURN_DEGREES, manner: Manner = HEAD_MANNER, pace: float = 1.0) -> Casting:
    """The person, turning this far to the sides and up and down in proportion."""
    gestures = hurried(exaggerated(HEAD_GESTURES, turn_degrees / TURN_DEGREES), pace)
    return lambda script: [Actor(_carved(script.photo, script.canonical), manner, gestures)]


def head_far(script: Script) -> Sequence[Actor]:
    """The person, who turns to the sides until the far eye is hardly seen."""
    sides = {name: HEAD_GESTURES[name] for name in ("left", "right")}
    gestures = {**HEAD_GESTURES, **exaggerated(sides, FAR_HEAD_DEGREES / TURN_DEGREES)}
    return [Actor(_carved(script.photo, script.canonical), HEAD_MANNER, gestures)]


def filmed(script: Script) -> Sequence[Actor]:
    """The person in a film that was made for no session: the head goes everywhere."""
    return [Actor(_carved(script.photo, script.canonical), HEAD_MANNER, FILM_GESTURES)]


def slides(script: Script) -> Sequence[Actor]:
    """Pictures of the person, straight and turned each way, of which the one that is asked for is held up."""
    return [Actor(_carved(script.photo, script.canonical), STEADY_MANNER, held_up(HEAD_GESTURES))]


def slides_short(script: Script) -> Sequence[Actor]:
    """The same with pictures that are turned to the sides hardly further than a turn must be."""
    sides = {name: HEAD_GESTURES[name] for name in ("left", "right")}
    gestures = held_up({**HEAD_GESTURES, **exaggerated(sides, SHORT_SLIDE_DEGREES / TURN_DEGREES)})
    return [Actor(_carved(script.photo, script.canonical), HEAD_MANNER, gestures)]


def slides_swiped(script: Script) -> Sequence[Actor]:
    """Two pictures of each turn's way, swiped on a screen as is asked."""
    gestures = swiped(exaggerated(HEAD_GESTURES, SWIPED_DEGREES / TURN_DEGREES), 2)
    return [Actor(_carved(script.photo, script.canonical), STEADY_MANNER, gestures)]


def parametric(
    turn_degrees: float = TURN_DEGREES, pace: float = 1.0, noses_out: tuple[float, float] = NOSES_OUT
) -> Casting:
    """The person's photo on a head of our own making."""
    gestures = hurried(exaggerated(HEAD_GESTURES, turn_degrees / TURN_DEGREES), pace)

    def cast(script: Script) -> Sequence[Actor]:
        attitude = attitude_of(script.photo.landmarks, script.canonical)
        random = np.random.default_rng([script.seed, zlib.crc32(script.photo.texture.tobytes())])
        relief = parametric_relief(script.photo.landmarks, attitude, random, noses_out)
        return [Actor(HeadSurface(script.photo, attitude, relief), HEAD_MANNER, gestures)]

    return cast


def sheet(how: Sheet, nearer_cm: float = 0.0, turns: float = PRINT_TURNS, manner: Manner = HAND_MANNER) -> Casting:
    """The person's photo on a sheet in somebody's hands."""
    gestures = exaggerated(HEAD_GESTURES, turns)
    stands = Moment(nearer_cm=nearer_cm)
    return lambda script: [Actor(SheetSurface(script.photo, how), manner, gestures, stands)]


def cutout(how: Sheet) -> Casting:
    """A head that looks through the holes of a sheet: the second person's, or else the person's own."""

    def cast(script: Script) -> Sequence[Actor]:
        wearer = _carved(script.other or script.photo, script.canonical)
        right, down, away = wearer.eyes_cm.tolist()
        behind_the_holes = Moment(right_cm=-right, down_cm=-down, nearer_cm=away)
        return [
            Actor(wearer, HEAD_MANNER, HEAD_GESTURES, behind_the_holes),
            Actor(SheetSurface(script.photo, how), HEAD_MANNER, HEAD_GESTURES, held=True),
        ]

    return cast


def swapped(other_clips: frozenset[str]) -> Casting:
    """Two people who take turns before the camera; other_clips: those in which the second one is there."""

    def cast(script: Script) -> Sequence[Actor]:
        first = Actor(
            _carved(script.photo, script.canonical), HEAD_MANNER, HEAD_GESTURES, clips=EVERY_CLIP - other_clips
        )
        return [first, _second(script, other_clips)]

    return cast


def swapped_photo(script: Script) -> Sequence[Actor]:
    """The person's print is held up to be compared, and the second person makes the turns."""
    shown = Actor(SheetSurface(script.photo, Sheet()), HAND_MANNER, clips=EVERY_CLIP - ASKED)
    return [shown, _second(script, ASKED)]


def two_people(script: Script) -> Sequence[Actor]:
    """The person, and the second one beside, a little behind."""
    main = Actor(_carved(script.photo, script.canonical), HEAD_MANNER, HEAD_GESTURES, Moment(right_cm=-BESIDE_CM))
    if script.other is None:
        return [main]
    stands = Moment(right_cm=BESIDE_CM, nearer_cm=-4.0)
    return [Actor(_carved(script.other, script.canonical), HEAD_MANNER, stands=stands), main]


def nobody(_script: Script) -> Sequence[Actor]:
    """An empty room."""
    return []


def _carved(photo: Photo, canonical: CanonicalFace) -> HeadSurface:
    return HeadSurface(photo, attitude_of(photo.landmarks, canonical), predicted_relief(photo, canonical))


def _second(script: Script, clips: frozenset[str]) -> Actor:
    other = script.other or script.photo
    return Actor(_carved(other, script.canonical), HEAD_MANNER, HEAD_GESTURES, clips=clips)
