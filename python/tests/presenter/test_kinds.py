"""The table of kinds, and who is there in which clip."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from presenter._attitude import CanonicalFace
from presenter._backdrop import backdrop
from presenter._cast import ASKED, EVERY_CLIP, Script
from presenter._kinds import KINDS, RESPONSIVE, TURNS, turn_orders
from presenter._motion import Moment
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
