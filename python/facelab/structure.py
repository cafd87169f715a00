"""Depth from motion: whether a face that turns before one camera is a solid one, and how deep each landmark lies.

When a head turns, near points move otherwise than far ones; on a picture, flat or bent, they can't. `Relief` is fed
frame by frame and measures that parallax against the foreshortening which came with it. Predicted depth (Face Mesh's
z) has no part in it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from facelab._depth import MeasuredDepth, measure_depth
from facelab._parallax import EYE_CORNERS, Doubles, Fits, ParallaxFitter, normalised, rigid_points
from facelab._types import LANDMARK_COUNT, AxisRelief, Floats, FrameError, Outcome, Pose, ReliefState
from facelab.canonical import CanonicalFace

__all__ = ["LIVENESS_THRESHOLDS", "Relief", "ReliefThresholds"]


@dataclass(frozen=True, slots=True)
class ReliefThresholds:
    """Where the decision lies.

    Attributes:
        live_p, live_g: live from both of these on.
        flat_k, flat_g: flat where the foreshortening fell below the one while G stayed below the other.
    """

    live_p: float = 0.45
    live_g: float = 0.45
    flat_k: float = 0.92
    flat_g: float = 0.25


LIVENESS_THRESHOLDS = ReliefThresholds()

_LEAST_K = 0.75
"""Frames turned further than about 40 degrees are left out: landmarks on the far side are guessed there."""

_LARGEST_RESIDUAL = 0.06
"""A frame whose points lie further than this from its fit (root mean square, distances of the eyes) has jumped."""

_RESTART_AFTER = 6
"""Frames dropped in a row after which the reference is doubted instead of them."""

_MORE_FRONTAL_DEGREES = 1.0
"""A new reference must look nearer by this much into the camera, so that noise does not change it all the time."""

_BIN_DEGREES = 2.5
_FRAMES_A_BIN = 4
_FARTHEST_BIN = 16
"""Frames are kept by how far they are turned, so that standing still does not outweigh turning: at most four a bin,
bins up to 40 degrees to each side, for turns and for nods. Never more than 264 frames."""

_FLAT_FRAMES = 3
"""k is taken as the third smallest seen, so that no single frame makes a face flat."""

_CHUNK = 32
"""Frames refitted at once; more would leave the processor's cache."""


class Relief:
    """The relief parallax of one face in one session.

    Args:
        canonical: gives the direction of depth to look in.
        thresholds: where the decision lies.
    """

    def __init__(self, canonical: CanonicalFace, thresholds: ReliefThresholds = LIVENESS_THRESHOLDS) -> None:
        self._rigid = rigid_points(canonical)
        corners = canonical.vertices[list(EYE_CORNERS)].astype(np.float64)
        eye_distance = float(np.hypot(*(corners[:2, :2].mean(axis=0) - corners[2:, :2].mean(axis=0))))
        self._canonical_depth: Doubles = canonical.vertices[:, 2].astype(np.float64) / eye_distance
        self._thresholds = thresholds
        self._last_frame = -1
        self._dropped = 0
        self._forget_reference()

    def add(self, frame: int, landmarks: Floats, pose: Pose) -> ReliefState:
        """Takes the next frame into account; about 0.3 ms, a few more when the reference changes.

        A frame that can't be explained (landmarks that jumped) is dropped and counted; it never speaks against a
        person.

        Args:
            frame: its number, larger than the one before.
            landmarks: (478, 3) float32, pixels.
            pose: of the same landmarks.

        Raises:
            FrameError: the landmarks have another shape or aren't finite, or the frame isn't newer than the last.
        """
        _check(landmarks, pose)
        if frame <= self._last_frame:
            raise FrameError(f"frame {frame} comes after frame {self._last_frame}; frames must be new")
        self._last_frame = frame
        points = normalised(landmarks)
        if points is None:
            self._dropped += 1
            return self.state()
        angles = (pose.yaw, pose.pitch)
        if self._fitter is None:
            self._refer_to(points, angles)
        self._take(points, angles)
        return self.state()

    def state(self) -> ReliefState:
        """What the frames so far say."""
        turned = np.array(self._angles).reshape(-1, 2) - self._reference_angles
        sideways = np.abs(turned[:, 0]) >= np.abs(turned[:, 1])
        turns = self._along(0, sideways)
        nods = self._along(1, ~sideways)
        outcome: Outcome = "flat" if "flat" in (turns.outcome, nods.outcome) else turns.outcome
        return ReliefState(
            turns=turns,
            nods=nods,
            frames_used=len(self._points),
            frames_dropped=self._dropped,
            noise=float(np.median(self._residuals)) if self._residuals else 0.0,
            outcome=outcome,
        )

    def measured_depth(self) -> MeasuredDepth | None:
        """The depth of each landmark from all frames kept; None before there is a reference. About 20 ms."""
        if self._fitter is None or self._reference is None:
            return None
        frames = np.array(self._points)
        return measure_depth(self._reference, frames, self._rigid, self._canonical_depth)

    def _take(self, points: Doubles, angles: tuple[float, float]) -> None:
        """Fits a frame, keeps it where there is room for its angle, and lets it be the reference if it is better."""
        assert self._fitter is not None
        fits = self._fitter.fit(points[None, self._rigid])
        k, scale = fits.foreshortening()
        if fits.residual[0] > _LARGEST_RESIDUAL:
            self._drop(points, angles)
            return
        self._dropped_in_a_row = 0
        if k[0] < _LEAST_K:
            self._dropped += 1
            return
        if self._has_room(angles):
            self._points.append(points)
            self._angles.append(angles)
            self._note(fits, k, scale)
        if float(np.hypot(*angles)) < float(np.hypot(*self._reference_angles)) - _MORE_FRONTAL_DEGREES:
            self._refer_to(points, angles)

    def _drop(self, points: Doubles, angles: tuple[float, float]) -> None:
        self._dropped += 1
        self._dropped_in_a_row += 1
        if self._dropped_in_a_row >= _RESTART_AFTER:
            self._dropped += len(self._points)
            self._forget_reference()
            self._refer_to(points, angles)

    def _forget_reference(self) -> None:
        self._fitter: ParallaxFitter | None = None
        self._reference: Doubles | None = None
        self._reference_angles = np.zeros(2)
        self._dropped_in_a_row = 0
        self._points: list[Doubles] = []
        self._angles: list[tuple[float, float]] = []
        self._bins: dict[tuple[int, int], int] = {}
        self._parallax: list[Doubles] = []
        self._k: list[float] = []
        self._residuals: list[float] = []

    def _refer_to(self, points: Doubles, angles: tuple[float, float]) -> None:
        """Makes a frame the reference, and fits all that are kept against it."""
        self._reference = points
        self._reference_angles = np.array(angles)
        self._fitter = ParallaxFitter(points[self._rigid], self._canonical_depth[self._rigid])
        self._parallax, self._k, self._residuals = [], [], []
        for start in range(0, len(self._points), _CHUNK):
            fits = self._fitter.fit(np.array(self._points[start : start + _CHUNK])[:, self._rigid])
            self._note(fits, *fits.foreshortening())

    def _note(self, fits: Fits, k: Doubles, scale: Doubles) -> None:
        self._parallax.extend(fits.parallax / scale[:, None])
        self._k.extend(k.tolist())
        self._residuals.extend(fits.residual.tolist())

    def _has_room(self, angles: tuple[float, float]) -> bool:
        turned = np.array(angles) - self._reference_angles
        axis = int(abs(turned[1]) > abs(turned[0]))
        which = (axis, int(np.clip(round(angles[axis] / _BIN_DEGREES), -_FARTHEST_BIN, _FARTHEST_BIN)))
        self._bins[which] = self._bins.get(which, 0) + 1
        return self._bins[which] <= _FRAMES_A_BIN

    def _along(self, axis: int, chosen: np.typing.NDArray[np.bool_]) -> AxisRelief:
        """The rule over the frames that turned about one axis; 0 turns (x), 1 nods (y)."""
        parallax = np.array(self._parallax).reshape(-1, 2)[chosen, axis]
        k = np.array(self._k)[chosen]
        limits = self._thresholds
        high, low = np.percentile(np.append(parallax, 0.0), [95, 5])
        turned = 1 - np.minimum(k, 1) ** 2
        g = float((np.abs(parallax) * np.sqrt(turned)).sum() / max(float(turned.sum()), 0.02 * max(len(k), 1)))
        p = float(high - low)
        least_k = float(np.sort(k)[min(_FLAT_FRAMES, len(k)) - 1]) if len(k) else 1.0
        outcome: Outcome = "undecided"
        if p >= limits.live_p and g >= limits.live_g:
            outcome = "live"
        elif len(k) >= _FLAT_FRAMES and least_k < limits.flat_k and g < limits.flat_g:
            outcome = "flat"
        return AxisRelief(p=p, g=g, k_min=least_k, frames=len(k), outcome=outcome)


def _check(landmarks: Floats, pose: Pose) -> None:
    if not isinstance(landmarks, np.ndarray) or landmarks.shape != (LANDMARK_COUNT, 3):
        raise FrameError(f"landmarks must have the shape ({LANDMARK_COUNT}, 3)")
    if landmarks.dtype != np.float32 or not np.isfinite(landmarks).all():
        raise FrameError("landmarks must be finite 32-bit numbers")
    if not np.isfinite([pose.yaw, pose.pitch]).all():
        raise FrameError("a pose must be finite")
