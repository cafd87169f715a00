"""Closing the eyes and opening the mouth, by moving skin up and down in the texture.

The moves are kept as a picture of shifts: for each texture pixel, how far above it its colour is taken from.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ._motion import Moment
from ._photo import CHIN, TEXTURE_HEIGHT, TEXTURE_IOD, TEXTURE_WIDTH
from ._types import Image, Plane, Points

# Face Mesh's points along each line, from the image's left to its right.
UPPER_LIDS = (
    (33, 246, 161, 160, 159, 158, 157, 173, 133),
    (362, 398, 384, 385, 386, 387, 388, 466, 263),
)
LOWER_LIDS = (
    (33, 7, 163, 144, 145, 153, 154, 155, 133),
    (362, 382, 381, 380, 374, 373, 390, 249, 263),
)
UNDER_BROWS = ((46, 53, 52, 65, 55), (285, 295, 282, 283, 276))
UPPER_LIP = (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308)
LOWER_LIP = (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308)

LASHES_PIXELS = 3.0
"""Half the thickness of the lash line, which is carried down unstretched; ours."""

LID_OVERLAP = 1.15
"""A shut lid goes a little past where the lower one was seen."""

JAW_DROP_IODS = 0.33
"""Of a wide open mouth, at its middle; ours. Wider ones are beyond what Face Mesh follows in a still photo's skin."""

NECK_GIVES_IODS = 0.45
"""Below the chin, where the skin that the jaw pushes down is taken up; ours."""

MOUTH_INSIDE = (58, 24, 26)
"""RGB of a mouth's inside in office light; ours."""


class Expression:
    """Moves the eyelids and the jaw of a levelled photo."""

    def __init__(self, landmarks: Points) -> None:
        points = landmarks[:, :2].astype(np.float64)
        self._eyes = [
            (points[list(upper)], points[list(lower)], points[list(brow)])
            for upper, lower, brow in zip(UPPER_LIDS, LOWER_LIDS, UNDER_BROWS, strict=True)
        ]
        self._upper_lip, self._lip = points[list(UPPER_LIP)], points[list(LOWER_LIP)]
        self._chin_y = float(points[CHIN, 1])

    def shown(self, texture: Image, moment: Moment) -> Image:
        """The texture with the moment's expression; the same array when the face is at rest."""
        if moment.eyes_closed <= 0.0 and moment.mouth_open <= 0.0:
            return texture
        shift = np.zeros((TEXTURE_HEIGHT, TEXTURE_WIDTH), np.float32)
        inside = np.zeros((TEXTURE_HEIGHT, TEXTURE_WIDTH), np.float32)
        for upper, lower, brow in self._eyes:
            _lower_lid(shift, upper, lower, brow, moment.eyes_closed)
        self._drop_jaw(shift, inside, moment.mouth_open)
        rows, columns = np.mgrid[0:TEXTURE_HEIGHT, 0:TEXTURE_WIDTH].astype(np.float32)
        moved = cv2.remap(texture, columns, rows - shift, cv2.INTER_LINEAR).astype(np.float32)
        dark = cv2.GaussianBlur(inside, (0, 0), 1.5)[..., None]
        return np.asarray(moved + dark * (np.array(MOUTH_INSIDE, np.float32) - moved), np.uint8)

    def _drop_jaw(self, shift: Plane, inside: Plane, opened: float) -> None:
        """Moves lower lip and chin down; writes 1 into `inside` where the mouth's inside shows."""
        first, last = self._lip[0, 0], self._lip[-1, 0]
        end = self._chin_y + NECK_GIVES_IODS * TEXTURE_IOD
        for x in range(int(np.ceil(first)), int(np.floor(last)) + 1):
            across = float(np.sin(np.pi * (x - first) / (last - first)))
            drop = opened * JAW_DROP_IODS * TEXTURE_IOD * across**0.5
            lip = float(np.interp(x, self._lip[:, 0], self._lip[:, 1]))
            if drop < 0.5:
                continue
            rows = np.arange(int(np.ceil(lip)), int(end) + 1)
            chin = self._chin_y
            source = np.interp(rows, [lip + drop, chin + drop, end + drop], [lip, chin, end + drop])
            shift[rows, x] = np.minimum(rows - source, drop)
            # Teeth that a smile shows stay in the shadow of an open mouth.
            upper = float(np.interp(x, self._upper_lip[:, 0], self._upper_lip[:, 1]))
            inside[int(np.ceil(upper)) : int(np.ceil(lip)), x] = opened
            inside[int(np.ceil(lip)) : int(lip + drop), x] = 1.0


def _lower_lid(
    shift: Plane,
    upper: NDArray[np.float64],
    lower: NDArray[np.float64],
    brow: NDArray[np.float64],
    closed: float,
) -> None:
    """Stretches the skin between brow and lashes, column by column, until the lashes reach the lower lid."""
    first, last = int(np.ceil(upper[0, 0])), int(np.floor(upper[-1, 0]))
    for x in range(first, last + 1):
        top = float(np.interp(x, brow[:, 0], brow[:, 1]))
        lash = float(np.interp(x, upper[:, 0], upper[:, 1]))
        floor = float(np.interp(x, lower[:, 0], lower[:, 1]))
        reached = lash + closed * LID_OVERLAP * max(0.0, floor - lash)
        if reached - lash < 0.5 or lash - LASHES_PIXELS - top < 2.0:
            continue
        rows = np.arange(int(np.ceil(top)), int(reached + LASHES_PIXELS) + 1)
        source = np.interp(
            rows,
            [top, reached - LASHES_PIXELS, reached + LASHES_PIXELS],
            [top, lash - LASHES_PIXELS, lash + LASHES_PIXELS],
        )
        shift[rows, x] = rows - source
