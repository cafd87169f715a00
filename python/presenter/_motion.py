"""What is done when an instruction is given: where the surface is, and how turned, in each frame of a clip.

Every clip starts and ends at the same neutral moment, so clips can follow each other, and the neutral one can loop,
without a jump.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace

import numpy as np
from numpy.typing import NDArray

STILL_SECONDS = 0.4
"""Nobody moves before having understood: a clip's first frames only sway."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Where the surface is, seen from the camera, relative to straight ahead at arm's length.

    Signs as everywhere: yaw > 0 to the person's own left (the image's right), pitch > 0 up, roll > 0 to the own left
    shoulder; right_cm > 0 to the image's right, down_cm > 0 down, nearer_cm > 0 towards the camera.
    eyes_closed and mouth_open: 0 to 1.
    """

    yaw_degrees: float = 0.0
    pitch_degrees: float = 0.0
    roll_degrees: float = 0.0
    right_cm: float = 0.0
    down_cm: float = 0.0
    nearer_cm: float = 0.0
    eyes_closed: float = 0.0
    mouth_open: float = 0.0


def added(one: Moment, other: Moment) -> Moment:
    """Both moments at once, part by part."""
    return Moment(*(getattr(one, part.name) + getattr(other, part.name) for part in fields(Moment)))


def between(one: Moment, other: Moment, share: float) -> Moment:
    """On the way from one moment to the other."""
    if share == 0.0:
        return one
    mixed = (getattr(one, part.name) * (1 - share) + getattr(other, part.name) * share for part in fields(Moment))
    return Moment(*mixed)


@dataclass(frozen=True, slots=True)
class Gesture:
    """The answer to one instruction: go to `peak`, stay, come back.

    go, hold and back are in seconds; a still time stands before and a short rest after them.
    """

    peak: Moment
    go_seconds: float = 0.6
    hold_seconds: float = 0.35
    back_seconds: float = 0.55
    rest_seconds: float = 0.2

    @property
    def seconds(self) -> float:
        return STILL_SECONDS + self.go_seconds + self.hold_seconds + self.back_seconds + self.rest_seconds

    def parts(self, times: NDArray[np.float64]) -> list[tuple[Moment, NDArray[np.float64]]]:
        """What it adds up from: moments, and how much of each at these times."""
        return [(self.peak, _progress(times, self))]

    def made_larger(self, factor: float) -> Gesture:
        """The same with turns larger (or smaller) by a factor."""
        return replace(self, peak=_turned_further(self.peak, factor))

    def at_pace(self, factor: float) -> Gesture:
        """The same, made so many times as fast."""
        return replace(
            self,
            go_seconds=self.go_seconds / factor,
            hold_seconds=self.hold_seconds / factor,
            back_seconds=self.back_seconds / factor,
        )


@dataclass(frozen=True, slots=True)
class Swipes:
    """Pictures of a gesture's way, swiped one after the other, there and back."""

    peak: Moment
    pictures: int = 2
    each_seconds: float = 0.4

    @property
    def seconds(self) -> float:
        return 2 * STILL_SECONDS + 2 * self.pictures * self.each_seconds

    def parts(self, times: NDArray[np.float64]) -> list[tuple[Moment, NDArray[np.float64]]]:
        """As a gesture's."""
        swiped = np.floor((times - STILL_SECONDS) / self.each_seconds) + 1
        there = np.minimum(swiped, 2 * self.pictures - swiped) / self.pictures
        return [(self.peak, np.clip(there, 0.0, 1.0))]


@dataclass(frozen=True, slots=True)
class Swing:
    """A head that goes to and fro, or round and round, whatever is asked.

    peak: to one side, minus peak to the other; aslant: half-way between them, none for to and fro
    """

    peak: Moment
    aslant: Moment = field(default_factory=lambda: Moment())
    rounds: int = 8
    round_seconds: float = 1.6

    @property
    def seconds(self) -> float:
        return 2 * STILL_SECONDS + self.rounds * self.round_seconds

    def parts(self, times: NDArray[np.float64]) -> list[tuple[Moment, NDArray[np.float64]]]:
        """As a gesture's."""
        since = times - STILL_SECONDS
        turns = 2.0 * np.pi * since / self.round_seconds
        length = self.rounds * self.round_seconds
        # It spirals out in the first half round and in again in the last.
        reached = _smooth(2.0 * since / self.round_seconds) * _smooth(2.0 * (length - since) / self.round_seconds)
        return [(self.peak, np.sin(turns) * reached), (self.aslant, np.cos(turns) * reached)]


@dataclass(frozen=True, slots=True)
class Manner:
    """How steadily somebody holds a head, or a picture; degrees and centimetres, ours.

    sway is slow and returns to its start, tremor differs from frame to frame, spread is by how much of itself a
    gesture's peak varies from clip to clip (upwards only, so that a genuine turn always reaches what is asked).
    """

    sway_degrees: float
    sway_cm: float
    tremor_degrees: float
    tremor_cm: float
    spread: float = 0.08


HEAD_MANNER = Manner(sway_degrees=0.5, sway_cm=0.12, tremor_degrees=0.06, tremor_cm=0.008)
STEADY_MANNER = Manner(sway_degrees=0.0, sway_cm=0.12, tremor_degrees=0.0, tremor_cm=0.008)
"""Of a picture on a screen: its head stays as it was taken."""
HAND_MANNER = Manner(sway_degrees=0.7, sway_cm=0.25, tremor_degrees=0.15, tremor_cm=0.03)
SHAKY_MANNER = Manner(sway_degrees=2.0, sway_cm=0.5, tremor_degrees=0.9, tremor_cm=0.15)
UNSTEADY_MANNER = Manner(sway_degrees=1.4, sway_cm=0.4, tremor_degrees=0.5, tremor_cm=0.1)

NEUTRAL = "neutral"
"""Name of the clip in which nothing is asked."""

NEUTRAL_SECONDS = 2.4
"""Length of the neutral loop; also of one round of the sway in it."""

TURN_DEGREES = 27.0
"""Of a genuine turn to a side: 25 are promised."""

UP_DEGREES, DOWN_DEGREES = 18.0, 20.0
"""Of a genuine turn up or down: 15 are promised. Face Mesh sees a bowed head less bowed than it is."""

NEARER_CM = 13.0

HEAD_GESTURES: dict[str, Gesture] = {
    "left": Gesture(Moment(yaw_degrees=TURN_DEGREES, pitch_degrees=-1.0, roll_degrees=1.5)),
    "right": Gesture(Moment(yaw_degrees=-TURN_DEGREES, pitch_degrees=-1.0, roll_degrees=-1.5)),
    "up": Gesture(Moment(pitch_degrees=UP_DEGREES, yaw_degrees=0.8)),
    "down": Gesture(Moment(pitch_degrees=-DOWN_DEGREES, yaw_degrees=-0.8)),
    "closer": Gesture(Moment(nearer_cm=NEARER_CM, pitch_degrees=-1.0)),
    "mouth": Gesture(Moment(mouth_open=1.0), go_seconds=0.3, hold_seconds=0.3, back_seconds=0.3),
    "blink": Gesture(Moment(eyes_closed=1.0), go_seconds=0.15, hold_seconds=0.15, back_seconds=0.2),
}


CIRCLE, SHAKE = "circle", "shake"
FILM_GESTURES: dict[str, Swing] = {
    CIRCLE: Swing(Moment(yaw_degrees=22.0), Moment(pitch_degrees=15.0)),
    SHAKE: Swing(Moment(yaw_degrees=22.0), rounds=14, round_seconds=0.9),
}
"""What films show that would fit any order, if a head that goes everywhere were taken for one that follows."""

AT_ONCE = 100.0
"""Pace of who doesn't move at all, but is shown in another picture."""


def exaggerated(gestures: dict[str, Gesture], factor: float) -> dict[str, Gesture]:
    """The same gestures with turns larger (or smaller) by a factor."""
    return {name: gesture.made_larger(factor) for name, gesture in gestures.items()}


def hurried(gestures: dict[str, Gesture], factor: float) -> dict[str, Gesture]:
    """The same gestures, so many times as fast."""
    return {name: gesture.at_pace(factor) for name, gesture in gestures.items()}


def held_up(gestures: dict[str, Gesture]) -> dict[str, Gesture]:
    """A picture of each gesture's peak in the place of the movement."""
    return {
        name: replace(gesture, go_seconds=gesture.go_seconds / AT_ONCE, back_seconds=gesture.back_seconds / AT_ONCE)
        for name, gesture in gestures.items()
    }


def swiped(gestures: dict[str, Gesture], pictures: int) -> dict[str, Swipes]:
    """So many pictures of each gesture's way in the place of the movement."""
    return {name: Swipes(gesture.peak, pictures) for name, gesture in gestures.items()}


def _turned_further(moment: Moment, factor: float) -> Moment:
    return replace(moment, yaw_degrees=moment.yaw_degrees * factor, pitch_degrees=moment.pitch_degrees * factor)


def clip(
    gesture: Gesture | Swing | Swipes | None, manner: Manner, frames: int, fps: float, seed: np.random.SeedSequence
) -> list[Moment]:
    """The moments of one clip, 1/fps seconds apart; without a gesture a loop of neutral ones."""
    random = np.random.default_rng(seed)
    times = np.arange(frames) / fps
    # A loop's next frame is its first again; a gesture's last frame is where it began.
    round_seconds = (frames if gesture is None else max(1, frames - 1)) / fps
    degrees = _sway(times, round_seconds, manner.sway_degrees, random)
    degrees += random.normal(0.0, manner.tremor_degrees, degrees.shape)
    centimetres = _sway(times, round_seconds, manner.sway_cm, random)
    centimetres += random.normal(0.0, manner.tremor_cm, centimetres.shape)
    reached = 1.0 + random.uniform(0.0, manner.spread)
    parts = [] if gesture is None else gesture.parts(times)
    asked = {part.name: np.zeros(frames) for part in fields(Moment)}
    for moment, share in parts:
        for name, whole in asked.items():
            turns = name in ("yaw_degrees", "pitch_degrees", "roll_degrees")
            whole += (reached if turns else 1.0) * share * getattr(moment, name)
    for name, own in zip(_SWAYING, [*degrees, *centimetres], strict=True):
        asked[name] += own
    return [Moment(**{name: float(whole[frame]) for name, whole in asked.items()}) for frame in range(frames)]


_SWAYING = ("yaw_degrees", "pitch_degrees", "roll_degrees", "right_cm", "down_cm", "nearer_cm")
"""What nobody holds quite still."""


def _sway(
    times: NDArray[np.float64], round_seconds: float, size: float, random: np.random.Generator
) -> NDArray[np.float64]:
    """Three slow waves, (3, frames), that are 0 at the start and at the end of a round, each axis with its own."""
    phases = random.uniform(0.0, 2.0 * np.pi, (3, 2, 1))
    turns = 2.0 * np.pi * times / round_seconds
    waves = np.sin(turns + phases[:, 0]) + 0.4 * np.sin(2.0 * turns + phases[:, 1])
    start = np.sin(phases[:, 0]) + 0.4 * np.sin(phases[:, 1])
    return np.asarray(size * (waves - start), np.float64)


def _progress(times: NDArray[np.float64], gesture: Gesture) -> NDArray[np.float64]:
    """0 at rest, 1 at the peak."""
    gone = _smooth((times - STILL_SECONDS) / gesture.go_seconds)
    back_from = STILL_SECONDS + gesture.go_seconds + gesture.hold_seconds
    return gone - _smooth((times - back_from) / gesture.back_seconds)


def _smooth(part: NDArray[np.float64]) -> NDArray[np.float64]:
    """The minimum-jerk path from 0 to 1 (Flash and Hogan 1985), how limbs and heads are found to move."""
    part = np.clip(part, 0.0, 1.0)
    return np.asarray(part**3 * (10.0 - 15.0 * part + 6.0 * part**2), np.float64)
