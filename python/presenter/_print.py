"""A photo printed flat and held before the camera."""

from __future__ import annotations

import cv2
import numpy as np

from ._attitude import rotations
from ._motion import Moment
from ._photo import EYES_X, EYES_Y, TEXTURE_HEIGHT, TEXTURE_IOD, Photo
from ._surface import IOD_CM, Shape, Skin, at_distance, lattice
from ._types import Points

PRINT_WIDTH, PRINT_HEIGHT = 572, 704
"""Texture pixels that are printed; 33 by 40 cm."""

PAPER_PIXELS = 14
"""White paper around the print."""

MARGIN_PIXELS = 6
"""Nothing around the paper, so that its edge is soft in the picture."""


class PrintSurface:
    """A flat sheet. It turns about its own middle, as a hand would turn it, and has no depth of its own."""

    def __init__(self, photo: Photo) -> None:
        left, top = int(EYES_X) - PRINT_WIDTH // 2, 0
        printed = photo.texture[top : min(top + PRINT_HEIGHT, TEXTURE_HEIGHT), left : left + PRINT_WIDTH]
        edge = PAPER_PIXELS + MARGIN_PIXELS
        paper = cv2.copyMakeBorder(printed, edge, edge, edge, edge, cv2.BORDER_CONSTANT, value=(244, 243, 240))
        height, width = paper.shape[:2]
        coverage = np.zeros((height, width), np.float32)
        coverage[MARGIN_PIXELS:-MARGIN_PIXELS, MARGIN_PIXELS:-MARGIN_PIXELS] = 1.0
        self._skin = Skin(np.asarray(paper, np.uint8), np.asarray(cv2.GaussianBlur(coverage, (0, 0), 1.0), np.float32))
        self._shape = lattice(np.array([0, width - 1], np.float32), np.array([0, height - 1], np.float32))
        eyes = np.array([EYES_X - left + edge, EYES_Y - top + edge])
        flat = (self._shape.texture_points - eyes) * (IOD_CM / TEXTURE_IOD)
        self._rest = np.column_stack([flat, np.zeros(len(flat))])

    @property
    def shape(self) -> Shape:
        return self._shape

    def skin(self, _moment: Moment) -> Skin:
        return self._skin

    def place(self, moment: Moment) -> Points:
        turn = rotations(np.array([moment.yaw_degrees, moment.pitch_degrees, moment.roll_degrees]))
        middle = self._rest.mean(axis=0)
        return at_distance((self._rest - middle) @ turn.T + middle, moment)
