"""The one way by which every surface gets into a frame: rays, the skin under them, coverage over what is behind."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
import open3d
from numpy.typing import NDArray

from ._motion import Moment
from ._surface import Surface
from ._types import Plane

FRAME_WIDTH, FRAME_HEIGHT = 640, 480
FOCAL_PIXELS = 600.0
RAY_STEP = 2
"""One ray for this many pixels each way; places in the skin are interpolated between rays, colours never are."""


def draw(surface: Surface, moment: Moment, behind: NDArray[np.float32]) -> NDArray[np.float32]:
    """The surface over what is behind it; both (FRAME_HEIGHT, FRAME_WIDTH, 3) float32, 0 to 255, RGB."""
    skin = surface.skin(moment)
    x, y, hit = _places(surface, moment)
    colour = cv2.remap(skin.colour, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    coverage = cv2.remap(skin.coverage, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0.0)
    share = (coverage * hit)[..., None]
    return np.asarray(behind + share * (colour.astype(np.float32) - behind), np.float32)


def _places(surface: Surface, moment: Moment) -> tuple[Plane, Plane, Plane]:
    """For each pixel of the frame: x and y in the skin, and how much of the pixel the surface fills."""
    shape = surface.shape
    scene = open3d.t.geometry.RaycastingScene()
    scene.add_triangles(
        open3d.core.Tensor(np.ascontiguousarray(surface.place(moment))), open3d.core.Tensor(shape.triangles)
    )
    answer = scene.cast_rays(open3d.core.Tensor(_rays()))
    triangle = answer["primitive_ids"].numpy()
    met = triangle != open3d.t.geometry.RaycastingScene.INVALID_ID
    corners = shape.texture_points[shape.triangles[triangle[met]]]
    inner = answer["primitive_uvs"].numpy()[met]
    outer = 1.0 - inner.sum(axis=1, keepdims=True)
    weights = np.concatenate([outer, inner], axis=1)
    place = np.zeros((*triangle.shape, 3), np.float32)
    place[met, :2] = np.einsum("nc,ncd->nd", weights, corners)
    place[met, 2] = 1.0
    full = cv2.resize(place, (FRAME_WIDTH, FRAME_HEIGHT), interpolation=cv2.INTER_LINEAR)
    hit = np.ascontiguousarray(full[..., 2])
    known = np.maximum(hit, 1e-6)
    return full[..., 0] / known, full[..., 1] / known, hit


@lru_cache(maxsize=1)
def _rays() -> NDArray[np.float32]:
    """(h, w, 6): from the camera through the middle of each RAY_STEP by RAY_STEP block of pixels."""
    rows, columns = np.mgrid[0 : FRAME_HEIGHT // RAY_STEP, 0 : FRAME_WIDTH // RAY_STEP].astype(np.float32)
    middle = (RAY_STEP - 1) / 2
    x = (columns * RAY_STEP + middle - (FRAME_WIDTH - 1) / 2) / FOCAL_PIXELS
    y = (rows * RAY_STEP + middle - (FRAME_HEIGHT - 1) / 2) / FOCAL_PIXELS
    zero = np.zeros_like(x)
    return np.ascontiguousarray(np.stack([zero, zero, zero, x, y, np.ones_like(x)], axis=-1))
