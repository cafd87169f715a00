"""The measuring command reads recordings as the kiosk would play them, and counts honestly."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import cv2
import pytest

from facelab import measure
from facelab._types import Image


@pytest.mark.parametrize(
    ("count", "trials", "bound"), [(0, 43, 0.0673), (0, 22, 0.1273), (1, 20, 0.2161), (5, 5, 1.0), (40, 43, 0.9807)]
)
def test_bounds_are_those_of_clopper_and_pearson(count: int, trials: int, bound: float) -> None:
    assert measure.upper_bound(count, trials) == pytest.approx(bound, abs=1e-4)


def test_responsive_recordings_play_neutral_first_and_plain_ones_as_they_are(tmp_path: Path) -> None:
    for clip in ("neutral", "left", "right"):
        (tmp_path / "responsive" / clip).mkdir(parents=True)
    played = measure.folders_of(tmp_path / "responsive", ("right", "left", "up"))
    assert [folder.name for folder, _ in played] == ["neutral", "right", "left"]
    assert played[0][1] == 20
    assert measure.folders_of(tmp_path / "plain", ("left",)) == [(tmp_path / "plain", None)]


def test_a_line_for_each_recording_then_the_counts(
    models: Path, webcam: Callable[[str], Image], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for face in ("one", "two"):
        folder = tmp_path / "still" / face
        folder.mkdir(parents=True)
        for index in range(3):
            cv2.imwrite(str(folder / f"{index:06}.png"), webcam("obama.jpg")[:, :, ::-1])
    assert measure.main([str(tmp_path), "--models", str(models)]) == 0
    *lines, last = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["face"] for line in lines[:2]] == ["one", "two"]
    assert all(line["outcome"] == "undecided" and line["frames"] == 3 for line in lines[:2])
    assert last["species"] == "still"
    assert last["undecided"] == last["recordings"]


def test_it_says_what_is_wrong(models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert measure.main([str(tmp_path), "--models", str(models)]) == 1
    assert "SPECIES/FACE" in capsys.readouterr().err
