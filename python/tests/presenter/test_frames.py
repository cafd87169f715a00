"""What a face finder sees in the frames of each kind."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from presenter import _render
from presenter._attitude import CanonicalFace, attitude_of
from presenter._backdrop import backdrop
from presenter._cast import Actor, Script
from presenter._kinds import KINDS
from presenter._motion import Moment
from presenter._photo import Photo, PhotoReader
from presenter._photometry import ORDINARY, Photometry, Sensor
from presenter._render import FRAME_HEIGHT, FRAME_WIDTH, draw
from presenter._types import Image, Points

from .conftest import FindFaces, picture

EYE_CORNERS, NOSE_TIP = (33, 263), 1


def shot(cast: Sequence[Actor], kind: str, moment: Moment) -> Image:
    scene = backdrop(np.random.SeedSequence(0))
    for actor in cast:
        scene = draw(actor.surface, moment, scene)
    return photographed(scene, KINDS[kind].photometry)


def photographed(scene: NDArray[np.float32], photometry: Photometry) -> Image:
    return picture(Sensor(photometry, scene.shape, np.random.default_rng(0)).photograph(scene))


def tracked(find: FindFaces, image: Image) -> Points:
    """The one face of an image, seen twice so that tracking has settled."""
    find(image)
    (face,) = find(image)
    return face


@pytest.mark.parametrize("kind", ["head", "parametric", "dark", "blurred"])
@pytest.mark.parametrize(("yaw", "pitch"), [(0, 0), (27, 0), (-27, 0), (0, 18), (0, -20)])
def test_a_head_turns_to_the_side_it_is_asked_to(
    kind: str, yaw: float, pitch: float, photo: Photo, canonical: CanonicalFace, find_faces: FindFaces
) -> None:
    cast = KINDS[kind].cast(Script(photo, None, canonical, 0))
    face = tracked(find_faces, shot(cast, kind, Moment(yaw_degrees=yaw, pitch_degrees=pitch)))
    seen = attitude_of(face, canonical)
    assert seen.yaw_degrees == pytest.approx(yaw, abs=9)
    assert seen.pitch_degrees == pytest.approx(pitch, abs=9)


def test_left_is_the_persons_own_left_on_the_right_of_the_image(
    photo: Photo, canonical: CanonicalFace, find_faces: FindFaces
) -> None:
    cast = KINDS["head"].cast(Script(photo, None, canonical, 0))

    def nose_beside_eyes(yaw: float) -> float:
        face = tracked(find_faces, shot(cast, "head", Moment(yaw_degrees=yaw)))
        return float(face[NOSE_TIP, 0] - face[list(EYE_CORNERS), 0].mean())

    assert nose_beside_eyes(25) > nose_beside_eyes(0) + 5
    assert nose_beside_eyes(-25) < nose_beside_eyes(0) - 5


def test_a_head_has_parallax_and_a_print_has_none(
    photo: Photo, canonical: CanonicalFace, find_faces: FindFaces
) -> None:
    """Where the nose is between the corners of the eyes changes when a head turns, and not when a print does."""

    def nose_between_eyes(kind: str, yaw: float) -> float:
        cast = KINDS[kind].cast(Script(photo, None, canonical, 0))
        face = tracked(find_faces, shot(cast, kind, Moment(yaw_degrees=yaw)))
        left, right = face[list(EYE_CORNERS), 0]
        return float((face[NOSE_TIP, 0] - left) / (right - left))

    moved = {kind: nose_between_eyes(kind, 25) - nose_between_eyes(kind, -25) for kind in ("head", "flat")}
    assert moved["head"] > 0.4
    assert abs(moved["flat"]) < 0.5 * moved["head"]


def test_the_print_itself_is_a_plane(photo: Photo, canonical: CanonicalFace) -> None:
    moment = Moment(yaw_degrees=30, pitch_degrees=-10, right_cm=2)
    flatness = {}
    for kind in ("head", "flat"):
        (actor,) = KINDS[kind].cast(Script(photo, None, canonical, 0))
        points = actor.surface.place(moment).astype(np.float64)
        flatness[kind] = float(np.linalg.svd(points - points.mean(axis=0), compute_uv=False)[2])
    assert flatness["flat"] < 1e-3
    assert flatness["head"] > 10


def test_nobody_is_nobody_and_two_people_are_two(
    photo: Photo, reader: PhotoReader, subjects: Path, canonical: CanonicalFace, find_faces: FindFaces
) -> None:
    assert find_faces(shot([], "nobody", Moment())) == []
    cast = KINDS["two-people"].cast(Script(photo, reader.read(subjects / "biden.jpg"), canonical, 0))
    scene = backdrop(np.random.SeedSequence(0))
    for actor in cast:
        scene = draw(actor.surface, actor.stands, scene)
    assert len(find_faces(photographed(scene, ORDINARY))) == 2


def test_dark_is_dark_and_blurred_is_blurred(photo: Photo, canonical: CanonicalFace) -> None:
    cast = KINDS["head"].cast(Script(photo, None, canonical, 0))
    frames = {kind: shot(cast, kind, Moment()).astype(np.float64) for kind in ("head", "dark", "blurred")}
    contrast = {kind: np.abs(np.diff(frame, axis=1)).mean() for kind, frame in frames.items()}
    assert frames["dark"].mean() < 30 < frames["head"].mean()
    # Sensor noise is added after the lens, so some contrast is always left.
    assert contrast["blurred"] < 0.85 * contrast["head"]


def test_eyes_close_and_the_mouth_opens(photo: Photo, canonical: CanonicalFace, find_faces: FindFaces) -> None:
    cast = KINDS["head"].cast(Script(photo, None, canonical, 0))
    lids, lips = (159, 145), (13, 14)

    def gaps(moment: Moment) -> tuple[float, float]:
        face = tracked(find_faces, shot(cast, "head", moment))
        upper, lower = face[list(lids), 1]
        top, bottom = face[list(lips), 1]
        return float(lower - upper), float(bottom - top)

    eye, mouth = gaps(Moment())
    shut_eye, _ = gaps(Moment(eyes_closed=1.0))
    _, open_mouth = gaps(Moment(mouth_open=1.0))
    assert shut_eye < 0.6 * eye
    assert open_mouth > mouth + 5


def test_a_surface_outside_the_frame_leaves_it_as_it_was(photo: Photo, canonical: CanonicalFace) -> None:
    (actor,) = KINDS["flat"].cast(Script(photo, None, canonical, 0))
    empty = np.full((FRAME_HEIGHT, FRAME_WIDTH, 3), 100, np.float32)
    assert np.array_equal(draw(actor.surface, Moment(right_cm=500), empty), empty)


def test_what_is_interpolated_is_what_would_be_traced(
    photo: Photo, canonical: CanonicalFace, monkeypatch: pytest.MonkeyPatch
) -> None:
    (actor,) = KINDS["head"].cast(Script(photo, None, canonical, 0))
    wall = np.full((FRAME_HEIGHT, FRAME_WIDTH, 3), 100, np.float32)
    moment = Moment(yaw_degrees=27)
    quick = draw(actor.surface, moment, wall)
    monkeypatch.setattr(_render, "LARGEST_JUMP", -1.0)
    wrong = np.abs(draw(actor.surface, moment, wall) - quick).max(axis=2)
    assert wrong.mean() < 0.1
    assert np.count_nonzero(wrong > 10) < 50
