"""The one way by which every surface gets into a frame: rays, the skin under them, coverage over what is behind."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
import open3d
from numpy.typing import NDArray

from ._motion import Moment
from ._surface import Shape, Surface
from ._types import Plane, Points

FRAME_WIDTH, FRAME_HEIGHT = 640, 480
FOCAL_PIXELS = 600.0
MIDDLE = np.array([(FRAME_WIDTH - 1) / 2, (FRAME_HEIGHT - 1) / 2], np.float32)
"""Where the camera's axis meets the frame, x and y."""


def draw(surface: Surface, moment: Moment, behind: NDArray[np.float32]) -> NDArray[np.float32]:
    """The surface over what is behind it; both (FRAME_HEIGHT, FRAME_WIDTH, 3) float32, 0 to 255, RGB."""
    points = surface.place(moment)
    window = _window(points)
    scene = behind.copy()
    if window is None:
        return scene
    x, y, hit = _places(points, surface.shape, window)
    skin = surface.skin(moment)
    colour = cv2.remap(skin.colour, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    coverage = cv2.remap(skin.coverage, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(0.0,))
    share = np.where(hit, coverage, np.float32(0))[..., None]
    scene[window] += share * (colour.astype(np.float32) - scene[window])
    return scene


def _window(points: Points) -> tuple[slice, slice] | None:
    """Rows and columns of the frame in which the points can be seen; None when they can't."""
    if float(points[:, 2].min()) <= 0.0:
        raise ValueError("a surface reaches behind the camera")
    seen = points[:, :2] * (FOCAL_PIXELS / points[:, 2:]) + MIDDLE
    first = np.maximum(np.floor(seen.min(axis=0)).astype(int), 0)
    last = np.minimum(np.ceil(seen.max(axis=0)).astype(int) + 1, (FRAME_WIDTH, FRAME_HEIGHT))
    if (first >= last).any():
        return None
    return slice(int(first[1]), int(last[1])), slice(int(first[0]), int(last[0]))


def _places(points: Points, shape: Shape, window: tuple[slice, slice]) -> tuple[Plane, Plane, NDArray[np.bool_]]:
    """For each pixel of the window: x and y in the skin, and whether there is any surface."""
    scene = open3d.t.geometry.RaycastingScene()
    scene.add_triangles(
        open3d.core.Tensor.from_numpy(np.ascontiguousarray(points)), open3d.core.Tensor.from_numpy(shape.triangles)
    )
    answer = scene.cast_rays(open3d.core.Tensor.from_numpy(np.ascontiguousarray(_rays()[window])))
    triangle = answer["primitive_ids"].numpy()
    hit = np.asarray(triangle != open3d.t.geometry.RaycastingScene.INVALID_ID, np.bool_)
    corners = shape.texture_points[shape.triangles[triangle[hit]]]
    inner = answer["primitive_uvs"].numpy()[hit]
    first = corners[:, 0]
    place = first + inner[:, :1] * (corners[:, 1] - first) + inner[:, 1:] * (corners[:, 2] - first)
    x, y = np.zeros(hit.shape, np.float32), np.zeros(hit.shape, np.float32)
    x[hit], y[hit] = place[:, 0], place[:, 1]
    return x, y, hit


@lru_cache(maxsize=1)
def _rays() -> NDArray[np.float32]:
    """(FRAME_HEIGHT, FRAME_WIDTH, 6): origin and direction from the camera through the middle of each pixel."""
    rows, columns = np.mgrid[0:FRAME_HEIGHT, 0:FRAME_WIDTH].astype(np.float32)
    x, y = (columns - MIDDLE[0]) / FOCAL_PIXELS, (rows - MIDDLE[1]) / FOCAL_PIXELS
    zero = np.zeros_like(x)
    return np.stack([zero, zero, zero, x, y, np.ones_like(x)], axis=-1)
