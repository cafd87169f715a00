"""Films surfaces that turn: true projections with a painted texture, for tests of depth from motion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import cv2
import numpy as np
import open3d
from numpy.typing import NDArray

from facelab._types import LANDMARK_COUNT, Floats, Image, Pose, ReliefState
from facelab.canonical import CanonicalFace
from facelab.pose import camera_matrix, project, rotation_matrix
from facelab.structure import Relief

WIDTH, HEIGHT, DISTANCE_CM = 640, 480, 50.0


@dataclass(frozen=True)
class Seen:
    """One frame of a film."""

    image: Image
    landmarks: Floats
    pose: Pose


def bent(face: CanonicalFace, radius_cm: float) -> Floats:
    """The face's points on an upright cylinder; on a plane where the radius is endless."""
    points = face.vertices.copy()
    points[:, 2] = -4
    if np.isfinite(radius_cm):
        angle = points[:, 0] / radius_cm
        points[:, 0], points[:, 2] = radius_cm * np.sin(angle), radius_cm * (1 - np.cos(angle)) - 4
    return points


def folded(face: CanonicalFace, degrees: float) -> Floats:
    """The face's points on a sheet folded along an upright line through the nose, each half this far back."""
    points, angle = face.vertices.copy(), np.radians(degrees)
    points[:, 2] = np.abs(points[:, 0]) * np.sin(angle) - 4
    points[:, 0] *= np.cos(angle)
    return points


def sweep(degrees: float) -> list[float]:
    """Yaw, or pitch, of each frame: still, to one side, to the other, back."""
    parts = ((0, 0, 6), (0, 1, 8), (1, 1, 3), (1, -1, 16), (-1, -1, 3), (-1, 0, 8))
    return [degrees * float(part) for start, end, frames in parts for part in np.linspace(start, end, frames)]


@dataclass
class Film:
    """Films one surface.

    Attributes:
        face: gives triangles and the texture's layout.
        points: (468, 3) of the surface, centimetres.
        seed: of texture and noise.
        noise_pixels: standard deviation of the landmarks.
        pretended: (468, 3) whose landmarks are told instead of the surface's own, as Face Mesh might.
    """

    face: CanonicalFace
    points: Floats
    seed: int = 0
    noise_pixels: float = 0.3
    pretended: Floats | None = None
    _paint: NDArray[np.uint8] = field(init=False)

    def __post_init__(self) -> None:
        grain = np.random.default_rng(self.seed).normal(0, 1, (512, 512)).astype(np.float32)
        smooth = cv2.GaussianBlur(grain, (0, 0), 4)
        self._paint = np.clip(128 + 45 * smooth / smooth.std(), 0, 255).astype(np.uint8)

    def shoot(self, angles: list[tuple[float, float]]) -> Iterator[Seen]:
        """A frame for each yaw and pitch, in degrees."""
        random = np.random.default_rng(self.seed + 1)
        place = np.array([0, 0, DISTANCE_CM])
        for yaw, pitch in angles:
            rotation = rotation_matrix(yaw, pitch, 0)
            told = self.points if self.pretended is None else self.pretended
            landmarks = np.zeros((LANDMARK_COUNT, 3), np.float32)
            landmarks[:468, :2] = project(told, rotation, place, camera_matrix(WIDTH, HEIGHT))
            landmarks[:468, :2] += random.normal(0, self.noise_pixels, (468, 2))
            picture = self._drawn(self.points @ rotation.T + place, random)
            yield Seen(picture, landmarks, Pose(yaw, pitch, 0.0, 1.0))

    def _drawn(self, points: NDArray[np.float64], random: np.random.Generator) -> Image:
        scene = open3d.t.geometry.RaycastingScene()
        scene.add_triangles(
            open3d.core.Tensor.from_numpy(points.astype(np.float32)),
            open3d.core.Tensor.from_numpy(self.face.triangles.astype(np.uint32)),
        )
        camera = camera_matrix(WIDTH, HEIGHT)
        pixels = (points @ camera.T)[:, :2] / points[:, 2:]
        left, top = np.floor(pixels.min(axis=0)).astype(int)
        right, bottom = np.ceil(pixels.max(axis=0)).astype(int)
        columns, rows = np.meshgrid(np.arange(left, right), np.arange(top, bottom))
        rays = np.zeros((*columns.shape, 6), np.float32)
        rays[..., 3] = (columns - camera[0, 2]) / camera[0, 0]
        rays[..., 4] = (rows - camera[1, 2]) / camera[1, 1]
        rays[..., 5] = 1
        answer = scene.cast_rays(open3d.core.Tensor.from_numpy(rays))
        triangle = answer["primitive_ids"].numpy()
        hit = triangle != open3d.t.geometry.RaycastingScene.INVALID_ID
        corners = self.face.texture[self.face.triangles[triangle[hit]]]
        inner = answer["primitive_uvs"].numpy()[hit]
        place = corners[:, 0] + inner[:, :1] * (corners[:, 1] - corners[:, 0])
        place = (place + inner[:, 1:] * (corners[:, 2] - corners[:, 0])) * 511
        grey = np.full((HEIGHT, WIDTH), 90.0, np.float32)
        where = np.zeros((*columns.shape, 2), np.float32)
        where[hit] = place
        painted = cv2.remap(self._paint, where[..., 0], where[..., 1], cv2.INTER_LINEAR)
        grey[top:bottom, left:right][hit] = painted[hit]
        grey += random.normal(0, 3, grey.shape)
        return np.repeat(np.clip(grey, 0, 255).astype(np.uint8)[..., None], 3, axis=2)


def fed(relief: Relief, frames: Iterable[Seen]) -> ReliefState:
    """The state after all frames."""
    for number, seen in enumerate(frames):
        relief.add(number, seen.image, seen.landmarks, seen.pose)
    return relief.settle()


def turned(relief: Relief, film: Film, degrees: float) -> ReliefState:
    """The state after a turn to both sides."""
    return fed(relief, film.shoot([(yaw, 0.0) for yaw in sweep(degrees)]))
