"""Parallax read from the picture itself: where the skin under the landmarks has gone.

Face Mesh has learnt heads. Shown a bent photo it places the nose where a head's would be, so its landmarks alone can
show a parallax that isn't there: prints bent on a cylinder of 10 cm and turned by 39 degrees reached a G of 0.67. The
picture can't be talked into it. Each frame is laid on the reference as if it were flat, and what is left of the
motion is measured there, patch by patch (Lucas and Kanade 1981, pyramids after Bouguet 2000).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from facelab._parallax import EYE_CORNERS, Doubles
from facelab._types import Floats, Image

EYE_DISTANCE = 56
"""Pixels between the eyes in a patch of the face; about what a webcam gives at arm's length (ours)."""

_WIDTH, _HEIGHT = 3 * EYE_DISTANCE, 11 * EYE_DISTANCE // 4
_TO_PATCH = np.array([[EYE_DISTANCE, 0, 1.5 * EYE_DISTANCE], [0, EYE_DISTANCE, 1.2 * EYE_DISTANCE], [0, 0, 1.0]])
_FROM_PATCH = np.linalg.inv(_TO_PATCH)
"""Normalised points (distances of the eyes, 0 between them) to pixels of a patch, and back."""

_POINTS = 140
"""Followed of the rigid landmarks: those with most texture around them; ours."""

_WINDOW = (13, 13)
_LEVELS = 1
_SAME_START = 0.3
"""Pixels between two places to look from within which one is enough: what is found is the same to a hundredth."""

_STOP = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 10, 0.03)
_LEAST_FOLLOWED = 50
_ROUNDS = 4
"""Of reweighting, so that hair, glare and lost points have no say."""

_UNLIKE_GREY = 30
"""Mean difference of grey, of 255, around a point from which it doesn't look as it did: a lamp on glasses, a hand.
Between frames in which a head looks the same way 1 in 100 points differs by as much at most."""

_DOUBTED_DISTANCE = 0.02
"""Distance from the fit, in distances of the eyes, at which a point's say is halved; ours."""


def face_patch(frame: Image, landmarks: Floats) -> NDArray[np.uint8]:
    """The face as a small grey picture, eyes level and EYE_DISTANCE apart: (154, 168).

    Args:
        frame: (h, w, 3) RGB.
        landmarks: (478, 3) pixels of it, whose eyes are apart.
    """
    corners = landmarks[list(EYE_CORNERS), :2].astype(np.float64)
    right, left = corners[:2].mean(axis=0), corners[2:].mean(axis=0)
    x, y = left - right
    shrink = max(int(np.hypot(x, y) / EYE_DISTANCE), 1)
    middle = (right + left) / 2
    if shrink > 1:
        # Fewer pixels than the patch skips would alias.
        size = (max(frame.shape[1] // shrink, 1), max(frame.shape[0] // shrink, 1))
        frame = np.asarray(cv2.resize(frame, size, interpolation=cv2.INTER_AREA), np.uint8)
        x, y, middle = x / shrink, y / shrink, middle / shrink
    to_frame = (np.array([[x, -y, middle[0]], [y, x, middle[1]], [0, 0, 1]]) @ _FROM_PATCH)[:2].astype(np.float64)
    patch = cv2.warpAffine(frame, to_frame, (_WIDTH, _HEIGHT), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    return np.asarray(cv2.cvtColor(patch, cv2.COLOR_RGB2GRAY), np.uint8)


@dataclass(frozen=True, slots=True)
class Motion:
    """What the picture says of one frame.

    Attributes:
        matrix: (2, 2), A of `facelab._parallax`, corrected.
        parallax: (2,), c of `facelab._parallax`.
        beyond_bending: (2,), the same of what is left when all that a bent sheet can do is taken off.
        followed: points that could be followed.
        residual: median distance of those points from the fit, in distances of the eyes.
        unlike: share of those points that look otherwise than in the reference.
    """

    matrix: Doubles
    parallax: Doubles
    beyond_bending: Doubles
    followed: int
    residual: float
    unlike: float


class FlowMeter:
    """Follows the skin from one reference frame; about 2 ms a frame.

    Args:
        patch: of the reference frame.
        points: (n, 2) normalised rigid points of it.
        relief: (n,) depth of the points, its linear part removed.
    """

    def __init__(self, patch: NDArray[np.uint8], points: Doubles, relief: Doubles) -> None:
        at = _pixels(points)
        texture = cv2.cornerMinEigenVal(patch, 9)
        column, row = np.clip(np.rint(at).astype(int), 0, (_WIDTH - 1, _HEIGHT - 1)).T
        chosen = np.argsort(-texture[row, column], kind="stable")[:_POINTS]
        self._patch = patch
        self._points, self._pixels = points[chosen], at[chosen]
        plane = np.column_stack([points, np.ones(len(points))])
        sheet = np.column_stack([plane, points**2, points[:, 0] * points[:, 1], np.abs(points[:, 0])])
        # What of a face no bent or folded sheet has: above all the nose.
        beyond = relief - sheet @ np.linalg.lstsq(sheet, relief, rcond=None)[0]
        self._basis = np.column_stack([plane, relief])[chosen]
        self._bent_basis = np.column_stack([sheet, beyond])[chosen]

    def measure(
        self, patch: NDArray[np.uint8], matrix: Doubles, shift: Doubles, parallax: Doubles, slant: Doubles
    ) -> Motion | None:
        """The motion of the skin, starting from what the landmarks say of a frame.

        The frame is laid on the reference by the flat part of that; then points are looked for both where a flat
        picture and where the landmarks have them, and the better likeness counts.

        Args:
            patch: of the frame.
            matrix: (2, 2), A.
            shift: (2,), b.
            parallax: (2,), c.
            slant: (2,), g.

        Returns:
            None where too few points can be followed.
        """
        flat = np.vstack([np.column_stack([matrix, shift]), [*slant, 1.0]])
        to_frame = _TO_PATCH @ flat @ _FROM_PATCH
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        warped = cv2.warpPerspective(patch, to_frame, (_WIDTH, _HEIGHT), flags=flags, borderMode=cv2.BORDER_REPLICATE)
        laid = np.asarray(warped, np.uint8)
        inverse = np.linalg.inv(matrix + 1e-9 * np.eye(2))
        expected = _pixels(self._points + np.outer(self._basis[:, 3], inverse @ parallax))
        found, error = self._follow(laid, expected)
        known = np.isfinite(error)
        if int(known.sum()) < _LEAST_FOLLOWED:
            return None
        moved = (found - self._pixels)[known] / EYE_DISTANCE
        motion, distance = _fitted(self._basis[known], moved)
        bent, _ = _fitted(self._bent_basis[known], moved)
        return Motion(
            matrix=matrix @ (np.eye(2) + motion[:2].T),
            parallax=matrix @ motion[-1],
            beyond_bending=matrix @ bent[-1],
            followed=int(known.sum()),
            residual=float(np.median(distance)),
            unlike=float((error[known] > _UNLIKE_GREY).mean()),
        )

    def _follow(self, laid: NDArray[np.uint8], expected: Floats) -> tuple[Doubles, Doubles]:
        """Looks for the reference's points where they were and where they are expected; the better likeness counts.

        Both at once, so that the pictures are prepared once.

        Returns:
            (n, 2) pixels where they are, and (n,) unlikeness, inf where lost.
        """
        # Where a flat picture and the landmarks say nearly the same, both lead to one place.
        apart = np.abs(expected - self._pixels).max(axis=1) > _SAME_START
        found, status, error = cv2.calcOpticalFlowPyrLK(
            self._patch,
            laid,
            np.concatenate([self._pixels, self._pixels[apart]]),
            np.concatenate([self._pixels, expected[apart]]),
            winSize=_WINDOW,
            maxLevel=_LEVELS,
            criteria=_STOP,
            flags=cv2.OPTFLOW_USE_INITIAL_FLOW,
        )
        lost = (status[:, 0] == 0) | ~np.isfinite(found).all(axis=1)
        # Of a lost point both may be anything, even no number that can be cast.
        unlikeness = np.where(lost, np.float32(np.inf), error[:, 0]).astype(np.float64)
        places = np.where(lost[:, None], np.float32(0), found).astype(np.float64)
        count = len(self._pixels)
        place, least = places[:count], unlikeness[:count]
        again = np.flatnonzero(apart)
        better = unlikeness[count:] < least[again]
        place[again[better]], least[again[better]] = places[count:][better], unlikeness[count:][better]
        return place, least


def _fitted(basis: Doubles, moved: Doubles) -> tuple[Doubles, Doubles]:
    """Least squares that doubts what lies far off: (m, 2) coefficients of (n, m), and (n,) distances from the fit."""
    columns = basis.shape[1]
    both = np.column_stack([basis, moved])
    tie = 1e-9 * np.eye(columns)
    weighted = basis
    for _ in range(_ROUNDS):
        products = weighted.T @ both
        found = np.linalg.solve(products[:, :columns] + tie, products[:, columns:])
        left = moved - basis @ found
        square = np.einsum("ni,ni->n", left, left)
        weighted = basis / (1 + square / _DOUBTED_DISTANCE**2)[:, None]
    return found, np.sqrt(square)


def _pixels(points: Doubles) -> Floats:
    """Normalised points (n, 2) in a patch."""
    return np.asarray(points @ _TO_PATCH[:2, :2].T + _TO_PATCH[:2, 2], np.float32)
