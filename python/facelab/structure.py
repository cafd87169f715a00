"""Depth from motion: whether a face that turns before one camera is a solid one, and how deep each landmark lies.

When a head turns, near points move otherwise than far ones; on a picture, flat or bent, they can't. `Relief` is fed
frame by frame and measures that parallax against the foreshortening which came with it. Predicted depth (Face Mesh's
z) has no part in it, and landmarks only say where to look: what has moved is read from the picture.
"""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass
from math import hypot, inf, nan

import numpy as np

from facelab._depth import LEAST_FRAMES, MeasuredDepth, measure_depth
from facelab._flow import face_patch
from facelab._parallax import EYE_CORNERS, Doubles, normalised, rigid_points
from facelab._reference import Measure, Reference, Sighting, slimness_of
from facelab._relief_rule import DEFAULT_THRESHOLDS, ReliefThresholds, along
from facelab._types import LANDMARK_COUNT, Floats, FrameError, Image, Pose, ReliefState
from facelab.canonical import CanonicalFace

__all__ = ["Relief", "ReliefThresholds"]

_LEAST_K = 0.75
"""Frames turned further than about 40 degrees are left out: landmarks on the far side are guessed there."""

_LEAST_CONFIRMED = 0.1
"""Share of the landmarks' parallax that the picture must show for there to be any depth; ours."""

_ASIDE_DEGREES = 6.0
_LEAST_A_SIDE, _FRAMES_A_SIDE = 4, 12
"""Frames of a turn to one side, to compare its shape with that of the other; a session ends as soon as the last turn
is far enough, after a fifth of a second. Ours."""

_RESTART_AFTER = 6
"""Frames dropped in a row after which the reference is doubted instead of them, if they are more than it explains."""

_MORE_FRONTAL_DEGREES = 2.0
"""A new reference must look nearer by this much into the camera: each change measures all frames again."""

_SLIMMER = 0.1
"""Nor may it be slimmer by more than a tenth: a print that is turned away can seem to look nearer into the camera."""

_SETTLES = 10
"""Only so many frames are asked whether they look nearer into the camera: then somebody who has been looked at from
the front rests, and what comes is asked for. Of a head that rests 10 degrees aside or below, any movement leads past
the camera's axis, and a frame of it, caught half-way, is no rest to measure from: heads of another renderer were flat
then. Ours."""

_UNLIKE_SHARE = 0.03
_LEAST_UNLIKE = 3
"""A frame that looks nearly the same way as the reference, and of whose points more than so many look otherwise, has
something before the face, or the reference has: lamps on glasses. It isn't referred to; but once there are three such
frames, and more of them than of others, it is the reference that is doubted. Of rehearsed heads (`head-20`, `-quick`,
`-shaky`) such frames were 0.01 unlike at most, with lamps on glasses (`head-glare`) 0.04 to 0.3."""

_MOST_DOUBTED = 6
"""References doubted in a session, so that flickering light doesn't cost more and more time; ours."""

_BIN_DEGREES = 2.5
_FRAMES_A_BIN = 4
_FARTHEST_BIN = 16
_SLIMNESS_STEP = 0.08
_SLIMMEST_BIN = 3
"""Frames are kept by how far they are turned, so that standing still does not outweigh turning: at most four a bin,
bins up to 40 degrees to each side, for turns and for nods. Of a print that is turned the pose is seen to stay, for it
shows the same face: so frames are told apart by how slim they are, too. Never more than 264 frames, of 33 kB each."""

_MOST_KEPT = 2 * (2 * _FARTHEST_BIN + 1) * _FRAMES_A_BIN

_COLUMNS = 7
_K, _SLIMMED = 4, 6
"""What the rule reads of each frame kept: yaw, pitch, parallax in x and in y, foreshortening, residual, and whether it
is sideways that it is foreshortened (1 or 0)."""


@dataclass(slots=True)
class _Kept:
    """A frame that counts, and what it measured; None where it no longer can be measured."""

    sighting: Sighting
    measure: Measure | None


class Relief:
    """The relief parallax of one face in one session.

    Args:
        canonical: gives the direction of depth to look in.
        thresholds: where the decision lies.
    """

    def __init__(self, canonical: CanonicalFace, thresholds: ReliefThresholds = DEFAULT_THRESHOLDS) -> None:
        self._rigid = rigid_points(canonical)
        corners = canonical.vertices[list(EYE_CORNERS)].astype(np.float64)
        eye_distance = float(np.hypot(*(corners[:2, :2].mean(axis=0) - corners[2:, :2].mean(axis=0))))
        self._canonical_depth: Doubles = canonical.vertices[:, 2].astype(np.float64) / eye_distance
        self._thresholds = thresholds
        self._last_frame = -1
        self._dropped = 0
        self._dropped_in_a_row = 0
        self._reference: Reference | None = None
        self._kept: list[_Kept] = []
        self._table: Doubles = np.empty((_MOST_KEPT, _COLUMNS))
        self._outdated: deque[int] = deque()
        self._added = 0
        self._like, self._unlike = 0, 0
        self._doubted: list[tuple[float, float]] = []
        self._bins: Counter[tuple[bool, int, int]] = Counter()
        self._state: ReliefState | None = None
        self._stable: float | None = None

    def add(self, frame: int, image: Image, landmarks: Floats, pose: Pose) -> ReliefState:
        """Takes the next frame into account; about 2 ms, next to nothing at an angle seen often before.

        A frame that no turning explains (landmarks that jumped, a blurred picture) is dropped and counted; it never
        speaks against a person.

        Args:
            frame: its number, larger than the one before.
            image: (h, w, 3) RGB.
            landmarks: (478, 3) float32, pixels.
            pose: of the same landmarks.

        Raises:
            FrameError: landmarks or pose have another shape or aren't finite, or the frame isn't newer than the last.
        """
        _check(landmarks, pose)
        if frame <= self._last_frame:
            raise FrameError(f"frame {frame} comes after frame {self._last_frame}; frames must be new")
        self._last_frame = frame
        points = normalised(landmarks)
        if points is None:
            self._count_dropped()
        elif not self._take(points, image, landmarks, (pose.yaw, pose.pitch)):
            # One measurement a frame: who stands still leaves time for what the reference has outdated.
            self._measure_again(1)
        return self.state()

    def settle(self) -> ReliefState:
        """Measures all that is still to be measured against the latest reference; for the decision.

        At most 1.2 s, where all of the frames there may be are measured twice.
        """
        self._measure_again(len(self._outdated))
        # The reference may have been doubted with the last of them; once at most, for somebody waits.
        self._measure_again(len(self._outdated), doubts=False)
        self._stable, self._state = self._likeness_of_sides(), None
        return self.state()

    def state(self) -> ReliefState:
        """What the frames so far say."""
        if self._state is None:
            self._state = self._judge()
        return self._state

    def _judge(self) -> ReliefState:
        rows = self._table[: len(self._kept)]
        rows = rows[np.isfinite(rows[:, _K])]
        straight = self._reference.sighting.angles if self._reference is not None else (0.0, 0.0)
        turned = np.abs(rows[:, :2] - straight)
        # What is foreshortened sideways has turned, wherever its face seems to look.
        slimmed = (rows[:, _SLIMMED] > 0) & (rows[:, _K] < self._thresholds.flat_k)
        sideways = (turned[:, 0] >= turned[:, 1]) | slimmed
        turns = along(rows[sideways, 2], rows[sideways, _K], self._thresholds)
        nods = along(rows[~sideways, 3], rows[~sideways, _K], self._thresholds)
        return ReliefState(
            turns=turns,
            nods=nods,
            frames_used=len(rows),
            frames_dropped=self._dropped,
            noise=float(np.median(rows[:, 5])) if len(rows) else 0.0,
            stable=self._stable,
            outcome="flat" if "flat" in (turns.outcome, nods.outcome) else turns.outcome,
        )

    def measured_depth(self) -> MeasuredDepth | None:
        """The depth of each landmark from all frames kept; None where they tell of none. About 30 ms."""
        return self._depth_from(self._kept)

    def _depth_from(self, kept: list[_Kept], least_frames: int = LEAST_FRAMES) -> MeasuredDepth | None:
        if self._reference is None:
            return None
        reference = self._reference.sighting.points
        told_of = [(one.sighting.points, one.measure) for one in kept if one.measure is not None]
        frames = np.array([points for points, _ in told_of]).reshape(-1, *reference.shape)
        told = np.array([measure.told for _, measure in told_of])
        seen = np.array([measure.seen for _, measure in told_of])
        confirmed = float((told * seen).sum() / max(float((told**2).sum()), 1e-9))
        if confirmed < _LEAST_CONFIRMED:
            return None
        return measure_depth(reference, frames, self._rigid, self._canonical_depth, min(confirmed, 1.0), least_frames)

    def _likeness_of_sides(self) -> float | None:
        """How alike the shapes are that the two sides tell; about 10 ms.

        A head is one shape from wherever it is seen. What was put together from two films, or is bent one way and then
        the other, is two.
        """
        if self._reference is None:
            return None
        straight = self._reference.sighting.angles[0]
        shapes = []
        for side in (1, -1):
            turned = [one for one in self._kept if side * (one.sighting.angles[0] - straight) > _ASIDE_DEGREES]
            # Those turned furthest tell most.
            turned.sort(key=lambda one: abs(one.sighting.angles[0] - straight))
            depth = self._depth_from(turned[-_FRAMES_A_SIDE:], _LEAST_A_SIDE)
            if depth is None:
                return None
            points = depth.points[self._rigid].astype(np.float64)
            plane = np.column_stack([points[:, :2], np.ones(len(points))])
            shapes.append(points[:, 2] - plane @ np.linalg.lstsq(plane, points[:, 2], rcond=None)[0])
        return float(np.corrcoef(*shapes)[0, 1])

    def _take(self, points: Doubles, image: Image, landmarks: Floats, angles: tuple[float, float]) -> bool:
        """Measures a frame, keeps it where there is room for its angle, and refers to it if it is more frontal.

        Returns:
            whether it was wanted, and so measured.
        """
        reference = self._reference
        straight, off_axis = (angles, inf) if reference is None else reference.straight
        slimness = slimness_of(points)
        usual = slimness if reference is None else reference.sighting.slimness
        angle_bin = (*_bin_of(angles, straight), _slimness_bin(slimness - usual))
        has_room = self._bins[angle_bin] < _FRAMES_A_BIN and len(self._kept) < _MOST_KEPT
        self._added += 1
        settling = self._added <= _SETTLES
        more_frontal = settling and hypot(*angles) < off_axis - _MORE_FRONTAL_DEGREES and slimness - usual < _SLIMMER
        if not (has_room or more_frontal):
            return False
        sighting = Sighting(points, face_patch(image, landmarks), angles, slimness)
        if reference is None:
            reference, more_frontal = self._refer_to(sighting), False
        measure = reference.measure(sighting)
        is_odd = self._compare(reference, sighting, measure)
        if measure is None:
            self._drop(sighting)
            return True
        self._dropped_in_a_row = 0
        if measure.k < _LEAST_K:
            self._count_dropped()
            return True
        if has_room:
            self._bins[angle_bin] += 1
            self._kept.append(_Kept(sighting, measure))
            self._note(len(self._kept) - 1)
        if more_frontal and not is_odd:
            self._refer_to(sighting)
        self._doubt()
        return True

    def _compare(self, reference: Reference, sighting: Sighting, measure: Measure | None) -> bool:
        """Whether a frame looks odd beside the reference; it is counted whether it is more often so than not."""
        if not reference.is_near(sighting):
            return False
        is_odd = measure is None or measure.unlike > _UNLIKE_SHARE
        self._unlike += is_odd
        self._like += not is_odd
        return is_odd

    def _doubt(self) -> None:
        """Refers to another frame where most of those that look the same way look odd beside the reference.

        While some are still to be measured against it, twice as much is asked for, so that it isn't the order in which
        they come that decides.
        """
        reference, sure = self._reference, 2 if self._outdated else 1
        if reference is None or self._unlike < sure * max(_LEAST_UNLIKE, self._like + 1):
            return
        if len(self._doubted) >= _MOST_DOUBTED:
            return
        doubted = [*self._doubted, reference.sighting.angles]
        others = [one.sighting for one in self._kept if one.sighting.angles not in doubted]
        # None that is slimmer than it may be: a print that is turned away can seem to look into the camera.
        slimmest = min((one.slimness for one in others), default=0.0)
        others = [one for one in others if one.slimness < slimmest + _SLIMMER]
        if others:
            self._doubted = doubted
            self._refer_to(min(others, key=lambda one: hypot(*one.angles)))

    def _count_dropped(self, frames: int = 1) -> None:
        self._dropped += frames
        self._state = None

    def _note(self, number: int) -> None:
        """Writes what a kept frame measured where the rule reads it."""
        self._state = None
        kept = self._kept[number]
        measure = kept.measure
        if measure is None:
            self._table[number] = nan
        else:
            self._table[number] = (
                *kept.sighting.angles,
                *measure.parallax,
                measure.k,
                measure.residual,
                measure.slimmed,
            )

    def _drop(self, sighting: Sighting) -> None:
        """Counts a frame that can't be explained; after several in a row it is the reference that was wrong."""
        self._count_dropped()
        self._dropped_in_a_row += 1
        if self._dropped_in_a_row >= max(_RESTART_AFTER, len(self._kept)):
            self._count_dropped(len(self._kept))
            self._dropped_in_a_row = 0
            self._kept.clear()
            self._bins.clear()
            self._refer_to(sighting)

    def _refer_to(self, sighting: Sighting) -> Reference:
        """Makes a frame the reference; until their turn comes, earlier frames count as they were measured."""
        self._reference = Reference(sighting, self._rigid, self._canonical_depth)
        self._outdated = deque(range(len(self._kept)))
        self._like, self._unlike = 0, 0
        self._state = None
        return self._reference

    def _measure_again(self, frames: int, doubts: bool = True) -> None:
        for _ in range(frames):
            if self._reference is None or not self._outdated:
                return
            number = self._outdated.popleft()
            kept = self._kept[number]
            kept.measure = self._reference.measure(kept.sighting)
            self._count_dropped(kept.measure is None)
            self._note(number)
            self._compare(self._reference, kept.sighting, kept.measure)
        if doubts:
            self._doubt()


def _bin_of(angles: tuple[float, float], straight: tuple[float, float]) -> tuple[bool, int]:
    """Which of the kept frames are at the same angle: turned or nodded, and how far."""
    sideways = abs(angles[0] - straight[0]) >= abs(angles[1] - straight[1])
    angle = angles[0] if sideways else angles[1]
    return sideways, int(np.clip(round(angle / _BIN_DEGREES), -_FARTHEST_BIN, _FARTHEST_BIN))


def _slimness_bin(slimmer: float) -> int:
    return int(np.clip(round(slimmer / _SLIMNESS_STEP), -_SLIMMEST_BIN, _SLIMMEST_BIN))


def _check(landmarks: Floats, pose: Pose) -> None:
    if not isinstance(landmarks, np.ndarray) or landmarks.shape != (LANDMARK_COUNT, 3):
        raise FrameError(f"landmarks must have the shape ({LANDMARK_COUNT}, 3)")
    if landmarks.dtype != np.float32 or not np.isfinite(landmarks).all():
        raise FrameError("landmarks must be finite 32-bit numbers")
    if not np.isfinite([pose.yaw, pose.pitch]).all():
        raise FrameError("a pose must be finite")
