"""The arrays that the presenter's modules hand to each other, and its one error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Image: TypeAlias = NDArray[np.uint8]
"""(h, w, 3) RGB."""

Plane: TypeAlias = NDArray[np.float32]
"""(h, w), one number a pixel; coverage is 0 (nothing there) to 1."""

Points: TypeAlias = NDArray[np.float32]
"""(n, 2) or (n, 3)."""

Mask: TypeAlias = NDArray[np.uint8]
"""(h, w), 1 or 0."""


@dataclass(frozen=True, slots=True)
class Relief:
    """The front of a face as it lies in a levelled photo.

    points: (n, 3), texture pixels; z away from the camera in the same scale, 0 at the irises
    triangles: (m, 3) uint32, indices into points
    """

    points: Points
    triangles: NDArray[np.uint32]


class PresenterError(Exception):
    """Something about the photo, the kind or the target folder that the caller can put right, in one line."""
