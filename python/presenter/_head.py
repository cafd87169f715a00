"""A head carved from one photo: a height field, turned about the neck while the shoulders stay."""

from __future__ import annotations

import cv2
import numpy as np
import open3d
from numpy.typing import NDArray

from ._attitude import CANONICAL_POINTS, Attitude, CanonicalFace, rotations
from ._expression import Expression
from ._far_side import completed
from ._motion import Moment
from ._photo import CHIN, EYES_X, EYES_Y, TEXTURE_HEIGHT, TEXTURE_IOD, TEXTURE_WIDTH, Photo
from ._surface import IOD_CM, Shape, Skin, at_distance, lattice
from ._types import Plane, Points, Relief

PIVOT_BEHIND_EYES_CM = 9.0
"""About where the skull sits on the neck."""

_PIVOT = np.array([0.0, 0.0, PIVOT_BEHIND_EYES_CM])

FAR_IODS = 0.9
"""How far behind the eyes the height field ends up away from the face."""

FALL_IODS = 0.35
"""Distance from the face over which the height falls towards FAR_IODS by a factor e; ours."""

FINE_PIXELS, COARSE_PIXELS = 5.0, 20.0
"""Spacing of the lattice on the face and away from it."""

HEAD_IODS = 1.2
"""From the middle of the eyes to the outline of a head; ours."""

DEPTH_STEP = 2
"""Texture pixels for each pixel of the depth picture."""

NECK_IODS = 1.2
"""Length below the chin over which the turn fades out; ours."""

SHOULDERS_FOLLOW = 0.08
"""How much of the head's turn the shoulders make; ours."""


class HeadSurface:
    """A head that turns, nods and changes its expression.

    Before it moves it looks straight ahead, whatever the photo's attitude was.
    """

    def __init__(self, photo: Photo, attitude: Attitude, relief: Relief) -> None:
        """Carves the head; attitude: that of the photo's head, which is undone."""
        self._photographed = np.array([attitude.yaw_degrees, attitude.pitch_degrees, attitude.roll_degrees])
        self._expression = Expression(photo.landmarks)
        columns, rows = _lattice_lines(photo.landmarks)
        self._columns = len(columns)
        self._follows = _follows(rows, float(photo.landmarks[CHIN, 1]))
        whole = lattice(columns, rows)
        depth = depth_picture(relief, attitude)
        self._colour, self._coverage = completed(photo, depth, attitude)
        pixels = whole.texture_points
        behind = cv2.remap(depth, pixels[:, :1] / DEPTH_STEP, pixels[:, 1:] / DEPTH_STEP, cv2.INTER_LINEAR)
        flat = (pixels - np.array([EYES_X, EYES_Y], np.float32)).astype(np.float64)
        self._rest = np.column_stack([flat, behind.ravel()]) * (IOD_CM / TEXTURE_IOD)
        self._shape, self._kept = _trimmed(whole, self._coverage)

    @property
    def shape(self) -> Shape:
        return self._shape

    @property
    def eyes_cm(self) -> NDArray[np.float64]:
        """(3,) centimetres from the middle of the photo's eyes to where they are at rest.

        Straightening a head that was photographed turned moves them about the neck.
        """
        return np.asarray(_PIVOT - rotations(self._photographed).T @ _PIVOT, np.float64)

    def skin(self, moment: Moment) -> Skin:
        return Skin(self._expression.shown(self._colour, moment), self._coverage)

    def place(self, moment: Moment) -> Points:
        asked = np.array([moment.yaw_degrees, moment.pitch_degrees, moment.roll_degrees])
        # One rotation a lattice row: whole above the chin, fading out down the neck.
        turned = rotations(self._follows[:, None] * asked)
        straightened = np.swapaxes(rotations(self._follows[:, None] * self._photographed), -1, -2)
        each_row = turned @ straightened
        by_row = (self._rest - _PIVOT).reshape(len(self._follows), self._columns, 3)
        moved = np.einsum("rij,rcj->rci", each_row, by_row).reshape(-1, 3) + _PIVOT
        return at_distance(moved[self._kept], moment)


def predicted_relief(photo: Photo, canonical: CanonicalFace) -> Relief:
    """The front of the face as Face Mesh predicts it."""
    return Relief(np.ascontiguousarray(photo.landmarks[:CANONICAL_POINTS]), canonical.triangles)


def depth_picture(relief: Relief, attitude: Attitude) -> Plane:
    """Depth behind the eyes, texture pixels, for each DEPTH_STEPth pixel of the texture.

    On the face it is the relief's. Around it the depth falls back to a plane FAR_IODS behind the
    eyes that is turned as the head is.
    """
    height, width = TEXTURE_HEIGHT // DEPTH_STEP, TEXTURE_WIDTH // DEPTH_STEP
    scene = open3d.t.geometry.RaycastingScene()
    scene.add_triangles(open3d.core.Tensor.from_numpy(relief.points), open3d.core.Tensor.from_numpy(relief.triangles))
    start = float(relief.points[:, 2].min()) - 1.0
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32) * DEPTH_STEP
    origin = np.stack([columns, rows, np.full_like(columns, start)], axis=-1)
    rays = np.concatenate([origin, np.broadcast_to(np.array([0, 0, 1], np.float32), origin.shape)], axis=-1)
    hit = scene.cast_rays(open3d.core.Tensor.from_numpy(np.ascontiguousarray(rays)))["t_hit"].numpy()
    on_face = np.isfinite(hit)
    away, nearest = cv2.distanceTransformWithLabels(
        (~on_face).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE, labelType=cv2.DIST_LABEL_PIXEL
    )
    edge_depth = np.zeros(int(nearest.max()) + 1, np.float32)
    edge_depth[nearest[on_face]] = hit[on_face] + start
    spread = edge_depth[nearest]
    far = _far_plane(columns, rows, attitude)
    fall = np.exp(-away * DEPTH_STEP / (FALL_IODS * TEXTURE_IOD))
    around = cv2.GaussianBlur((far + (spread - far) * fall).astype(np.float32), (0, 0), 6.0)
    # The blurred surroundings take over across the first pixels outside the face, so that no step is left.
    share = np.clip(away / 8.0, 0.0, 1.0).astype(np.float32)
    depth = spread * (1 - share) + around * share
    return np.asarray(cv2.GaussianBlur(depth, (0, 0), 1.5), np.float32)


def _far_plane(columns: Plane, rows: Plane, attitude: Attitude) -> Plane:
    """Depth of the sides of the head at these texture pixels. Level beyond HEAD_IODS from the middle of the eyes."""
    reach = HEAD_IODS * TEXTURE_IOD
    sideways = np.clip(columns - EYES_X, -reach, reach) * np.tan(np.radians(attitude.yaw_degrees))
    upwards = np.clip(EYES_Y - rows, -reach, reach) * np.tan(np.radians(attitude.pitch_degrees))
    return np.asarray(FAR_IODS * TEXTURE_IOD + sideways + upwards, np.float32)


def _lattice_lines(landmarks: Points) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Columns and rows of the lattice, close together around the face."""
    low, high = landmarks[:, :2].min(axis=0), landmarks[:, :2].max(axis=0)
    margin = 0.4 * TEXTURE_IOD

    def lines(length: int, first: float, last: float) -> NDArray[np.float32]:
        position, found = 0.0, []
        while position < length - 1:
            found.append(position)
            position += FINE_PIXELS if first - margin <= position <= last + margin else COARSE_PIXELS
        return np.array([*found, length - 1], np.float32)

    return lines(TEXTURE_WIDTH, low[0], high[0]), lines(TEXTURE_HEIGHT, low[1], high[1])


def _trimmed(whole: Shape, coverage: Plane) -> tuple[Shape, NDArray[np.intp]]:
    """The lattice without the cells that show nothing, and which of its points are left."""
    around = np.ones((2 * int(COARSE_PIXELS) + 1,) * 2, np.uint8)
    near = cv2.dilate((coverage > 0).astype(np.uint8), around) > 0
    x, y = whole.texture_points.astype(int).T
    triangles = whole.triangles[near[y, x][whole.triangles].any(axis=1)]
    kept, renumbered = np.unique(triangles, return_inverse=True)
    return Shape(renumbered.reshape(-1, 3).astype(np.uint32), whole.texture_points[kept]), kept.astype(np.intp)


def _follows(rows: NDArray[np.float32], chin_y: float) -> NDArray[np.float64]:
    """How much of the head's turn each lattice row makes: 1 down to the chin, then smoothly SHOULDERS_FOLLOW."""
    part = np.clip((rows.astype(np.float64) - chin_y) / (NECK_IODS * TEXTURE_IOD), 0.0, 1.0)
    fade = part * part * (3.0 - 2.0 * part)
    return 1.0 - (1.0 - SHOULDERS_FOLLOW) * fade
