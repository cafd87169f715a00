"""A photo on a sheet held before the camera: printed or on a screen, flat or bent, with holes for eyes or without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ._attitude import rotations
from ._expression import LOWER_LIDS, UPPER_LIDS
from ._head import PIVOT_BEHIND_EYES_CM
from ._motion import TURN_DEGREES, UP_DEGREES, Moment
from ._photo import EYES_X, EYES_Y, TEXTURE_IOD, Photo
from ._surface import IOD_CM, Shape, Skin, at_distance, lattice
from ._types import Plane, Points

PAPER = (244, 243, 240)
BEZEL = (14, 14, 16)
"""RGB of what is around the picture."""

BORDER_PIXELS = 14
"""Width of the paper or bezel around the picture."""

MARGIN_PIXELS = 6
"""Nothing around the sheet, so that its edge is soft in the picture."""

BEND_PIXELS = 8.0
"""Spacing of the lattice along a bend: 4 degrees on the narrowest cylinder."""

BEND_MIDDLE_CM = 2.8
"""How far below the eyes a bend across the face has its middle: at the nose, which is then nearest."""

WRAPPED_RADIANS = 1.4
"""How far to each side of its middle a bent sheet reaches; further would be behind its own outline."""

NOSE = (6, 197, 195, 5, 4, 1, 2, 98, 327, 48, 278, 129, 358)
"""Face Mesh's points on the nose and around its wings."""

HOLE_IODS = 0.07
"""How much wider than what is behind it a hole is cut; ours."""

WORN_CM = 1.5
"""How far before the eyes somebody who looks through the holes holds the sheet; ours."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a photo is brought before the camera.

    size: of the face, 1 is life-size
    sideways_cm, above_cm, below_cm: from the middle of the eyes to the picture's edges, at life-size
    radius_cm: of the cylinder that it lies on, at life-size; None is flat
    across: the cylinder's axis is level, so that forehead and chin fall back; otherwise upright: both cheeks do
    fold_degrees: each half is folded back by this much along an upright crease at the nose; None is not folded
    strip_cm: half the width of a strip between two such creases, at life-size; 0 is one crease
    bending: flat while nobody turns it, bent or folded as said at the peak of a turn
    eye_holes: cut out, to be looked through
    nose_hole: cut out, for the nose behind it
    worn: turned with a head behind it, about that head's neck; otherwise about its own middle
    """

    size: float = 1.0
    sideways_cm: float = 16.4
    above_cm: float = 13.7
    below_cm: float = 26.6
    border: tuple[int, int, int] = PAPER
    radius_cm: float | None = None
    across: bool = False
    fold_degrees: float | None = None
    strip_cm: float = 0.0
    bending: bool = False
    eye_holes: bool = False
    nose_hole: bool = False
    worn: bool = False


class SheetSurface:
    """A sheet that bends at most in one direction. It has no depth of its own."""

    def __init__(self, photo: Photo, sheet: Sheet) -> None:
        self._sheet = sheet
        left, top, right, bottom = _shown(sheet, photo.texture.shape)
        edge = BORDER_PIXELS + MARGIN_PIXELS
        paper = cv2.copyMakeBorder(
            photo.texture[top:bottom, left:right], edge, edge, edge, edge, cv2.BORDER_CONSTANT, value=sheet.border
        )
        height, width = paper.shape[:2]
        coverage = np.zeros((height, width), np.float32)
        coverage[MARGIN_PIXELS:-MARGIN_PIXELS, MARGIN_PIXELS:-MARGIN_PIXELS] = 1.0
        corner = np.array([left - edge, top - edge])
        if sheet.eye_holes:
            _cut_eyes(coverage, photo.landmarks[:, :2] - corner)
        if sheet.nose_hole:
            _cut(coverage, [_outline(photo.landmarks[list(NOSE), :2] - corner)])
        self._skin = Skin(np.asarray(paper, np.uint8), np.asarray(cv2.GaussianBlur(coverage, (0, 0), 1.0), np.float32))
        bent = sheet.radius_cm is not None
        upright = (bent and not sheet.across) or sheet.fold_degrees is not None
        self._shape = lattice(_lines(width, upright), _lines(height, bent and sheet.across))
        eyes = np.array([EYES_X, EYES_Y]) - corner
        self._flat = (self._shape.texture_points - eyes) * (sheet.size * IOD_CM / TEXTURE_IOD)

    @property
    def shape(self) -> Shape:
        return self._shape

    def skin(self, _moment: Moment) -> Skin:
        return self._skin

    def place(self, moment: Moment) -> Points:
        turn = rotations(np.array([moment.yaw_degrees, moment.pitch_degrees, moment.roll_degrees]))
        rest = self._bent(moment)
        if self._sheet.worn:
            rest[:, 2] -= WORN_CM
            pivot = np.array([0.0, 0.0, PIVOT_BEHIND_EYES_CM])
        else:
            pivot = rest.mean(axis=0)
        return at_distance((rest - pivot) @ turn.T + pivot, moment)

    def _bent(self, moment: Moment) -> NDArray[np.float64]:
        """(n, 3) centimetres from the middle of the eyes, before it is turned."""
        rest = np.column_stack([self._flat, np.zeros(len(self._flat))]).astype(np.float64)
        turned = max(abs(moment.yaw_degrees) / TURN_DEGREES, abs(moment.pitch_degrees) / UP_DEGREES)
        share = min(1.0, turned) if self._sheet.bending else 1.0
        if self._sheet.fold_degrees is not None:
            self._fold(rest, share)
        if self._sheet.radius_cm is not None:
            self._curve(rest, share / (self._sheet.radius_cm * self._sheet.size))
        return rest

    def _fold(self, rest: NDArray[np.float64], share: float) -> None:
        """Lays what is beside the strip back, in place."""
        angle = np.radians(share * (self._sheet.fold_degrees or 0.0))
        across, strip = np.abs(rest[:, 0]), self._sheet.strip_cm * self._sheet.size
        beside = np.maximum(across - strip, 0.0)
        rest[:, 0] = np.sign(rest[:, 0]) * (np.minimum(across, strip) + beside * np.cos(angle))
        rest[:, 2] = beside * np.sin(angle)

    def _curve(self, rest: NDArray[np.float64], curvature: float) -> None:
        """Lays it on a cylinder, in place."""
        axis, middle = (1, BEND_MIDDLE_CM * self._sheet.size) if self._sheet.across else (0, 0.0)
        along = rest[:, axis] - middle
        angle = along * curvature
        # sin(a)/a and (1 - cos a)/a^2 through numpy's sinc, which has their limits where nothing is bent.
        rest[:, axis] = middle + along * np.sinc(angle / np.pi)
        rest[:, 2] = 0.5 * curvature * along**2 * np.sinc(angle / (2.0 * np.pi)) ** 2


def _shown(sheet: Sheet, texture: tuple[int, ...]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the part of the texture that is shown, pixels."""
    reach_x, up, down = sheet.sideways_cm, sheet.above_cm, sheet.below_cm
    if sheet.radius_cm is not None:
        wrapped = WRAPPED_RADIANS * sheet.radius_cm
        if sheet.across:
            up, down = min(up, wrapped - BEND_MIDDLE_CM), min(down, wrapped + BEND_MIDDLE_CM)
        else:
            reach_x = min(reach_x, wrapped)
    x, y = np.array([-reach_x, reach_x]), np.array([-up, down])
    left, right = np.clip(np.rint(EYES_X + x * TEXTURE_IOD / IOD_CM), 0, texture[1]).astype(int)
    top, bottom = np.clip(np.rint(EYES_Y + y * TEXTURE_IOD / IOD_CM), 0, texture[0]).astype(int)
    return int(left), int(top), int(right), int(bottom)


def _cut_eyes(coverage: Plane, points: Points) -> None:
    """Writes 0 where the eyes are; points: the landmarks in the sheet's pixels."""
    _cut(
        coverage,
        [points[[*upper, *reversed(lower)], :2] for upper, lower in zip(UPPER_LIDS, LOWER_LIDS, strict=True)],
    )


def _cut(coverage: Plane, outlines: Sequence[NDArray[np.float32]]) -> None:
    """Writes 0 within outlines, (n, 2) in the sheet's pixels, and a little around."""
    holes = np.zeros(coverage.shape, np.uint8)
    for outline in outlines:
        cv2.fillPoly(holes, [np.rint(outline).astype(np.int32)], (1,))
    side = 2 * round(HOLE_IODS * TEXTURE_IOD) + 1
    wide = cv2.dilate(holes, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)))
    coverage[wide > 0] = 0.0


def _outline(points: NDArray[np.float64]) -> NDArray[np.float32]:
    """Around all of the points."""
    return np.asarray(cv2.convexHull(points.astype(np.float32))[:, 0], np.float32)


def _lines(length: int, bent: bool) -> NDArray[np.float32]:
    """Lattice lines over a side of this many pixels: close together along a bend, else only its two ends."""
    count = int(np.ceil((length - 1) / BEND_PIXELS)) + 1 if bent else 2
    return np.linspace(0, length - 1, count, dtype=np.float32)
