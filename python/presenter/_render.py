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

LARGEST_JUMP = 9.0
"""Skin pixels between neighbours, two frame pixels apart, on one smooth part: a skin a half finer than the frame, seen
at 70 degrees. Ours."""


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
    """For each pixel of the window: x and y in the skin, and whether there is any surface.

    Every second pixel of every second row is traced. Between four that lie close together in the skin the rest is
    interpolated; where they don't (an outline, the nose before the cheek) each pixel is traced.
    """
    scene = open3d.t.geometry.RaycastingScene()
    scene.add_triangles(
        open3d.core.Tensor.from_numpy(np.ascontiguousarray(points)), open3d.core.Tensor.from_numpy(shape.triangles)
    )
    height, width = (part.stop - part.start for part in window)
    rays = _rays()[window[0].start : window[0].stop + 1, window[1].start : window[1].stop + 1]
    # An odd number each way, so that every pixel in between has neighbours on both sides.
    rays = rays[: height + 1 - height % 2, : width + 1 - width % 2]
    place, hit = _trace(scene, shape, rays[::2, ::2])
    x, y = (_doubled(place[..., axis], rays.shape[1], rays.shape[0]) for axis in (0, 1))
    hits = np.repeat(np.repeat(hit, 2, axis=0), 2, axis=1)[: rays.shape[0], : rays.shape[1]]
    again = _uneven(place, hit, hits.shape)
    traced, hits[again] = _trace(scene, shape, rays[again])
    x[again], y[again] = traced[:, 0], traced[:, 1]
    return x[:height, :width], y[:height, :width], hits[:height, :width]


def _doubled(every_second: Plane, width: int, height: int) -> Plane:
    """A plane of this size, filled in linearly between its every second value of every second row."""
    half = np.array([[0.5, 0.0, 0.0], [0.0, 0.5, 0.0]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(
        cv2.warpAffine(np.ascontiguousarray(every_second), half, (width, height), flags=flags), np.float32
    )


def _trace(
    scene: open3d.t.geometry.RaycastingScene, shape: Shape, rays: NDArray[np.float32]
) -> tuple[Points, NDArray[np.bool_]]:
    """Where rays (..., 6) meet the surface: places in the skin (..., 2), 0 where they miss it, and whether they do."""
    answer = scene.cast_rays(open3d.core.Tensor.from_numpy(np.ascontiguousarray(rays)))
    triangle = answer["primitive_ids"].numpy()
    hit = np.asarray(triangle != open3d.t.geometry.RaycastingScene.INVALID_ID, np.bool_)
    # Of each triangle: the place of its first corner, and the way from there to the other two.
    first, second, third = (shape.texture_points[shape.triangles[:, corner]] for corner in range(3))
    frames = np.stack([first, second - first, third - first], axis=1)
    inner = answer["primitive_uvs"].numpy()[hit]
    there = np.take(frames, triangle[hit], axis=0)
    place = np.zeros((*hit.shape, 2), np.float32)
    place[hit] = there[:, 0] + inner[:, :1] * there[:, 1] + inner[:, 1:] * there[:, 2]
    return place, hit


def _uneven(place: Points, hit: NDArray[np.bool_], shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """The pixels, of a picture of this shape, about which every second one does not tell enough."""
    window = np.ones((2, 2), np.uint8)

    def of_cells(picture: NDArray[np.float32]) -> NDArray[np.float32]:
        """Largest less smallest of each four neighbours."""
        largest, smallest = cv2.dilate(picture, window, anchor=(0, 0)), cv2.erode(picture, window, anchor=(0, 0))
        return np.asarray(largest - smallest, np.float32)[:-1, :-1]

    jumps = np.maximum(of_cells(place[..., 0]), of_cells(place[..., 1])) > LARGEST_JUMP
    cells = (jumps | (of_cells(hit.astype(np.float32)) > 0)).astype(np.uint8)
    pixels = np.zeros(shape, np.uint8)
    pixels[1::2, 1::2] = cells
    again = np.asarray(cv2.dilate(pixels, np.ones((3, 3), np.uint8)) > 0, np.bool_)
    again[::2, ::2] = False
    return again


@lru_cache(maxsize=1)
def _rays() -> NDArray[np.float32]:
    """(FRAME_HEIGHT + 1, FRAME_WIDTH + 1, 6): origin and direction through the middle of each pixel, and one beyond."""
    rows, columns = np.mgrid[0 : FRAME_HEIGHT + 1, 0 : FRAME_WIDTH + 1].astype(np.float32)
    x, y = (columns - MIDDLE[0]) / FOCAL_PIXELS, (rows - MIDDLE[1]) / FOCAL_PIXELS
    zero = np.zeros_like(x)
    return np.stack([zero, zero, zero, x, y, np.ones_like(x)], axis=-1)
