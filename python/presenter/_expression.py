"""Closing the eyes and opening the mouth, by moving skin up and down in the texture."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ._motion import Moment
from ._photo import TEXTURE_HEIGHT, TEXTURE_WIDTH
from ._types import Image, Plane, Points

# Face Mesh's points from the image's left to its right.
UPPER_LIDS = ((33, 246, 161, 160, 159, 158, 157, 173, 133), (362, 398, 384, 385, 386, 387, 388, 466, 263))
LOWER_LIDS = ((33, 7, 163, 144, 145, 153, 154, 155, 133), (362, 382, 381, 380, 374, 373, 390, 249, 263))
BROWS = ((70, 63, 105, 66, 107), (336, 296, 334, 293, 300))


class Expression:
    """Moves eyelids of a levelled photo."""

    def __init__(self, landmarks: Points) -> None:
        points = landmarks[:, :2].astype(np.float64)
        self._eyes = [
            (points[list(upper)], points[list(lower)], points[list(brow)])
            for upper, lower, brow in zip(UPPER_LIDS, LOWER_LIDS, BROWS, strict=True)
        ]

    def shown(self, texture: Image, moment: Moment) -> Image:
        """The texture with the moment's expression; the same array when the face is at rest."""
        if moment.eyes_closed <= 0.0:
            return texture
        down = np.zeros((TEXTURE_HEIGHT, TEXTURE_WIDTH), np.float32)
        for upper, lower, brow in self._eyes:
            _lower_lid(down, upper, lower, brow, moment.eyes_closed)
        rows, columns = np.mgrid[0:TEXTURE_HEIGHT, 0:TEXTURE_WIDTH].astype(np.float32)
        return np.asarray(cv2.remap(texture, columns, rows - down, cv2.INTER_LINEAR), np.uint8)


def _lower_lid(
    down: Plane,
    upper: NDArray[np.float64],
    lower: NDArray[np.float64],
    brow: NDArray[np.float64],
    closed: float,
) -> None:
    """Writes into `down` how far up the skin comes from, for the pixels between the brow and the lowered lid.

    In each column the skin between brow and lashes is stretched to reach the lower lid; the eye is covered by it.
    """
    first, last = int(np.ceil(upper[0, 0])), int(np.floor(upper[-1, 0]))
    for x in range(first, last + 1):
        top = float(np.interp(x, brow[:, 0], brow[:, 1]))
        lash = float(np.interp(x, upper[:, 0], upper[:, 1]))
        floor = float(np.interp(x, lower[:, 0], lower[:, 1]))
        reached = lash + closed * max(0.0, floor - lash)
        if reached - lash < 0.5 or lash - top < 2.0:
            continue
        # Lashes have a thickness of their own, which is carried down unstretched.
        lashes = 3.0
        rows = np.arange(int(np.ceil(top)), int(reached + lashes) + 1)
        source = np.interp(rows, [top, reached - lashes, reached + lashes], [top, lash - lashes, lash + lashes])
        down[rows, x] = rows - source
