"""What is held before the camera: a textured surface, and where its points are at a given moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ._motion import Moment
from ._types import Image, Plane, Points


@dataclass(frozen=True, slots=True)
class Skin:
    """What a surface looks like.

    colour: (h, w, 3) RGB
    coverage: (h, w), 0 where there is no surface
    """

    colour: Image
    coverage: Plane


@dataclass(frozen=True, slots=True)
class Shape:
    """Triangles and the place of each corner in the skin.

    triangles: (m, 3) uint32, indices into texture_points and into what Surface.place returns
    texture_points: (n, 2) float32, skin pixels
    """

    triangles: NDArray[np.uint32]
    texture_points: Points


class Surface(Protocol):
    """Anything that can be held before the camera."""

    @property
    def shape(self) -> Shape:
        """The triangles, which stay the same at all moments."""
        ...

    def skin(self, moment: Moment, /) -> Skin:
        """What it looks like at this moment."""
        ...

    def place(self, moment: Moment, /) -> Points:
        """(n, 3) float32 centimetres in the camera's axes: x to the image's right, y down, z away from the camera."""
        ...


DISTANCE_CM = 50.0
"""From the camera to the eyes of a person who stands before it."""

EYES_ABOVE_AXIS_CM = 2.5
"""How far above the camera's axis the eyes are, which leaves room for the shoulders in the frame."""

IOD_CM = 6.3
"""Between the pupils of an adult (mean 63 mm: Dodgson 2004, Variation and extrema of human interpupillary distance)."""


def at_distance(points: NDArray[np.float64], moment: Moment) -> Points:
    """Moves (n, 3) centimetres, 0 being between the eyes, to where a moment has them before the camera."""
    to = np.array([moment.right_cm, moment.down_cm - EYES_ABOVE_AXIS_CM, DISTANCE_CM - moment.nearer_cm])
    return np.asarray(points + to, np.float32)


def lattice(columns: NDArray[np.float32], rows: NDArray[np.float32]) -> Shape:
    """Two triangles for each cell between the given columns and rows (texture pixels, ascending)."""
    x, y = np.meshgrid(columns, rows)
    index = np.arange(x.size, dtype=np.uint32).reshape(x.shape)
    a, b, c, d = (part.ravel() for part in (index[:-1, :-1], index[:-1, 1:], index[1:, :-1], index[1:, 1:]))
    triangles = np.concatenate([np.stack([a, b, c], axis=1), np.stack([b, d, c], axis=1)])
    return Shape(triangles, np.stack([x.ravel(), y.ravel()], axis=1).astype(np.float32))
