"""Lamps that flash on the glasses of whoever stands there."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ._motion import Moment
from ._photo import EYES_X, EYES_Y, TEXTURE_IOD
from ._render import FOCAL_PIXELS, MIDDLE
from ._surface import IOD_CM, Surface

LENS_CM = (2.4, 1.6)
"""Half the width and height of a lens at most; ours."""


def flash(
    scene: NDArray[np.float32], surface: Surface, moment: Moment, random: np.random.Generator
) -> NDArray[np.float32]:
    """The scene, (h, w, 3) 0 to 255, with a bright patch on one lens or on both, another each time."""
    points, pixels = surface.place(moment), surface.shape.texture_points
    shone = np.zeros(scene.shape[:2], np.float32)
    for side in random.permutation([-0.5, 0.5])[: int(random.integers(1, 3))]:
        eye = np.array([EYES_X + side * TEXTURE_IOD, EYES_Y])
        at = points[int(np.hypot(*(pixels - eye).T).argmin())]
        scale = FOCAL_PIXELS / float(at[2])
        # A lamp is seen in another place of the lens whenever the head has moved.
        away = random.uniform(-0.15, 0.15, 2) * IOD_CM
        middle = (at[:2] + away) * scale + MIDDLE
        size = np.array(LENS_CM) * scale * random.uniform(0.5, 1.0, 2)
        axes = (max(1, round(float(size[0]))), max(1, round(float(size[1]))))
        centre = (round(float(middle[0])), round(float(middle[1])))
        cv2.ellipse(shone, centre, axes, random.uniform(0, 180), 0, 360, (1.0,), -1)
    share = cv2.GaussianBlur(shone, (0, 0), 2.5)[..., None]
    return np.asarray(scene + share * (250.0 - scene), np.float32)
