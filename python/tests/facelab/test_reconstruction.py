"""Measured depth becomes the surface that was filmed, and shapes are told apart."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest

from facelab._depth import MeasuredDepth
from facelab._types import FrameError, Reconstruction
from facelab.canonical import CanonicalFace
from facelab.reconstruction import DEPTH_MAP_SIDE, Reconstructor
from facelab.structure import Relief

from .turning import Film, bent, turned

EYES = [33, 133, 362, 263]
EYE_DISTANCE_CM = 6.302


@pytest.fixture(scope="module")
def reconstructor(face: CanonicalFace) -> Reconstructor:
    return Reconstructor(face)


def measured(face: CanonicalFace, film: Film, degrees: float = 20) -> MeasuredDepth | None:
    relief = Relief(face)
    turned(relief, film, degrees)
    return relief.measured_depth()


@pytest.fixture(scope="module")
def head(face: CanonicalFace, reconstructor: Reconstructor) -> Reconstruction:
    depth = measured(face, Film(face, face.vertices))
    assert depth is not None
    return reconstructor.reconstruct(depth)


@pytest.mark.parametrize("deeper", [0.8, 1.0, 1.25])
def test_the_depth_of_a_head_is_measured_to_scale(face: CanonicalFace, deeper: float) -> None:
    points = face.vertices.copy()
    points[:, 2] *= deeper
    depth = measured(face, Film(face, points))
    assert depth is not None
    true = (points[:, 2] - points[EYES, 2].mean()) / EYE_DISTANCE_CM
    assert np.sqrt(np.mean((depth.points[:, 2] - true) ** 2)) < 0.1
    assert np.ptp(depth.points[:, 2]) == pytest.approx(np.ptp(true), rel=0.12)
    assert depth.confidence.mean() > 0.9


def test_a_picture_has_no_depth_even_where_its_landmarks_pretend(face: CanonicalFace) -> None:
    assert measured(face, Film(face, bent(face, inf)), 30) is None
    assert measured(face, Film(face, bent(face, inf), pretended=face.vertices), 30) is None
    bent_print = measured(face, Film(face, bent(face, 10), pretended=face.vertices), 30)
    assert bent_print is not None
    assert np.ptp(bent_print.points[:, 2]) < 0.7, "what was filmed is 0.45 deep, what was pretended 1.6"


def test_points_that_move_by_themselves_are_less_certain(face: CanonicalFace) -> None:
    relief, random = Relief(face), np.random.default_rng(3)
    lips = [13, 14, 78, 308, 87, 317]
    for number, seen in enumerate(Film(face, face.vertices).shoot([(yaw, 0.0) for yaw in np.linspace(-20, 20, 30)])):
        seen.landmarks[lips, :2] += random.normal(0, 12, (len(lips), 2)).astype(np.float32)
        relief.add(number, seen.image, seen.landmarks, seen.pose)
    depth = relief.measured_depth()
    assert depth is not None
    assert depth.confidence[lips].mean() < depth.confidence.mean() - 0.3


def test_the_surface_is_whole_and_faces_outwards(head: Reconstruction) -> None:
    assert head.triangles.min() == 0
    assert head.triangles.max() == len(head.vertices) - 1
    assert len(head.triangles) == 16 * 898
    assert len(head.landmark_triangles) == 898
    assert head.landmark_triangles.max() < len(head.points)
    assert head.normals.shape == head.vertices.shape
    np.testing.assert_allclose(np.linalg.norm(head.normals, axis=1), 1, atol=1e-4)
    assert head.normals[:, 2].mean() < -0.5
    assert np.isfinite(head.vertices).all()
    assert head.seconds < 1.5
    # Loop subdivision keeps the landmarks first.
    assert np.abs(head.vertices[:468] - head.points).mean() < 0.05


def test_the_depth_map_shows_the_nose_nearest(head: Reconstruction) -> None:
    assert head.depth_map.shape == (DEPTH_MAP_SIDE, DEPTH_MAP_SIDE)
    assert 0.3 < np.isfinite(head.depth_map).mean() < 0.8
    row, column = np.unravel_index(np.nanargmin(head.depth_map), head.depth_map.shape)
    x, y = ((np.array([column, row]) + 0.5) / DEPTH_MAP_SIDE - 0.5) * 3.2 + [0, 0.5]
    nose = head.points[[1, 4]].mean(axis=0)
    assert (x, y) == pytest.approx(nose[:2].tolist(), abs=0.15)
    assert np.isnan(head.depth_map[[0, 0, -1, -1], [0, -1, 0, -1]]).all()


def test_uncertain_points_lean_on_their_neighbours(reconstructor: Reconstructor, head: Reconstruction) -> None:
    points, confidence = head.points.copy(), head.confidence.copy()
    points[4, 2] += 3
    confidence[4] = 0
    spoilt = reconstructor.reconstruct(MeasuredDepth(points, confidence, 30))
    assert abs(spoilt.vertices[4, 2] - head.vertices[4, 2]) < 0.15


def test_the_same_shape_scores_more_than_another(
    face: CanonicalFace, reconstructor: Reconstructor, head: Reconstruction
) -> None:
    def score(one: Reconstruction, other: Reconstruction) -> float:
        return reconstructor.shape_score(one.points, one.confidence, other.points, other.confidence)

    again = measured(face, Film(face, face.vertices, seed=11), 25)
    points = face.vertices.copy()
    points[:, 2] = 1.3 * points[:, 2]
    points[:, 0] *= 1 + 0.08 * np.tanh(points[:, 1] / 4)
    stranger = measured(face, Film(face, points, seed=12))
    assert again is not None
    assert stranger is not None
    same, different = score(head, reconstructor.reconstruct(again)), score(head, reconstructor.reconstruct(stranger))
    assert score(head, head) > 0.97
    assert same > different + 0.1
    assert 0 <= different < same <= 1


def test_bad_shapes_are_refused(reconstructor: Reconstructor, head: Reconstruction) -> None:
    points, confidence = head.points, head.confidence
    for bad_points, bad_confidence in (
        (points[:100], confidence[:100]),
        (points, confidence[:100]),
        (np.full_like(points, np.nan), confidence),
        (points, np.zeros_like(confidence)),
    ):
        with pytest.raises(FrameError):
            reconstructor.shape_score(bad_points, bad_confidence, points, confidence)
