"""The command that says how far measured shapes tell people apart counts what it says it counts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from facelab import shapes
from facelab._depth import MeasuredDepth
from facelab._types import FrameError, Image
from facelab.api import Engine
from facelab.canonical import CanonicalFace
from facelab.reconstruction import Reconstructor


def test_scores_on_the_wrong_side_are_counted_and_ties_are_half() -> None:
    told = shapes.summary([0.9, 0.8, 0.7], [0.8, 0.2], 0.8)
    assert (told["same_below"], told["other_at_or_above"]) == (1, 1)
    # Of six pairs of pairs the same person scores more in four, as much in one.
    assert told["same_above_other"] == pytest.approx(4.5 / 6, abs=1e-4)
    assert told["same"] == {"pairs": 3, "least": 0.7, "5 %": 0.71, "median": 0.8, "95 %": 0.89, "most": 0.9}
    with pytest.raises(FrameError):
        shapes.summary([], [0.5], 0.8)


def test_every_shape_is_compared_with_every_other_once(engine: Engine, face: CanonicalFace) -> None:
    reconstructor = Reconstructor(face)
    certain = np.ones(len(face.vertices), np.float32)

    def of(person: str, occasion: str, deeper: float) -> shapes.Measured:
        points = face.vertices / 6.3 * np.array([1, 1, deeper], np.float32)
        return shapes.Measured(person, occasion, reconstructor.reconstruct(MeasuredDepth(points, certain, 30)))

    measured = [of("ada", "1", 1.0), of("ada", "2", 1.02), of("eve", "1", 1.4)]
    same, other = shapes.compare(engine, measured)
    assert (len(same), len(other)) == (1, 2)
    assert same[0] > max(other) + 0.05


def test_what_tells_of_no_depth_is_named_and_nothing_is_made_up(
    models: Path, webcam: Callable[[str], Image], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    still = tmp_path / "ada" / "still"
    still.mkdir(parents=True)
    for index in range(3):
        cv2.imwrite(str(still / f"{index:06}.png"), webcam("obama.jpg")[:, :, ::-1])
    assert shapes.main([str(tmp_path), "--models", str(models)]) == 1
    said = capsys.readouterr()
    assert "still tells of no depth" in said.err
    assert "two people" in said.err
    assert not said.out or json.loads(said.out)
