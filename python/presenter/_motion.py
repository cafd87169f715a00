"""What is done when an instruction is given: where the surface is, and how turned, in each frame of a clip.

Every clip starts and ends at the same neutral moment, so clips can follow each other, and the neutral one can loop,
without a jump.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

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
HAND_MANNER = Manner(sway_degrees=0.7, sway_cm=0.25, tremor_degrees=0.15, tremor_cm=0.03)
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


def exaggerated(gestures: dict[str, Gesture], factor: float) -> dict[str, Gesture]:
    """The same gestures with turns larger (or smaller) by a factor."""
    return {
        name: replace(
            gesture,
            peak=replace(
                gesture.peak,
                yaw_degrees=gesture.peak.yaw_degrees * factor,
                pitch_degrees=gesture.peak.pitch_degrees * factor,
            ),
        )
        for name, gesture in gestures.items()
    }


def clip(
    gesture: Gesture | None, manner: Manner, frames: int, fps: float, seed: np.random.SeedSequence
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
    peak = Moment() if gesture is None else gesture.peak
    done = np.zeros(frames) if gesture is None else _progress(times, gesture)
    return [
        Moment(
            yaw_degrees=reached * part * peak.yaw_degrees + float(degrees[0, frame]),
            pitch_degrees=reached * part * peak.pitch_degrees + float(degrees[1, frame]),
            roll_degrees=reached * part * peak.roll_degrees + float(degrees[2, frame]),
            right_cm=part * peak.right_cm + float(centimetres[0, frame]),
            down_cm=part * peak.down_cm + float(centimetres[1, frame]),
            nearer_cm=part * peak.nearer_cm + float(centimetres[2, frame]),
            eyes_closed=part * peak.eyes_closed,
            mouth_open=part * peak.mouth_open,
        )
        for frame, part in enumerate(done.tolist())
    ]


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
