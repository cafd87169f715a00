"""The measuring command compares turned faces with their own person and with others, by how far they are turned."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from facelab import likeness
from facelab._types import Image
from facelab.likeness import Seen


def _seen(yaw: float, pitch: float, person: str = "ada", axis: int = 0) -> Seen:
    quality = dict.fromkeys(
        ("Sharpness", "UnderExposurePrevention", "OverExposurePrevention", "InterEyeDistance", "HeadSize"), 80.0
    )
    return Seen(person, yaw, pitch, 0.5 if person == "bob" else 1.0, np.eye(192, dtype=np.float32)[axis], quality)


@pytest.mark.parametrize(
    ("yaw", "pitch", "band"),
    [(3, 2, "yaw 0-12"), (-21, 5, "yaw 20-25"), (50, 0, "yaw 45-60"), (2, -14, "nod 12-16"), (25, 14, None)],
)
def test_frames_count_by_how_the_head_is_turned(yaw: float, pitch: float, band: str | None) -> None:
    assert _seen(yaw, pitch).band == band


def test_a_frame_is_compared_with_its_person_and_with_everybody_else() -> None:
    faces = {
        "ada": [np.eye(192, dtype=np.float32)[0]],
        "bob": [np.eye(192, dtype=np.float32)[1], np.full(192, 0.5, np.float32)],
    }
    said = likeness.summary("yaw 0-12", [_seen(1, 0), _seen(2, 0, "bob", 1)], faces)
    assert said["pairs"] == 3
    assert said["own"] == [0.5, 0.505, 0.75]
    assert said["others"] == [0.0, 0.49, 0.5]
    assert said["own_below_others_from"] == {
        "0.45": [0.0, 0.333333],
        "0.50": [0.0, 0.333333],
        "0.55": [0.5, 0.0],
        "0.60": [0.5, 0.0],
        "0.66": [0.5, 0.0],
    }


def test_a_line_for_each_band_that_was_seen(
    models: Path, webcam: Callable[[str], Image], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for face in ("obama", "biden"):
        for clip in ("neutral", "left"):
            folder = tmp_path / "still" / face / clip
            folder.mkdir(parents=True)
            for index in range(3):
                cv2.imwrite(str(folder / f"{index:06}.png"), webcam(f"{face}.jpg")[:, :, ::-1])
    assert likeness.main([str(tmp_path), "--models", str(models)]) == 0
    (said,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (said["band"], said["frames"]) == ("yaw 0-12", 4)
    assert said["own"][0] > 0.9 > 0.5 > said["others"][2]


def test_photos_are_compared_with_the_others_of_their_person(
    models: Path, webcam: Callable[[str], Image], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for person, photos in {"obama": ["obama.jpg", "obama2.jpg"], "biden": ["biden.jpg"]}.items():
        folder = tmp_path / "photos" / person
        folder.mkdir(parents=True)
        for photo in photos:
            cv2.imwrite(str(folder / f"{photo}.png"), webcam(photo)[:, :, ::-1])
    assert likeness.main([str(tmp_path), "--models", str(models)]) == 0
    (said,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert said["frames"] == 3
    assert 0.7 < said["own"][0] < 0.9, "not with itself"
