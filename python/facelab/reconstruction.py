"""From the measured depth of landmarks to a surface that can be shown, exported and compared, by Open3D.

All lengths are in distances of the eyes, in the axes of the camera: x to the image's right, y down, z away.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from facelab import _open3d
from facelab._depth import MeasuredDepth
from facelab._open3d import open3d
from facelab._types import Floats, FrameError, Reconstruction
from facelab.canonical import CanonicalFace

OPEN3D_VERSION = _open3d.VERSION

DEPTH_MAP_SIDE = 256
"""Pixels of the depth map."""

DEPTH_MAP_SPAN = 3.2
"""What it shows, in distances of the eyes, centred below them; the largest faces are 2.9 high (ours)."""

_MIDDLE_BELOW_EYES = 0.5
_SUBDIVISIONS = 2
_TAUBIN_ROUNDS = 10
_STIFFNESS = 0.05
"""How much a landmark leans on its neighbours, against its confidence of 0 to 1; ours."""

_NEAR = 0.15
"""Distance of the eyes within which points of two surfaces can be the same (about 1 cm); ours."""

_HALF_SCORE_DISTANCE = 0.05
"""Root mean square distance of two shapes that scores 0.5 (about 3 mm); ours."""

_LEAST_KNOWN = 50
"""Landmarks with some confidence that a shape must have to be a shape."""


@dataclass(frozen=True, slots=True)
class _Surface:
    """A mesh as Open3D holds it; untyped because Open3D's own types are."""

    mesh: Any

    @property
    def vertices(self) -> Floats:
        return np.asarray(self.mesh.vertices, np.float32)

    @property
    def triangles(self) -> NDArray[np.int32]:
        return np.asarray(self.mesh.triangles, np.int32)

    @property
    def normals(self) -> Floats:
        return np.asarray(self.mesh.vertex_normals, np.float32)


class Reconstructor:
    """Builds surfaces. Making one runs every stage once, so that nothing is loaded or started later.

    Args:
        canonical: gives the triangles.
    """

    def __init__(self, canonical: CanonicalFace) -> None:
        self._triangles = canonical.triangles
        self._curvature = _curvature(canonical)
        still = MeasuredDepth(canonical.vertices / 6, np.ones(len(canonical.vertices), np.float32), 1)
        first = self.reconstruct(still)
        self.shape_score(first.points, first.confidence, first.points, first.confidence)

    def reconstruct(self, measured: MeasuredDepth) -> Reconstruction:
        """The surface through measured landmarks; about 0.15 s.

        Points of low confidence lean on their neighbours.
        """
        start = perf_counter()
        surface = self._surface(measured.points, measured.confidence)
        return Reconstruction(
            points=measured.points,
            confidence=measured.confidence,
            landmark_triangles=self._triangles,
            vertices=surface.vertices,
            triangles=surface.triangles,
            normals=surface.normals,
            depth_map=_depth_map(surface),
            frames=measured.frames,
            seconds=perf_counter() - start,
        )

    def shape_score(self, points: Floats, confidence: Floats, other_points: Floats, other_confidence: Floats) -> float:
        """How alike two measured shapes are: 1 the same, 0.5 at about 3 mm; advisory, it decides nothing.

        The landmarks are laid on each other (Procrustes: turned, scaled, moved), then onto the other's surface
        (iterative closest points), and what distance is left is scored.

        Args:
            points: (468, 3) float32 of one face, as in `Reconstruction`.
            confidence: (468,) float32 of them.
            other_points: of the other face.
            other_confidence: of the other face.

        Raises:
            FrameError: the arrays have other shapes, aren't finite, or know too little of either face.
        """
        weights = []
        for shape, known in ((points, confidence), (other_points, other_confidence)):
            _check(shape, known, len(self._curvature))
            weights.append(known.astype(np.float64))
        shared = weights[0] * weights[1]
        surface, other = self._surface(points, confidence), self._surface(other_points, other_confidence)
        # Loop subdivision keeps the landmarks as the first vertices.
        count = len(self._curvature)
        laid = _laid_on(surface.vertices[:count], other.vertices[:count], shared)
        distance = _closest_distance(laid[shared > shared.max() / 2], other)
        return float(1 / (1 + (distance / _HALF_SCORE_DISTANCE) ** 2))

    def _surface(self, points: Floats, confidence: Floats) -> _Surface:
        smooth = points.astype(np.float64)
        weight = np.diag(confidence.astype(np.float64) + 1e-6)
        smooth[:, 2] = np.linalg.solve(weight + _STIFFNESS * self._curvature, weight @ smooth[:, 2])
        mesh = open3d.geometry.TriangleMesh(
            open3d.utility.Vector3dVector(smooth), open3d.utility.Vector3iVector(self._triangles)
        )
        mesh = mesh.subdivide_loop(_SUBDIVISIONS).filter_smooth_taubin(_TAUBIN_ROUNDS)
        mesh.compute_vertex_normals()
        return _Surface(mesh)


def _curvature(canonical: CanonicalFace) -> NDArray[np.float64]:
    """(468, 468), the square of the mesh's Laplacian: how far each landmark is from the mean of its neighbours."""
    count = len(canonical.vertices)
    neighbours = np.zeros((count, count))
    for first, second in ((0, 1), (1, 2), (2, 0)):
        a, b = canonical.triangles[:, first], canonical.triangles[:, second]
        neighbours[a, b] = neighbours[b, a] = 1
    laplacian = np.eye(count) - neighbours / np.maximum(neighbours.sum(axis=1, keepdims=True), 1)
    square: NDArray[np.float64] = laplacian.T @ laplacian
    return square


def _depth_map(surface: _Surface) -> Floats:
    """Depth behind the eyes seen straight from the front, (DEPTH_MAP_SIDE, DEPTH_MAP_SIDE); nan beside the face."""
    scene = open3d.t.geometry.RaycastingScene()
    scene.add_triangles(
        open3d.core.Tensor.from_numpy(surface.vertices),
        open3d.core.Tensor.from_numpy(surface.triangles.astype(np.uint32)),
    )
    before = float(surface.vertices[:, 2].min()) - 1
    steps = (np.arange(DEPTH_MAP_SIDE, dtype=np.float32) + 0.5) / DEPTH_MAP_SIDE - 0.5
    columns, rows = np.meshgrid(steps * DEPTH_MAP_SPAN, steps * DEPTH_MAP_SPAN + _MIDDLE_BELOW_EYES)
    rays = np.zeros((DEPTH_MAP_SIDE, DEPTH_MAP_SIDE, 6), np.float32)
    rays[..., 0], rays[..., 1], rays[..., 2], rays[..., 5] = columns, rows, before, 1
    hit = scene.cast_rays(open3d.core.Tensor.from_numpy(rays))["t_hit"].numpy()
    return np.where(np.isfinite(hit), hit + before, np.nan).astype(np.float32)


def _laid_on(points: Floats, target: Floats, weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points turned, scaled and moved onto a target, by weighted least squares (Umeyama 1991)."""
    share = weight / weight.sum()
    middle, target_middle = share @ points, share @ target
    here, there = points - middle, target - target_middle
    left, sizes, right = np.linalg.svd((there * share[:, None]).T @ here)
    handedness = np.array([1.0, 1.0, np.sign(np.linalg.det(left @ right))])
    scale = float(sizes @ handedness) / max(float(share @ (here**2).sum(axis=1)), 1e-12)
    laid: NDArray[np.float64] = scale * here @ ((left * handedness) @ right).T + target_middle
    return laid


def _closest_distance(points: NDArray[np.float64], surface: _Surface) -> float:
    """Root mean square distance of points from a surface, after iterative closest points; those far off count most."""
    registration = open3d.pipelines.registration
    source, target = open3d.geometry.PointCloud(), open3d.geometry.PointCloud()
    source.points = open3d.utility.Vector3dVector(points)
    target.points, target.normals = surface.mesh.vertices, surface.mesh.vertex_normals
    found = registration.registration_icp(
        source, target, _NEAR, np.eye(4), registration.TransformationEstimationPointToPlane()
    )
    source.transform(found.transformation)
    distances = np.asarray(source.compute_point_cloud_distance(target))
    return float(np.sqrt(np.mean(distances**2)))


def _check(points: Floats, confidence: Floats, count: int) -> None:
    if points.shape != (count, 3) or confidence.shape != (count,):
        raise FrameError(f"a shape must have ({count}, 3) points and ({count},) confidences")
    if not (np.isfinite(points).all() and np.isfinite(confidence).all()):
        raise FrameError("a shape must be finite")
    if int((confidence > 0.1).sum()) < _LEAST_KNOWN:
        raise FrameError("too little is known of a shape to compare it")
