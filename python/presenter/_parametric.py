"""A face whose depth comes from no landmark model: curves of our own, their sizes drawn by chance.

Where eyes, nose, mouth and chin are is read off the photo in two dimensions. How far each stands out is not.
All lengths are in distances between the irises (IOD); x to the image's right, y down, z away from the camera, 0
between the irises, in the axes of a head that looks straight ahead.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ._attitude import Attitude, rotations
from ._photo import CHIN, EYES_X, EYES_Y, TEXTURE_IOD
from ._surface import lattice
from ._types import Points, Relief

FOREHEAD_TOP, NOSE_TIP, MOUTH = 10, 1, 13
CHEEKS = (234, 454)
"""Face Mesh's points at the ends of the face's width."""

COLUMNS, ROWS = 61, 81
"""Of the lattice that is laid over the face: about 3 mm."""

ROUNDNESS = 2.2
"""Exponent of the superellipse that a level cut through the face is; 2 would be an ellipse. Ours."""

EYE_X = 0.5
"""Of an iris."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Where things are on one face: heights below the eyes, and half its width; IOD."""

    top: float
    nose: float
    mouth: float
    chin: float
    half_width: float


@dataclass(frozen=True, slots=True)
class Build:
    """How far things stand out, and how wide they are; IOD. The ranges of `drawn_build` span adults' faces; ours."""

    nose_out: float
    nose_width: float
    brow_out: float
    cheek_out: float
    lips_out: float
    chin_out: float
    forehead_back: float
    side_back: float
    jaw_width: float


NOSES_OUT = (0.30, 0.48)
"""How far most noses stand out."""

LOW_NOSES_OUT = (0.18, 0.30)
"""The same of low ones."""


def drawn_build(random: np.random.Generator, noses_out: tuple[float, float] = NOSES_OUT) -> Build:
    """Another person's build each time."""
    return Build(
        nose_out=random.uniform(*noses_out),
        nose_width=random.uniform(0.11, 0.17),
        brow_out=random.uniform(0.02, 0.10),
        cheek_out=random.uniform(0.03, 0.11),
        lips_out=random.uniform(0.06, 0.14),
        chin_out=random.uniform(0.04, 0.16),
        forehead_back=random.uniform(0.08, 0.30),
        side_back=random.uniform(0.95, 1.30),
        jaw_width=random.uniform(0.80, 0.96),
    )


def parametric_relief(
    landmarks: Points, attitude: Attitude, random: np.random.Generator, noses_out: tuple[float, float] = NOSES_OUT
) -> Relief:
    """The front of a head of chance build that fits the photo, turned as the photo's head is."""
    build = drawn_build(random, noses_out)
    turn = rotations(np.array([attitude.yaw_degrees, attitude.pitch_degrees, attitude.roll_degrees]))
    # The photo is levelled to the irises' distance as it is seen, which a turn makes shorter.
    pixels = TEXTURE_IOD / float(np.cos(np.radians(attitude.yaw_degrees)))
    plan = _plan(landmarks, turn, pixels, build)
    grid = lattice(np.linspace(-1, 1, COLUMNS, dtype=np.float32), np.linspace(0, 1, ROWS, dtype=np.float32))
    across, down = grid.texture_points.astype(np.float64).T
    y = plan.top + (plan.chin - plan.top) * down
    x = across * _half_width(y, plan, build)
    z = _front(x, y, plan, build)
    irises = _front(np.array([-EYE_X, EYE_X]), np.zeros(2), plan, build).mean()
    points = np.column_stack([x, y, z - irises]) @ turn.T * pixels
    return Relief((points + np.array([EYES_X, EYES_Y, 0.0])).astype(np.float32), grid.triangles)


def _plan(landmarks: Points, turn: NDArray[np.float64], pixels: float, build: Build) -> Plan:
    """Undoes the photo's turn for points of the middle line, whose depth is the build's and not a predicted one."""

    def height(point: int, depth: float) -> float:
        seen = (float(landmarks[point, 1]) - EYES_Y) / pixels
        return float((seen - turn[1, 2] * depth) / turn[1, 1])

    width = float(np.linalg.norm(np.diff(landmarks[list(CHEEKS), :2], axis=0))) / pixels / float(turn[0, 0])
    return Plan(
        top=height(FOREHEAD_TOP, -0.2 + build.forehead_back),
        nose=height(NOSE_TIP, -0.25 - build.nose_out),
        mouth=height(MOUTH, -0.25 - build.lips_out),
        chin=height(CHIN, -0.2 - build.chin_out),
        half_width=0.5 * width,
    )


def _half_width(y: NDArray[np.float64], plan: Plan, build: Build) -> NDArray[np.float64]:
    """Half the face's width at each height."""
    heights = [plan.top, -0.35, 0.5 * plan.nose, plan.mouth, plan.chin]
    parts = [0.80, 0.98, 1.0, build.jaw_width, 0.62 * build.jaw_width]
    # A parabola through each three neighbours would overshoot; straight lines, rounded where they are sampled, do not.
    fine = np.linspace(plan.top, plan.chin, ROWS)
    rough = np.interp(fine, heights, parts)
    kernel = np.hanning(19)
    padded = np.pad(rough, 9, mode="edge")
    return np.asarray(plan.half_width * np.interp(y, fine, np.convolve(padded, kernel / kernel.sum(), "valid")))


def _front(x: NDArray[np.float64], y: NDArray[np.float64], plan: Plan, build: Build) -> NDArray[np.float64]:
    """Depth of the face at (x, y): a rounded front on which brow, nose, cheeks, lips and chin stand out."""
    part = np.clip(np.abs(x) / _half_width(y, plan, build), 0.0, 1.0)
    rounded = build.side_back * (1.0 - (1.0 - part**ROUNDNESS) ** (1.0 / ROUNDNESS))
    # The middle line: back at the top of the forehead, forward at the brow, a little back under the eyes.
    brow = -0.35
    middle = np.interp(
        y, [plan.top, brow, 0.0, plan.mouth, plan.chin], [build.forehead_back - 0.25, -0.25, -0.17, -0.22, -0.16]
    )

    def bump(at_x: float, at_y: float, wide: float, tall: float) -> NDArray[np.float64]:
        return np.asarray(np.exp(-0.5 * (((np.abs(x) - at_x) / wide) ** 2 + ((y - at_y) / tall) ** 2)))

    sockets = 0.10 * bump(EYE_X, 0.0, 0.20, 0.13)
    cheeks = build.cheek_out * bump(0.72, 0.6 * plan.nose, 0.26, 0.24)
    brows = build.brow_out * bump(0.42, brow, 0.34, 0.11)
    lips = build.lips_out * bump(0.0, plan.mouth, 0.28, 0.14)
    chin = build.chin_out * bump(0.0, plan.chin - 0.18, 0.26, 0.18)
    return np.asarray(middle + rounded + sockets - cheeks - brows - lips - chin - _nose(x, y, plan, build))


def _nose(x: NDArray[np.float64], y: NDArray[np.float64], plan: Plan, build: Build) -> NDArray[np.float64]:
    """How far the nose stands out: a bridge that rises from between the eyes to the tip, and wings beside the tip."""
    down = np.clip((y + 0.10) / (plan.nose + 0.10), 0.0, 1.0)
    under = np.clip((y - plan.nose) / 0.22, 0.0, 1.0)
    bridge = build.nose_out * (0.12 + 0.88 * down) * (y > -0.35) * (1.0 - under * under * (3.0 - 2.0 * under))
    fade = np.clip((y + 0.35) / 0.25, 0.0, 1.0)
    width = build.nose_width * (0.65 + 0.35 * down)
    wings = (
        0.30
        * build.nose_out
        * np.exp(-0.5 * (((np.abs(x) - 1.5 * build.nose_width) / 0.08) ** 2 + ((y - plan.nose - 0.02) / 0.10) ** 2))
    )
    return np.asarray(bridge * fade * np.exp(-0.5 * (x / width) ** 2) + wings)
