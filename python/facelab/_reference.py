"""One frame as the reference, and what others are against it: by the landmarks, and by the picture itself."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot, log

import numpy as np
from numpy.typing import NDArray

from facelab._flow import FlowMeter
from facelab._parallax import Doubles, ParallaxFitter, foreshortening

_LARGEST_RESIDUAL = 0.06
"""A frame whose landmarks lie further than this from their fit (root mean square, distances of the eyes) has jumped.
Turns of 30 degrees reach 0.035."""

_LARGEST_FLOW_RESIDUAL = 0.1
"""Median distance of followed points from their fit above which a frame tells nothing. Heads of a shape far from the
canonical one reach 0.04 at 15 degrees."""

_BEYOND_BENDING_COUNTS = 2.5
"""How many times parallax beyond bending counts: a head must show it at least 0.4 times as much as parallax at all.
Without this, prints folded along the nose by 30 degrees were live, with a P of 0.46. It is the nose that shows it: at
2.0 prints of the tuning half had a P of 0.04 at most, and heads of our own making of 0.48 at least, but of 16 that have
low noses (0.18 to 0.30 distances of the eyes, as `parametric-low-20`) 5 stayed undecided; at 2.5 it is 2."""

_NEAR_DEGREES = 9.0
"""Degrees within which two frames look nearly the same way; ours."""

_NOSE_ROOT, _NOSE_FOOT = 9, 2
"""The landmarks whose distance, against that of the eyes, says how slim a face looks."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One frame: (468, 2) normalised points, patch of the face, yaw and pitch in degrees, and how slim it is."""

    points: Doubles
    patch: NDArray[np.uint8]
    angles: tuple[float, float]
    slimness: float


@dataclass(frozen=True, slots=True)
class Measure:
    """A frame against the reference.

    Attributes:
        told: (2,) parallax over s1 by the landmarks.
        seen: (2,) the same by the picture.
        parallax: (2,) what counts of both.
        k: foreshortening.
        residual: of the landmarks' fit, in distances of the eyes.
        slimmed: it is sideways that the face is foreshortened, as by a turn.
        unlike: share of its points that look otherwise than in the reference.
    """

    told: Doubles
    seen: Doubles
    parallax: tuple[float, float]
    k: float
    residual: float
    slimmed: bool
    unlike: float


def _agreed(told: float, seen: float, beyond_bending: float) -> float:
    """What landmarks and picture agree on: the least, 0 where they contradict each other.

    Landmarks can be talked into depth by a bent photo, the picture by glare: rarely both at once. And of the depth
    that a bent or folded photo truly has, hardly anything is left beyond bending.
    """
    if not (told * seen > 0 and beyond_bending * seen > 0):
        return 0.0
    least = min(abs(told), abs(seen), _BEYOND_BENDING_COUNTS * abs(beyond_bending))
    return least if seen > 0 else -least


class Reference:
    """The most frontal frame so far, and what others are against it."""

    def __init__(self, sighting: Sighting, rigid: NDArray[np.intp], depth: Doubles) -> None:
        self.sighting = sighting
        self._rigid = rigid
        points = sighting.points[rigid]
        self._fitter = ParallaxFitter(points, depth[rigid])
        self._meter = FlowMeter(sighting.patch, points, self._fitter.relief)

    @property
    def straight(self) -> tuple[tuple[float, float], float]:
        """Its yaw and pitch, and degrees away from looking into the camera."""
        angles = self.sighting.angles
        return angles, hypot(*angles)

    def is_near(self, sighting: Sighting) -> bool:
        """Whether a frame looks nearly the same way."""
        apart = hypot(*(one - own for one, own in zip(sighting.angles, self.sighting.angles, strict=True)))
        return apart < _NEAR_DEGREES

    def measure(self, sighting: Sighting) -> Measure | None:
        """What a frame measures; None where no turning explains it."""
        fits = self._fitter.fit(sighting.points[None, self._rigid])
        residual = float(fits.residual[0])
        if residual > _LARGEST_RESIDUAL:
            return None
        motion = self._meter.measure(sighting.patch, fits.matrix[0], fits.shift[0], fits.parallax[0], fits.slant[0])
        if motion is None or motion.residual > _LARGEST_FLOW_RESIDUAL:
            return None
        _, scale_told = foreshortening(fits.matrix)
        k, scale_seen = foreshortening(motion.matrix[None])
        told, seen = fits.parallax[0] / scale_told[0], motion.parallax / scale_seen[0]
        beyond_bending = motion.beyond_bending / scale_seen[0]
        agreed = [_agreed(*axis) for axis in zip(told.tolist(), seen.tolist(), beyond_bending.tolist(), strict=True)]
        return Measure(
            told=told,
            seen=seen,
            parallax=(agreed[0], agreed[1]),
            k=float(k[0]),
            residual=residual,
            slimmed=bool((motion.matrix[:, 0] ** 2).sum() < (motion.matrix[:, 1] ** 2).sum()),
            unlike=motion.unlike,
        )


def slimness_of(points: Doubles) -> float:
    """Logarithm of the nose's height, (468, 2) points being scaled to the distance of the eyes."""
    return log(max(abs(float(points[_NOSE_FOOT, 1] - points[_NOSE_ROOT, 1])), 1e-3))
