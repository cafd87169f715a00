"""The shapes themselves: sheets bend as a cylinder does, and heads of our own making owe nothing to predicted depth."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from presenter._attitude import CanonicalFace, attitude_of
from presenter._motion import TURN_DEGREES, Moment
from presenter._parametric import parametric_relief
from presenter._photo import Photo
from presenter._sheet import Sheet, SheetSurface
from presenter._surface import IOD_CM
from presenter._types import Points

NOSE_TIP, CHEEKS, IRISES = 1, (50, 280), (468, 473)


def depth_range(points: Points) -> float:
    """How far the points lie from one plane, centimetres."""
    centred = points.astype(np.float64) - points.mean(axis=0)
    normal = np.linalg.svd(centred, full_matrices=False)[2][2]
    return float(np.ptp(centred @ normal))


@pytest.mark.parametrize("across", [False, True])
@pytest.mark.parametrize("radius_cm", [7.0, 20.0])
def test_a_bent_sheet_lies_on_a_cylinder_and_is_not_stretched(radius_cm: float, across: bool, photo: Photo) -> None:
    surface = SheetSurface(photo, Sheet(radius_cm=radius_cm, across=across))
    points = surface.place(Moment()).astype(np.float64)
    along, level = (1, 0) if across else (0, 1)
    # A circle through the points that share one line along the bend: |p|^2 = 2 c.p + r^2 - |c|^2.
    line = points[points[:, level] == points[0, level]]
    flat = line[:, [along, 2]]
    solved, *_ = np.linalg.lstsq(np.column_stack([2 * flat, np.ones(len(flat))]), (flat**2).sum(axis=1), rcond=None)
    assert np.sqrt(solved[2] + (solved[:2] ** 2).sum()) == pytest.approx(radius_cm, rel=0.01)
    # It bulges towards the camera.
    assert solved[1] > flat[:, 1].min()
    lengths = np.linalg.norm(np.diff(flat, axis=0), axis=1)
    pixels = np.diff(np.unique(surface.shape.texture_points[:, along]))
    assert lengths / pixels == pytest.approx(np.full(len(pixels), IOD_CM / 110.0), rel=0.01)


def test_a_sheet_bends_while_it_is_turned(photo: Photo) -> None:
    surface = SheetSurface(photo, Sheet(radius_cm=10.0, bending=True))
    assert depth_range(surface.place(Moment())) < 1e-3
    half = depth_range(surface.place(Moment(yaw_degrees=TURN_DEGREES / 2)))
    whole = depth_range(surface.place(Moment(yaw_degrees=-TURN_DEGREES)))
    assert 1.0 < half < whole
    held = SheetSurface(photo, Sheet(radius_cm=10.0))
    assert whole == pytest.approx(depth_range(held.place(Moment())), rel=0.01)


def test_a_phone_shows_a_small_face(photo: Photo) -> None:
    sizes = []
    for size in (1.0, 0.41):
        surface = SheetSurface(photo, Sheet(size=size, sideways_cm=8.5, above_cm=13.7, below_cm=22.0))
        sizes.append(np.ptp(surface.place(Moment()), axis=0))
    assert sizes[1][:2] == pytest.approx(0.41 * sizes[0][:2], rel=1e-3)
    # 7 by 15 cm, as phones are.
    assert sizes[1][0] == pytest.approx(8.0, abs=1.0)
    assert sizes[1][1] == pytest.approx(15.5, abs=1.0)


def test_a_parametric_face_owes_nothing_to_predicted_depth(photo: Photo, canonical: CanonicalFace) -> None:
    attitude = attitude_of(photo.landmarks, canonical)
    squashed = photo.landmarks * np.array([1, 1, 0], np.float32)
    for seed in range(3):
        first = parametric_relief(photo.landmarks, attitude, np.random.default_rng(seed))
        same = parametric_relief(squashed, attitude, np.random.default_rng(seed))
        assert np.array_equal(first.points, same.points)


def test_a_parametric_face_is_a_face_and_each_seed_another(photo: Photo, canonical: CanonicalFace) -> None:
    attitude = replace(attitude_of(photo.landmarks, canonical), roll_degrees=0.0)
    noses = []
    for seed in range(8):
        points = parametric_relief(photo.landmarks, attitude, np.random.default_rng(seed)).points

        def depth_at(landmark: int, points: Points = points) -> float:
            """Depth of the nearest lattice point, IOD."""
            away = np.linalg.norm(points[:, :2] - photo.landmarks[landmark, :2], axis=1)
            return float(points[away.argmin(), 2]) / 110.0

        nose = depth_at(NOSE_TIP)
        cheeks = [depth_at(point) for point in CHEEKS]
        irises = [depth_at(point) for point in IRISES]
        # Adults' noses stand 3 to 5 cm before the pupils' plane, cheeks about level with it.
        assert -0.85 < nose < -0.45
        assert np.abs(irises).max() < 0.12
        assert nose < min(cheeks) - 0.3
        noses.append(nose)
    assert np.ptp(noses) > 0.05
