"""The table of kinds, and who is there in which clip."""

from __future__ import annotations

import re
from pathlib import Path

import cv2
import numpy as np
import pytest

from presenter._attitude import CanonicalFace
from presenter._backdrop import backdrop
from presenter._cast import ASKED, EVERY_CLIP, Script
from presenter._kinds import KINDS, RESPONSIVE, TURNS, turn_orders
from presenter._motion import HEAD_GESTURES, Moment, clip
from presenter._photo import Photo, PhotoReader
from presenter._recording import film
from presenter._render import draw
from presenter._sheet import SheetSurface

from .conftest import FindFaces, picture

IRISES = (468, 473)


def test_names_follow_one_grammar_and_are_all_said() -> None:
    for name, kind in KINDS.items():
        assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", name)
        assert kind.about
    assert len([name for name in KINDS if name.startswith("bent-")]) == 6 * 2 * 2


@pytest.mark.parametrize(("length", "count"), [(3, 14), (4, 62)])
def test_there_are_as_many_orders_of_turns_as_a_challenge_can_draw(length: int, count: int) -> None:
    orders = turn_orders(length)
    assert len(set(orders)) == len(orders) == count
    for order in orders:
        assert {"left", "right"} <= set(order) <= set(TURNS)


@pytest.mark.parametrize(("name", "count"), [("replayed", 14), ("replayed-4", 62)])
def test_seeds_that_follow_each_other_replay_every_order(name: str, count: int) -> None:
    kind = KINDS[name]
    replayed = {kind.clips_of(seed) for seed in range(count)}
    assert len(replayed) == count
    assert all(clips[0] == clips[-1] == "neutral" for clips in replayed)
    assert kind.clips_of(0) == kind.clips_of(count)
    assert KINDS["head"].clips_of(5) == RESPONSIVE


def test_a_head_that_turns_far_to_the_sides_nods_as_usual(photo: Photo, canonical: CanonicalFace) -> None:
    (actor,) = KINDS["head-far"].cast(Script(photo, None, canonical, 0))
    assert actor.gestures["left"].peak.yaw_degrees == pytest.approx(50.0)
    assert actor.gestures["right"].peak.yaw_degrees == pytest.approx(-50.0)
    assert actor.gestures["down"] == HEAD_GESTURES["down"]


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if name.startswith("swapped")])
def test_one_and_only_one_of_two_who_swap_is_there_in_each_clip(
    name: str, photo: Photo, reader: PhotoReader, subjects: Path, canonical: CanonicalFace
) -> None:
    first, second = KINDS[name].cast(Script(photo, reader.read(subjects / "biden.jpg"), canonical, 0))
    assert first.clips is not None
    assert second.clips is not None
    assert first.clips | second.clips == EVERY_CLIP == set(RESPONSIVE)
    assert not first.clips & second.clips
    assert "neutral" in first.clips
    assert second.clips & ASKED
    assert isinstance(first.surface, SheetSurface) == (name == "swapped-photo")


def test_only_what_is_behind_the_holes_blinks(
    photo: Photo, reader: PhotoReader, subjects: Path, canonical: CanonicalFace, find_faces: FindFaces
) -> None:
    cast = KINDS["cutout"].cast(Script(photo, reader.read(subjects / "biden.jpg"), canonical, 0))
    assert [actor.held for actor in cast] == [False, True]
    scenes = []
    for moment in (Moment(), Moment(eyes_closed=1.0)):
        scene = backdrop(np.random.SeedSequence(0))
        for actor in cast:
            scene = draw(actor.surface, moment, scene)
        scenes.append(scene)
    (face,) = find_faces(scenes[0].astype(np.uint8))
    rows, columns = np.nonzero(np.abs(scenes[1] - scenes[0]).max(axis=2) > 10)
    assert len(rows) > 30
    eyes = face[list(IRISES), :2]
    away = np.linalg.norm(np.stack([columns, rows], axis=1)[:, None] - eyes, axis=2).min(axis=1)
    assert away.max() < 0.4 * np.linalg.norm(eyes[1] - eyes[0])


def test_the_head_behind_and_its_sheet_move_as_one(
    photo: Photo, canonical: CanonicalFace, find_faces: FindFaces
) -> None:
    """Were they to sway apart, the holes would run away from the eyes."""
    cast = KINDS["cutout"].cast(Script(photo, None, canonical, 0))
    wall = backdrop(np.random.SeedSequence(0))
    for frame in film(cast, "left", KINDS["cutout"].photometry, wall, 5, np.random.SeedSequence(0)):
        assert len(find_faces(picture(frame))) == 1


def test_slides_are_there_at_once_and_a_head_is_not(photo: Photo, canonical: CanonicalFace) -> None:
    for name, jumps in (("slides", True), ("head", False)):
        (actor,) = KINDS[name].cast(Script(photo, None, canonical, 0))
        moments = clip(actor.gestures["left"], actor.manner, 42, 20, np.random.SeedSequence(0))
        yaws = np.array([moment.yaw_degrees for moment in moments])
        assert yaws.max() > 25
        assert bool(np.abs(np.diff(yaws)).max() > 20) == jumps


@pytest.mark.parametrize(("name", "nods"), [("replayed-circling", True), ("replayed-shaking", False)])
def test_films_show_a_head_that_goes_everywhere(name: str, nods: bool, photo: Photo, canonical: CanonicalFace) -> None:
    kind = KINDS[name]
    assert kind.plain
    (actor,) = kind.cast(Script(photo, None, canonical, 0))
    _, moving, _ = kind.clips_of(0)
    swing = actor.gestures[moving]
    moments = clip(swing, actor.manner, round(20 * swing.seconds), 20, np.random.SeedSequence(0))
    yaws, pitches = (np.array([getattr(one, part) for one in moments]) for part in ("yaw_degrees", "pitch_degrees"))
    assert yaws.min() < -18
    assert yaws.max() > 18
    assert bool(np.ptp(pitches) > 25) == nods
    assert max(abs(yaws[0]), abs(yaws[-1]), abs(pitches[0]), abs(pitches[-1])) < 2


def test_the_nose_of_who_is_behind_shows_through_its_hole(
    photo: Photo, reader: PhotoReader, subjects: Path, canonical: CanonicalFace, find_faces: FindFaces
) -> None:
    behind = reader.read(subjects / "biden.jpg")
    scenes = []
    for name in ("cutout", "cutout-nose"):
        scene = backdrop(np.random.SeedSequence(0))
        for actor in KINDS[name].cast(Script(photo, behind, canonical, 0)):
            scene = draw(actor.surface, Moment(), scene)
        scenes.append(scene)
    (face,) = find_faces(scenes[0].astype(np.uint8))
    tip = face[1, :2].round().astype(int)
    there = tuple(slice(at - 4, at + 5) for at in tip[::-1])
    assert np.abs(scenes[1][there] - scenes[0][there]).mean() > 8


def test_a_slow_shutter_smears_what_moves_and_lamps_flash_on_glasses(photo: Photo, canonical: CanonicalFace) -> None:
    def clarity(name: str) -> list[float]:
        cast = KINDS[name].cast(Script(photo, None, canonical, 0))
        wall = backdrop(np.random.SeedSequence(0))
        frames = [
            picture(jpeg) for jpeg in film(cast, "left", KINDS[name].photometry, wall, 8, np.random.SeedSequence(1))
        ]
        return [float(cv2.Laplacian(frame[100:300, 200:440], cv2.CV_64F).var()) for frame in frames]

    quick = clarity("head-quick")
    assert min(quick) < 0.8 * quick[0]
    glaring = KINDS["head-glare"]
    cast = glaring.cast(Script(photo, None, canonical, 0))
    wall = backdrop(np.random.SeedSequence(0))
    frames = [picture(jpeg) for jpeg in film(cast, "left", glaring.photometry, wall, 8, np.random.SeedSequence(1))]
    white = [int((frame[100:300, 200:440].min(axis=2) > 240).sum()) for frame in frames]
    assert max(white) > min(white) + 100
    assert sum(count > min(white) + 100 for count in white) < len(white) / 2
