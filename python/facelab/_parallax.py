"""How the landmarks of a turned face lie on those of a frontal one: foreshortening, and parallax beyond it.

A frame's points are explained by those of the reference frame through a projective camera,

    x = (A X + b + c z) / (1 + g.X)

where X are the reference's points, z is the canonical face's depth with its linear part removed, A, b and g are what
a flat picture can do, and c is what only depth can: the parallax. z is a direction to look in, not evidence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from facelab._mediapipe import MOVING_CONNECTIONS
from facelab.canonical import CanonicalFace

Doubles: TypeAlias = NDArray[np.float64]

EYE_CORNERS = (33, 133, 362, 263)
"""The person's right eye, outer and inner corner, then their left, inner and outer."""

_MOUTH_CORNER = 61
ROUNDS = 2
"""Of Gauss-Newton. A third moves the parallax of a canonical head turned by 30 degrees by less than 1e-5."""

_LEAST_SCALE = 1e-6


def rigid_points(canonical: CanonicalFace) -> NDArray[np.intp]:
    """The landmarks that no expression moves, ascending: above the mouth, no oval, lips, lids, brows nor neighbours.

    Points of the oval slide along the silhouette as the head turns. The corners of the eyes are kept.
    """
    moving = np.zeros(len(canonical.vertices), bool)
    for name, connections in MOVING_CONNECTIONS.items():
        ring = sorted({index for pair in connections for index in pair})
        moving[ring] = True
        if name in ("lips", "left eye", "right eye"):
            touching = np.isin(canonical.triangles, ring).any(axis=1)
            moving[np.unique(canonical.triangles[touching])] = True
    moving[list(EYE_CORNERS)] = False
    above_mouth = canonical.vertices[:, 1] < canonical.vertices[_MOUTH_CORNER, 1]
    return np.flatnonzero(~moving & above_mouth)


def normalised(points: NDArray[np.float32]) -> Doubles | None:
    """Points turned, scaled and moved so that the eyes are level, a unit apart, and 0 is between them.

    Args:
        points: (n, 3) landmarks in pixels, n >= 468.

    Returns:
        (468, 2), or None where the eyes lie in one place.
    """
    flat = points[:468, :2].astype(np.float64)
    right, left = flat[list(EYE_CORNERS[:2])].mean(axis=0), flat[list(EYE_CORNERS[2:])].mean(axis=0)
    along = left - right
    length = float(along @ along)
    if not length > 1.0:
        return None
    to_level = np.array([[along[0], along[1]], [-along[1], along[0]]]) / length
    level: Doubles = (flat - (right + left) / 2) @ to_level.T
    return level


@dataclass(frozen=True, slots=True)
class Fits:
    """What fitting found, for each of t frames.

    Attributes:
        matrix: (t, 2, 2), A.
        shift: (t, 2), b.
        parallax: (t, 2), c.
        slant: (t, 2), g.
        residual: (t,), root mean square distance of the points from where the fit puts them, in distances of the eyes.
    """

    matrix: Doubles
    shift: Doubles
    parallax: Doubles
    slant: Doubles
    residual: Doubles


def foreshortening(matrix: Doubles) -> tuple[Doubles, Doubles]:
    """Of (t, 2, 2) matrices the (t,) k = s2/s1 (1 unturned, less the further a plane is turned), and (t,) s1."""
    a, b, c, d = matrix.reshape(-1, 4).T
    # The singular values of a 2 x 2 matrix, in closed form.
    total = np.hypot(a + d, c - b)
    difference = np.hypot(a - d, c + b)
    largest = np.maximum((total + difference) / 2, _LEAST_SCALE)
    return np.abs(total - difference) / 2 / largest, largest


class ParallaxFitter:
    """Fits frames against one reference. All frames are fitted at once; one alone takes about 0.2 ms.

    Args:
        reference: (n, 2) normalised rigid points of the reference frame.
        depth: (n,) canonical depth of the same points, in distances of the eyes.
    """

    def __init__(self, reference: Doubles, depth: Doubles) -> None:
        plane = np.column_stack([reference, np.ones(len(reference))])
        relief = depth - plane @ np.linalg.lstsq(plane, depth, rcond=None)[0]
        self.relief: Doubles = relief
        self._points = reference
        self._basis = np.column_stack([plane, relief])
        self._basis_products = np.einsum("ni,nj->nij", self._basis, self._basis).reshape(len(reference), 16)
        self._cross_products = np.einsum("ni,nj->nij", self._basis, reference).reshape(len(reference), 8)
        self._point_products = np.einsum("ni,nj->nij", reference, reference).reshape(len(reference), 4)

    def fit(self, frames: Doubles) -> Fits:
        """Least squares over the ten parameters by Gauss-Newton, started at the linear solution.

        Args:
            frames: (t, n, 2) normalised rigid points.
        """
        count = len(frames)
        seen = np.ascontiguousarray(np.moveaxis(frames, 2, 0))
        predicted, slant = seen, np.zeros((count, 2))
        coefficients = np.zeros((2, count, 4))
        for _ in range(ROUNDS):
            coefficients, slant = self._solve(seen, predicted, slant)
            predicted = (coefficients @ self._basis.T) / self._denominator(slant)
        residual = np.sqrt(((seen - predicted) ** 2).sum(axis=0).mean(axis=1))
        return Fits(
            matrix=np.moveaxis(coefficients[:, :, :2], 0, 1),
            shift=coefficients[:, :, 2].T,
            parallax=coefficients[:, :, 3].T,
            slant=slant,
            residual=residual,
        )

    def _denominator(self, slant: Doubles) -> Doubles:
        """(t, n), 1 + g.X, kept away from 0: no camera sees a point of a face there."""
        return np.maximum(1 + slant @ self._points.T, 0.2)

    def _solve(self, seen: Doubles, predicted: Doubles, slant: Doubles) -> tuple[Doubles, Doubles]:
        """One round: the fit made linear about `predicted` (2, t, n) and `slant` (t, 2).

        Returns:
            (2, t, 4) coefficients of [X, Y, 1, z] for x and y, and (t, 2) the slant.
        """
        denominator = self._denominator(slant)
        weight = denominator**-2
        target = denominator * seen - (denominator - 1) * predicted
        count = len(slant)
        # Normal equations, the four coefficients of x and of y eliminated first: they share one 4 x 4 matrix.
        own = (weight @ self._basis_products).reshape(count, 4, 4)
        own += 1e-9 * np.eye(4)
        weighted = weight * predicted
        cross = -(weighted @ self._cross_products).reshape(2, count, 4, 2)
        shared = ((weighted * predicted).sum(axis=0) @ self._point_products).reshape(count, 2, 2)
        right = (weight * target) @ self._basis
        right_slant = -(weighted * target).sum(axis=0) @ self._points
        eliminated = np.linalg.solve(own, np.concatenate([cross, right[..., None]], axis=3))
        by_slant, alone = eliminated[..., :2], eliminated[..., 2]
        transposed = np.swapaxes(cross, 2, 3)
        left = shared - (transposed @ by_slant).sum(axis=0) + 1e-9 * np.eye(2)
        remaining = right_slant - (transposed @ alone[..., None]).sum(axis=0)[..., 0]
        found = np.linalg.solve(left, remaining[..., None])
        return alone - (by_slant @ found)[..., 0], found[..., 0]
