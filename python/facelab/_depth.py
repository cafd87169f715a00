"""The depth of every landmark, by least squares over frames of a turning head."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from facelab._parallax import EYE_CORNERS, Doubles, Fits, ParallaxFitter
from facelab._types import Floats

LEAST_FRAMES = 8
"""With fewer, noise passes for depth; ours."""

_ROUNDS = 3
"""Of fitting the frames to the depth and the depth to the frames; ours."""

_CONFIDENT_ERROR = 0.05
"""Standard error of a depth, in distances of the eyes (about 3 mm), at which its confidence is 0.5; ours."""

_LEAST_PARALLAX = 0.02
"""Root mean square parallax below which nothing is measured: that of a flat picture is noise of about 0.01; ours."""

_TIE_WEIGHT = 0.01
"""Weight of the canonical face's slant and scale, against 1 of each frame's two equations; ours."""

_LARGEST_SCALE = 2.5
"""Depth against the canonical face's up to which the scale is believed: faces differ by a fifth; ours."""


@dataclass(frozen=True, slots=True)
class MeasuredDepth:
    """Where the landmarks are, in distances of the eyes; 0 is between the eyes.

    Attributes:
        points: (468, 3) float32; x to the image's right and y down as in the reference frame, z away from the camera.
            z is measured by motion alone.
        confidence: (468,) float32, 0 (nothing is known of z) to 1.
        frames: how many frames told of it.
    """

    points: Floats
    confidence: Floats
    frames: int


def measure_depth(
    reference: Doubles,
    frames: Doubles,
    rigid: NDArray[np.intp],
    guess: Doubles,
    confirmed: float = 1.0,
    least_frames: int = LEAST_FRAMES,
) -> MeasuredDepth | None:
    """Depth from motion: frames are fitted to a depth, then the depth to the frames, in turn.

    Args:
        reference: (468, 2), normalised.
        frames: (t, 468, 2), normalised.
        rigid: indices of the landmarks that no expression moves.
        guess: (468,) depth to begin with, in distances of the eyes; its scale and slant have no part in the result.
        confirmed: how much of the landmarks' parallax the picture shows, 0 to 1: as much of the depth is believed.
        least_frames: with fewer, nothing is told.

    Returns:
        None where the frames tell of no depth.
    """
    if len(frames) < least_frames:
        return None
    depth = guess
    for _ in range(_ROUNDS):
        fitter = ParallaxFitter(reference[rigid], depth[rigid])
        fits = fitter.fit(frames[:, rigid])
        if float(np.sqrt((fits.parallax**2).sum(axis=1).mean())) < _LEAST_PARALLAX:
            return None
        depth, error = _depth_of_points(reference, frames, fits)
    metric = _metric(fits, _slant_of(reference[rigid], guess[rigid]))
    if metric is None:
        return None
    slant, scale = metric
    depth = (depth - reference @ slant) * scale * confirmed
    depth -= depth[list(EYE_CORNERS)].mean()
    confidence = 1 / (1 + (error * scale / _CONFIDENT_ERROR) ** 2)
    return MeasuredDepth(
        np.column_stack([reference, depth]).astype(np.float32), confidence.astype(np.float32), len(frames)
    )


def _depth_of_points(reference: Doubles, frames: Doubles, fits: Fits) -> tuple[Doubles, Doubles]:
    """The depth (468,) that explains best where each landmark is in each frame, and its standard error (468,)."""
    denominator = 1 + fits.slant @ reference.T
    flat = reference @ np.swapaxes(fits.matrix, 1, 2) + fits.shift[:, None]
    beyond = frames * denominator[..., None] - flat
    weight = float((fits.parallax**2).sum())
    depth: Doubles = np.einsum("tni,ti->n", beyond, fits.parallax) / weight
    left = beyond - depth[:, None] * fits.parallax[:, None]
    variance = (left**2).sum(axis=(0, 2)) / (2 * len(frames) - 1)
    return depth, np.sqrt(variance / weight)


def _slant_of(points: Doubles, depth: Doubles) -> Doubles:
    """(2,) depth for each unit of x and of y, over all points."""
    plane = np.column_stack([points, np.ones(len(points))])
    slant: Doubles = np.linalg.lstsq(plane, depth, rcond=None)[0][:2]
    return slant


def _metric(fits: Fits, usual_slant: Doubles) -> tuple[Doubles, float] | None:
    """The slant and scale that make the motion a turning: depth is only known up to them until then.

    The rows of [A c] Q must be of one length and at right angles (Tomasi and Kanade 1992, Shape and motion from image
    streams under orthography, section 3.4), where Q differs from 1 in its last row alone, since the reference frame's
    x and y are true. That is linear in three unknowns. The canonical face breaks ties.

    Returns:
        (2,) slant to take off and the factor on what is left; None where no turning explains the motion.
    """
    (a, b), (d, e) = np.moveaxis(fits.matrix, 0, 2)
    first, second = fits.parallax.T
    rows = np.concatenate(
        [
            np.column_stack([2 * (a * first - d * second), 2 * (b * first - e * second), first**2 - second**2]),
            np.column_stack([a * second + d * first, b * second + e * first, first * second]),
        ]
    )
    right = -np.concatenate([a**2 + b**2 - d**2 - e**2, a * d + b * e])
    usual = np.array([*-usual_slant, 1 + float(usual_slant @ usual_slant)])
    ties = np.eye(3) * _TIE_WEIGHT
    found = np.linalg.lstsq(np.concatenate([rows, ties]), np.concatenate([right, ties @ usual]), rcond=None)[0]
    square = float(found[2] - found[:2] @ found[:2])
    if not square > _LARGEST_SCALE**-2:
        return None
    return found[:2], square**-0.5
